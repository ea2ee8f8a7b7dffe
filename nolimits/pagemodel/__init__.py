"""A page as sentences, numbers, verdicts and rows: read once, printed many times."""
