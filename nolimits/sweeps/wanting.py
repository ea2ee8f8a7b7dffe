"""From what was asked for on the command line to a grid; what cannot be meant is refused in a sentence."""

from __future__ import annotations

import argparse
import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from nolimits import manuscript
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.book.settings import book_view
from nolimits.checks.problem import suggest
from nolimits.claims import claims
from nolimits.claims.history import HISTORY_FROM
from nolimits.claims.history import days as month_ends
from nolimits.claims.theses import theses
from nolimits.data import LATEST, Parameter, View, not_late
from nolimits.data.periods import day
from nolimits.manuscript import Contents
from nolimits.sweeps.grid import Grid, Variant
from nolimits.sweeps.options import EVERY, FACTS, READ, SECTIONS, THESES, VERDICTS

SUNDAY = 6
WEEK = datetime.timedelta(days=7)


def grid_of(options: argparse.Namespace, book: Contents) -> Grid:
    """The grid that options mean, of a book. Raises BuildError for what cannot be meant."""
    view = book_view(book.folder, book.folder / "data", LATEST)
    _refuse(options)
    parameters = _variations(options.vary, book)
    sections = dict.fromkeys(name.partition(".")[0] for name, _ in parameters)
    questions = _choose(options.names, _questions(options.what, book, view, sections))
    variants = tuple(
        Variant(tuple(zip((name for name, _ in parameters), values, strict=True)), tolerance, kinds)
        for values in product(*(values for _, values in parameters))
        for tolerance in _tolerances(options.tolerances)
        for kinds in _kinds(options.kinds, view)
    )
    return Grid(options.what, questions, days_of(options.cutoffs, view), variants, options.leave_out == READ)


def _refuse(options: argparse.Namespace) -> None:
    """Refuse what would change nothing, in a sentence."""
    if options.vary and options.what not in (FACTS, SECTIONS):
        raise BuildError(
            f"--vary {options.vary[0]}: no parameter of a section moves {options.what}: ask facts or sections"
        )
    if options.tolerances != "1" and options.what not in (VERDICTS, THESES):
        raise BuildError(f"--tolerances: {options.what} have none: ask verdicts or theses")
    if options.what == SECTIONS and (options.kinds or options.leave_out == READ):
        raise BuildError("--kinds and --leave-out: a notebook is run with all sources: ask facts, verdicts or theses")


def days_of(text: str, view: View) -> tuple[str, ...]:
    """The days that `monthly`, `weekly` or a list of days means: the ends of months or weeks, the view's own day last.

    Raises DataError for what is no day, and for one on which nothing was known.
    """
    if text == "monthly":
        return tuple(month_ends(view))
    if text == "weekly":
        return tuple(_week_ends(view))
    named = [view.cutoff if one == LATEST else day(one).isoformat() for one in text.split(",")]
    for one in named:
        not_late(View(one, folder=view.folder))
    return tuple(sorted(dict.fromkeys(named)))


def _week_ends(view: View) -> Iterable[str]:
    """Each Sunday since the first day of a history on which something was known, and the view's day."""
    first = max(day(view.evidence.oldest), datetime.date(HISTORY_FROM, 1, 1))
    one = first + datetime.timedelta(days=(SUNDAY - first.weekday()) % 7)
    while one.isoformat() < view.cutoff:
        yield one.isoformat()
        one += WEEK
    yield view.cutoff


def _questions(what: str, book: Contents, view: View, sections: Mapping[str, None]) -> list[str]:
    """All that can be asked; of facts and sections only those that a parameter moves, where some are varied."""
    if what == VERDICTS:
        return list(claims(view.evidence))
    if what == THESES:
        return [one.key for one in theses(view.evidence)]
    if what == SECTIONS:
        return [path.stem for path in book.notebooks if not sections or path.stem in sections]
    pages = [page for page in manuscript.pages(book) if not sections or page.path.stem in sections]
    return [f"{page.path.stem}:{name}" for page in pages for name in page.questions]


def _choose(names: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """What was named of all that can be asked, all where nothing was; a page stands for its facts."""
    found: dict[str, None] = {}
    for name in names or known:
        alike = [one for one in known if one == name or one.startswith(f"{name}:")]
        if not alike:
            raise BuildError(f"{name!r} cannot be asked here: {suggest(name, known)}")
        found |= dict.fromkeys(alike)
    return tuple(found)


def _variations(settings: Sequence[str], book: Contents) -> list[tuple[str, list[Parameter]]]:
    """The parameters that are varied, as `section.name`, with their values, each once."""
    found: dict[str, list[Parameter]] = {}
    for setting in settings:
        left, equals, values = setting.partition("=")
        if not equals:
            raise BuildError(f"--vary {setting!r}: no values: write SECTION.PARAM=A,B, such as trade.start=2015,2016")
        if left in found:
            raise BuildError(f"--vary {left} stands twice: write its values once, with commas between")
        section, _, name = left.partition(".")
        if name == "cutoff":
            raise BuildError(f"--vary {setting}: days are no parameter: write --cutoffs {values}")
        given = [parameters_of(book, [f"{left}={value}"], LATEST, "--vary") for value in values.split(",")]
        found[left] = list(dict.fromkeys(one[section][name] for one in given))
    return list(found.items())


def _tolerances(text: str) -> list[float]:
    found = []
    for one in text.split(","):
        try:
            factor = float(one)
        except ValueError:
            factor = math.nan
        if not 0 < factor < math.inf:
            raise BuildError(f"--tolerances {text!r}: {one!r} is no factor above 0: write 0.5,1,2")
        found.append(factor)
    return list(dict.fromkeys(found))


def _kinds(given: Sequence[str], view: View) -> list[tuple[str, ...]]:
    """Each choice of kinds; none stands for all."""
    known = dict.fromkeys(row["kind"] for row in view.evidence.sources.values())
    found: list[tuple[str, ...]] = []
    for text in given or [EVERY]:
        chosen = () if text == EVERY else tuple(sorted(set(text.split(","))))
        if EVERY in chosen:
            raise BuildError(
                f"--kinds {text}: {EVERY} stands by itself: write --kinds {EVERY} beside --kinds KIND,KIND"
            )
        for wrong in (kind for kind in chosen if kind not in known):
            right = suggest(wrong, [*sorted(known), EVERY])
            raise BuildError(f"--kinds {text!r}: no source is of the kind {wrong!r}: {right}")
        found.append(chosen)
    return list(dict.fromkeys(found))
