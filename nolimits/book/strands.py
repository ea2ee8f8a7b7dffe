"""Pages and pictures of many days woven into scripts that a page loads when somebody asks for another day."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nolimits.book.days import Day
from nolimits.book.leaves import PICTURES, Leaves
from nolimits.book.warm import die_with_parent
from nolimits.charts import dark
from nolimits.charts.output.svg import DARK
from nolimits.citing.citations import imprint
from nolimits.claims import ledger
from nolimits.data import DataError, day_name
from nolimits.editions.archive import as_script
from nolimits.editions.weave import CUT, as_data, weave

PAGE, OWN, PICTURE, DRAWN = "NOLIMITS_PAST", "NOLIMITS_PAGE", "NOLIMITS_PICTURE", "pictures"
# in place of what a page says of its own day; nothing else in a page may be one
SIGNS = ("\ue1a0", "\ue1a1", "\ue1a2")
SHOWN = re.compile(rf'<img\b[^>]*?(?P<source>src="(?:\.\./)*{PICTURES}(?P<file>[^"]+)")[^>]*>')
THEMED = re.compile(r"(?P<name>.+-(?:wide|narrow))-(?P<theme>light|dark)\.svg")


@dataclass(frozen=True)
class Moment:
    """A day of a book: what bound pages say of it, what stands there in the end, and the papers that are to come."""

    day: str
    bound: tuple[str, ...]
    says: tuple[str, ...]
    later: tuple[str, ...]

    @classmethod
    def of(cls, day: Day) -> Moment:
        """That of a book's day."""
        cutoff, about = day.view.cutoff, imprint(day.book.folder, day.edition.key, day.view.cutoff)
        own = day_name(cutoff), f". ({cutoff[:4]}). "  # a citation is dated by its year
        later = [row["called"] for row in ledger.documents(day.view) if row["published_to"] > cutoff]
        return cls(cutoff, (about.unnamed.edition, *own), (about.edition, *own), tuple(later))

    def neutral(self, text: str) -> str:
        """A page's text with signs in place of what it says of its day."""
        if any(sign in text for sign in SIGNS):
            raise DataError(f"a page of {self.day} holds a sign that stands for its day: take it out")
        for sign, word in zip(SIGNS, self.bound, strict=True):
            text = text.replace(word, sign)
        return text


@dataclass(frozen=True)
class Days:
    """The leaves of some days, the book's own last, with what they say of themselves."""

    leaves: Sequence[Leaves]
    moments: Sequence[Moment]

    @property
    def own(self) -> Leaves:
        """Those of the book's own day."""
        return self.leaves[-1]


def spin(leaves: Sequence[Leaves], moments: Sequence[Moment], names: Sequence[str], to: Path, workers: int) -> None:
    """Write a script for each page that is named, and one for each picture that is another on another day."""
    days = Days(leaves, moments)
    with ProcessPoolExecutor(workers, get_context("fork"), die_with_parent, (os.getpid(),)) as pool:
        shown = set().union(*pool.map(partial(_write_page, days, to), names))
        list(pool.map(partial(_write_picture, days, to), sorted(shown)))


def _write_page(days: Days, to: Path, name: str) -> set[str]:
    """Write the script of a page; the pictures that it shows on other days, by the names of their scripts."""
    found = [one.page(name) for one in days.leaves]
    own = found[-1]
    there = {one[0] for one in SHOWN.finditer(own[0])} if own else set()
    shown: set[str] = set()

    def told(place: int) -> list[str | None]:
        texts: list[str | None] = []
        for leaves, moment, page in zip(days.leaves, days.moments, found, strict=True):
            text = _led(page[place], leaves, days.own, there, shown) if page else None
            texts.append(None if text is None else moment.neutral(text))
        return texts

    articles = told(0)
    article = as_data(weave(articles), known=len(articles) - 1)
    woven = {"article": article, "contents": as_data(weave(told(1)))}
    told_days = [
        {"day": one.day, "says": one.says, "later": one.later, "there": page is not None}
        for one, page in zip(days.moments, found, strict=True)
    ]
    script = to / name.replace(".html", ".js")
    _write(script, PAGE, {"signs": SIGNS, "cut": CUT.pattern, "days": told_days} | woven)
    # a page cannot ask for itself in a plain folder
    _write(script.with_suffix(".own.js"), OWN, articles[-1])
    return shown


def _led(text: str, leaves: Leaves, own: Leaves, there: set[str], shown: set[str]) -> str:
    """A page's text in which pictures that are not on the page as it is, `there`, are named by their scripts."""

    def named(found: re.Match[str]) -> str:
        file = found["file"]
        if found[0] in there and leaves.sum(PICTURES + file) == own.sum(PICTURES + file):
            return found[0]
        shown.add(_script(file))
        return found[0].replace(found["source"], f'data-past="{_script(file)}"')

    return SHOWN.sub(named, text)


def _script(file: str) -> str:
    """The name of the script that holds a picture; a chart's dark one follows from its light one."""
    themed = THEMED.fullmatch(file)
    return themed["name"] if themed else file


def _write_picture(days: Days, to: Path, name: str) -> None:
    """Write the script of a picture, or of a chart's light and dark one."""
    files = {file for leaves in days.leaves for file in leaves.pictures if _script(file) == name}
    themed = name not in files
    plain = f"{name}-light.svg" if themed else name
    versions = [leaves.picture(plain) for leaves in days.leaves]
    told: dict[str, Any] = {"picture": as_data(weave(versions))}
    if themed:
        _hold_dark(days, f"{name}-dark.svg", versions)
        told["dark"] = {light: other for light, other in DARK.items() if light != other}
    _write(to / DRAWN / f"{name}.js", PICTURE, told)


def _hold_dark(days: Days, name: str, versions: Sequence[str | None]) -> None:
    for leaves, light in zip(days.leaves, versions, strict=True):
        if light is not None and leaves.picture(name) != dark(light):
            raise DataError(f"the picture {name} does not follow from the light one: draw both alike")


def _write(path: Path, name: str, told: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_script(name, told))
