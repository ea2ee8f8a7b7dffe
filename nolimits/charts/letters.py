"""The letters of exhibits: the files of their fonts and the height of a line; nothing here draws."""

from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
FILES = {"normal": FONTS / "SourceSans3-Regular.ttf", "strong": FONTS / "SourceSans3-SemiBold.ttf"}
LEADING, POINTS = 1.2, 72.0  # a line's height by its size; points to an inch
