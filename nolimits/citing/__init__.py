"""How the book and its parts are cited, and what can be taken away of a chart."""
