"""The editions of many days laid into one site: those that lie there already are not made again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from nolimits import manuscript
from nolimits.book.build import BUILD, Wish
from nolimits.book.days import BookDay
from nolimits.book.parameters import parameters_of
from nolimits.book.publishing import publish_day
from nolimits.book.settings import book_view
from nolimits.book.workshop import Workshop
from nolimits.data import LATEST
from nolimits.editions.site import editions
from nolimits.sweeps.wanting import days_of
from nolimits.takeaway import Say


def publish_all(options: argparse.Namespace, book: Path, wish: Wish, say: Say) -> int:
    """Publish the days that the options of the command name, and tell of each; the exit code."""
    for key, new in publish_many(book, options.site, options.cutoffs, wish, say):
        print(f"{options.site / 'editions' / key}{'' if new else ': lies there already'}", flush=True)
    return 0


def publish_many(book: Path, site: Path, days: str, wish: Wish, say: Say) -> Iterator[tuple[str, bool]]:
    """The key of each day's edition, the newest first, and whether it was added to the site.

    The newest first, so that what has changed since is worked out once for each of the others. `days` are as in a
    sweep. Processes, runs and pictures are shared, so that each day does only what no other did; what was published
    before a kill stays. Raises DataError for what is no day, and what builds and publications raise.
    """
    there = {one.key for one in editions(site)}
    with Workshop(book / BUILD) as workshop:
        for key, day in _keys(book, days_of(days, book_view(book, book / "data", LATEST))[::-1], wish):
            if key in there:
                yield key, False
                continue
            yield publish_day(book, site, replace(wish, cutoff=day), say, workshop)


def _keys(book: Path, days: Sequence[str], wish: Wish) -> Iterator[tuple[str, str]]:
    """The key of each day's edition, with the day."""
    contents = manuscript.contents(book)
    for day in days:
        view = book_view(book, book / "data", day)
        yield BookDay(contents, view, parameters_of(contents, wish.settings, view.cutoff)).edition.key, day
