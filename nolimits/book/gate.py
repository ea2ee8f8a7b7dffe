"""What must hold before anything is run: tables, settings, prose."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from nolimits import checks, claims, manuscript
from nolimits.book.days import BookDay
from nolimits.book.folders import digest
from nolimits.book.parameters import BuildError, parameters_of
from nolimits.book.settings import book_view
from nolimits.data import DataError, store
from nolimits.pagemodel import proof
from nolimits.takeaway import Say


def validate(book: Path, cutoff: str, settings: Sequence[str], say: Say) -> BookDay:
    """The book of a day whose tables and prose hold; raises BuildError with all that does not."""
    started, data = time.perf_counter(), book / "data"

    def wrong() -> list[str]:
        return [str(one) for one in checks.problems(data) or claims.faulty_tests(data)]

    if problems := store.remember("checked", digest(data), wrong):
        raise BuildError("the data do not hold:\n" + "\n".join(problems))
    try:
        view, known = book_view(book, data, cutoff), manuscript.contents(book)
        # notebooks are given the day itself: `latest` and the newest day are one and the same book
        day = BookDay(known, view, parameters_of(known, settings, view.cutoff))
        pages, formulas = manuscript.pages(day.book), manuscript.has_formulas(book)
        faults = proof.proofread(pages, view, day.parameters, formulas=formulas, others=manuscript.extras(book))
    except BuildError:
        raise
    except DataError as error:
        raise BuildError(str(error)) from None
    if faults:
        raise BuildError("the prose does not hold:\n" + "\n".join(str(fault) for fault in faults))
    say(f"checked data and prose ({time.perf_counter() - started:.1f} s)")
    return day
