"""How the book is made: from the manuscript and the tables to a finished tree of pages."""

from nolimits.book.build import Wish, build, inputs
from nolimits.book.parameters import BuildError

__all__ = ["BuildError", "Wish", "build", "inputs"]
