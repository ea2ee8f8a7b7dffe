"""How editions differ: which one a book is, what each says, what changed between two, and how they are kept."""

from nolimits.editions.identity import Edition, code, edition, visible_rows, written
from nolimits.editions.site import publish
from nolimits.editions.verify import verify

__all__ = ["Edition", "code", "edition", "publish", "verify", "visible_rows", "written"]
