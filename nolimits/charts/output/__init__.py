"""A finished figure as files: SVG, PNG and PDF, the same bytes each time."""
