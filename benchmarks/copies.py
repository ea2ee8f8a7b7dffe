"""Copies of the book for benchmarks, which may be edited; the program in them is the one that measures."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = ("_build", ".venv", ".git", ".hypothesis", "tests", "mutants")  # at the top: a book to begin with has tests


def copy_book(to: Path) -> Path:
    """The book and its program in a new folder, without what was built and what only tests need."""

    def left_out(folder: str, names: list[str]) -> list[str]:
        top = os.path.samefile(folder, ROOT)
        return [one for one in names if one.endswith("_cache") or one == "__pycache__" or (top and one in LEFT_OUT)]

    shutil.copytree(ROOT, to, ignore=left_out)
    return to
