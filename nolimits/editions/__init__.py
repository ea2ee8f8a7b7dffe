"""How editions differ: which one a book is, what each says, what changed between two, and how they are kept."""

from nolimits.editions.identity import Edition, code, edition, text_hashes, visible_rows
from nolimits.editions.site import publish
from nolimits.editions.verify import verify

__all__ = ["Edition", "code", "edition", "publish", "text_hashes", "verify", "visible_rows"]
