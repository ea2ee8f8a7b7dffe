"""Pages and pictures of many days woven into scripts that a page loads when somebody asks for another day."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nolimits.book.days import BookDay
from nolimits.book.leaves import PICTURES, Leaves
from nolimits.book.trim import names_in
from nolimits.book.warm import die_with_parent
from nolimits.charts.palette import COLOUR, DARK, SALTED, dark
from nolimits.citing.citations import stands_for
from nolimits.claims import ledger
from nolimits.data import DataError, day_name
from nolimits.editions.archive import as_script
from nolimits.editions.weave import CUT, pieces_as_data, weave

PAGE, DRAWN, OWN, PICTURE = "NOLIMITS_PAST", "NOLIMITS_DRAWN", "NOLIMITS_PAGE", "NOLIMITS_PICTURE"
PICTURE_SCRIPTS = "pictures"
# in place of what a page says of its own day; nothing else in a page may be one
SIGNS = ("\ue1a0", "\ue1a1", "\ue1a2")
SEAM, GAP = "\ue1a3", "\ue1a4"  # where a drawing was taken out, and what stands between two of those
# what is drawn in a page rather than said, in words that a browser's scripts read alike
DRAWING = r'<svg\b[\s\S]*?</svg>|<div class="asked"[\s\S]*?</div>'
SHOWN = re.compile(rf'<img\b[^>]*?(?P<source>src="(?:\.\./)*{PICTURES}(?P<file>[^"]+)")[^>]*>')
TAKEN = re.compile(r'<section id="download">.*?</section>', re.DOTALL)  # the files of a chart are those that lie there
THEMED = re.compile(r"(?P<name>.+-(?:wide|narrow))-(?P<theme>light|dark)\.svg")


@dataclass(frozen=True)
class Moment:
    """A day of a book: what bound pages say of it, what stands there in the end, and the papers that are to come."""

    day: str
    bound: tuple[str, ...]
    says: tuple[str, ...]
    later: tuple[str, ...]

    @classmethod
    def of(cls, day: BookDay) -> Moment:
        """That of a book's day."""
        cutoff = day.view.cutoff
        own = day_name(cutoff), f". ({cutoff[:4]}). "  # a citation is dated by its year
        later = [row["called"] for row in ledger.documents(day.view) if row["published_to"] > cutoff]
        return cls(cutoff, (stands_for(cutoff), *own), (day.edition.key, *own), tuple(later))

    def neutral(self, text: str) -> str:
        """A page's text with signs in place of what it says of its day."""
        if any(sign in text for sign in (*SIGNS, SEAM, GAP)):
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


def spin(leaves: Sequence[Leaves], moments: Sequence[Moment], names: Sequence[str], to: Path, workers: int) -> set[str]:
    """Write the scripts of each page that is named, and one for each picture that is another on another day.

    The classes and ids of all that pages show on other days.
    """
    days = Days(leaves, moments)
    with ProcessPoolExecutor(workers, get_context("fork"), die_with_parent, (os.getpid(),)) as pool:
        found = list(pool.map(partial(_write_page, days, to), names))
        pictures = set().union(*(shown for shown, _ in found))
        list(pool.map(partial(_write_picture, days, to), sorted(pictures)))
    return set().union(*(named for _, named in found))


def _write_page(days: Days, to: Path, name: str) -> tuple[set[str], set[str]]:
    """Write the scripts of a page; the pictures that it shows on other days, by their scripts; its classes and ids."""
    (own, _) = days.own.page(name) or ("", "")
    there = {one[0] for one in SHOWN.finditer(own)}
    texts: dict[str, list[str | None]] = {"article": [], "drawn": [], "contents": []}
    shown: set[str] = set()
    for leaves, moment in zip(days.leaves, days.moments, strict=True):
        article, beside = leaves.page(name) or (None, None)
        said = drawn = None
        if article is not None:
            whole = moment.neutral(_link_scripts(_with_files_of(own, article), leaves, days.own, there, shown))
            said, drawn = re.sub(DRAWING, SEAM, whole), GAP.join(re.findall(DRAWING, whole))
        for part, text in zip(texts, (said, drawn, beside), strict=True):
            texts[part].append(text)
    woven = {part: weave(versions) for part, versions in texts.items()}
    last = len(days.leaves) - 1
    told = {
        "signs": SIGNS,
        "seams": [SEAM, GAP],
        "cut": CUT.pattern,
        "drawing": DRAWING,
        "days": [
            {"day": one.day, "says": one.says, "later": one.later, "there": said is not None}
            for one, said in zip(days.moments, texts["article"], strict=True)
        ],
        "article": pieces_as_data(woven["article"], known=last),
        "contents": pieces_as_data(woven["contents"]),
        "draws": any(texts["drawn"]),
    }
    script = to / name.replace(".html", ".js")
    _write(script, PAGE, told)
    if told["draws"]:
        _write(script.with_suffix(".drawn.js"), DRAWN, pieces_as_data(woven["drawn"], known=last))
    # a page cannot ask for itself in a plain folder
    _write(script.with_suffix(".own.js"), OWN, days.moments[-1].neutral(own))
    strange = (piece.text for part in ("article", "drawn") for piece in woven[part] if not piece.held >> last & 1)
    return shown, {word for text in strange for word in names_in(text)}


def _with_files_of(own: str, article: str) -> str:
    """A chart's page with the files that are there to be taken away: those of the book's own day."""
    files = TAKEN.search(own)
    return TAKEN.sub(lambda _: files[0], article) if files else article


def _link_scripts(text: str, leaves: Leaves, own: Leaves, there: set[str], shown: set[str]) -> str:
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
    themed = not any(leaves.sum(PICTURES + name) for leaves in days.leaves)
    plain = f"{name}-light.svg" if themed else name
    versions = [leaves.picture(plain) for leaves in days.leaves]
    told: dict[str, Any] = {"picture": pieces_as_data(weave(versions))}
    if themed:
        _hold_dark(days, f"{name}-dark.svg", versions)
        told["dark"] = {light: other for light, other in DARK.items() if light != other}
        told |= {"salted": SALTED.pattern, "colour": COLOUR.pattern}
    _write(to / PICTURE_SCRIPTS / f"{name}.js", PICTURE, told)


def _hold_dark(days: Days, name: str, versions: Sequence[str | None]) -> None:
    for leaves, light in zip(days.leaves, versions, strict=True):
        if light is not None and leaves.picture(name) != dark(light):
            raise DataError(f"the picture {name} does not follow from the light one: draw both alike")


def _write(path: Path, name: str, told: object) -> None:
    """Write a script that holds something packed, for a page that unpacks it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(as_script(name, base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()))
