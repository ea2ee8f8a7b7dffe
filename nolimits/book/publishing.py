"""The edition of a day, made beside the book's own tree and laid into a site."""

from __future__ import annotations

from pathlib import Path

from nolimits.book.build import BUILD, Wish, build
from nolimits.book.folders import hold_alone
from nolimits.book.workshop import Workshop
from nolimits.editions.site import publish, refuse_other
from nolimits.takeaway import Say

TREE = "edition"  # what is published; the book that is being read is not displaced
LOCK = "publishing"


def publish_day(book: Path, site: Path, wish: Wish, say: Say, workshop: Workshop | None = None) -> tuple[str, bool]:
    """Build an edition and lay it into a site; its key, and whether anything was added.

    Nobody builds another edition there before this one is published. Raises what builds and publications raise.
    """
    refuse_other(site)  # a build takes minutes
    with hold_alone(book / BUILD / LOCK, say, "publication"):
        tree = build(book, wish, out=book / BUILD / TREE, say=say, workshop=workshop).parent
        return publish(tree, site, say)


def build_aside(book: Path, out: Path, wish: Wish) -> tuple[Path, list[str]]:
    """The tree of an edition, built in a process of its own; with what it said."""
    said: list[str] = []
    return build(book, wish, out=out, say=said.append).parent, said
