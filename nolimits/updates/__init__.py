"""Rows coming in: from files of any layout to the tables, shown before they are written, and tables put in order."""

from nolimits.updates.add import Options, Update, update
from nolimits.updates.tidy import Tidied, tidy

__all__ = ["Options", "Tidied", "Update", "tidy", "update"]
