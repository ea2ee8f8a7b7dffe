"""The editions of many days laid into one site: those that lie there already are not made again."""

from __future__ import annotations

import argparse
import shutil
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from nolimits import manuscript
from nolimits.book.build import BUILD, RUNS, Wish
from nolimits.book.days import BookDay
from nolimits.book.folders import hold_alone, link_tree
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.book.publishing import TREE, build_aside, publish_day
from nolimits.book.run import STORE
from nolimits.book.settings import book_view
from nolimits.book.warm import Warm
from nolimits.book.workshop import ENVIRONMENT, Workshop
from nolimits.data import LATEST
from nolimits.editions.site import editions, publish
from nolimits.sweeps.parcel import pack_book, unpack
from nolimits.sweeps.wanting import days_of
from nolimits.takeaway import Say

CREW = "crew"  # where copies of a book lie of which several are published at once
FEWEST = 4  # days for which copies are worth their making


def publish_all(options: argparse.Namespace, book: Path, wish: Wish, say: Say) -> int:
    """Publish the days that the options of the command name, and tell of each; the exit code."""
    for key, new in publish_many(book, options.site, options.cutoffs, wish, say):
        print(f"{options.site / 'editions' / key}{'' if new else ': lies there already'}", flush=True)
    return 0


def publish_many(book: Path, site: Path, days: str, wish: Wish, say: Say) -> Iterator[tuple[str, bool]]:
    """The key of each day's edition, those first that lie there, then the newest, and whether it was added to the site.

    The newest first, so that what has changed since is worked out once for each of the others; these are spread over
    as many processes as are wished for. `days` are as in a sweep. Runs and pictures are shared, so that each day does
    only what no other did; what was published before a kill stays. Raises DataError for what is no day, and what builds
    and publications raise.
    """
    there, todo = {one.key for one in editions(site)}, deque[str]()
    for key, day in _keys(book, days_of(days, book_view(book, book / "data", LATEST))[::-1], wish):
        if key in there:
            yield key, False
        else:
            todo.append(day)
    alone = len(todo) if wish.jobs < 2 or len(todo) < FEWEST else 1
    with Workshop(book / BUILD) as workshop:
        for _ in range(alone):
            yield publish_day(book, site, replace(wish, cutoff=todo.popleft()), say, workshop)
    if todo:
        place = book / BUILD / CREW
        log = place.with_suffix(".log")
        with hold_alone(place, say, "publication of many days"):
            copies = _copies(book, place, min(wish.jobs, len(todo)))
            with Warm((build_aside.__module__,), log, ENVIRONMENT) as crew:
                yield from _spread(todo, copies, crew, site, replace(wish, jobs=1), say)
            for one in filter(Path.is_dir, place.iterdir()):
                shutil.rmtree(one)


def _copies(book: Path, place: Path, number: int) -> list[Path]:
    """So many copies of a book below a place, each with what was run and drawn for the book itself."""
    parcel = pack_book(book)
    for left in (one for one in place.glob("*/*") if one.name != parcel.name):
        shutil.rmtree(left)
    copies = [unpack(parcel, place / str(one)) for one in range(number)]
    for copy, name in product(copies, (RUNS, STORE)):
        if not (copy / BUILD / name).exists():
            link_tree(book / BUILD / name, copy / BUILD / name)
    return copies


def _spread(
    todo: deque[str], copies: Sequence[Path], crew: Warm, site: Path, wish: Wish, say: Say
) -> Iterator[tuple[str, bool]]:
    """Days built in copies of a book, each of which takes the newest that is left, or the oldest.

    They are published as they end, by this process, which remembers what the editions of the site say of each other.
    """

    def begin(number: int) -> int:
        day = todo.pop() if number % 2 else todo.popleft()
        out = copies[number] / BUILD / f"{TREE}-{day}"
        task = f"{build_aside.__module__}:{build_aside.__name__}"
        return crew.start(task, copies[number], out, replace(wish, cutoff=day))

    busy = {begin(number): number for number in range(len(copies))}
    while busy:
        outcome = crew.next()
        if outcome.error:
            told = outcome.error.split(": ", 1)[-1]  # less the error's type
            raise BuildError(f"{told}\nwhat was published stays: publish again to go on")
        number = busy.pop(outcome.ticket)
        if todo:
            busy[begin(number)] = number
        tree, said = outcome.value
        for line in said:
            say(line)
        yield publish(tree, site, say)
        shutil.rmtree(tree)


def _keys(book: Path, days: Sequence[str], wish: Wish) -> Iterator[tuple[str, str]]:
    """The key of each day's edition, with the day."""
    contents = manuscript.contents(book)
    for day in days:
        view = book_view(book, book / "data", day)
        yield BookDay(contents, view, parameters_of(contents, wish.settings, view.cutoff)).edition.key, day
