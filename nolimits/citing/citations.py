"""How a chart, a claim, a figure, a section or the book is cited: metadata first, then the forms that people use."""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from nolimits.citing.authors import name_in_text
from nolimits.citing.managers import ReferenceItem, bibtex, date_of, ris
from nolimits.claims import claim as statement
from nolimits.claims import weigh
from nolimits.claims.verdicts import VerdictWord
from nolimits.data import DataError, Fact, Period, View, day_name
from nolimits.language import wording
from nolimits.language.places import indicator_page
from nolimits.manuscript import citation, settings

CSL_STYLES = {"apa": "apa", "chicago": "chicago-notes-bibliography"}
MOST_PRODUCERS = 3
NOTE, WORD = 440, 40  # characters of a note, and of a word in it
# what a style sets as it is: its place is kept by a sign that no style changes, so each style is asked once a shape
SET = ("title", "container-title", "edition", "medium", "URL")
SHOWN = 14  # of a fingerprint: the number of its scheme and twelve digits
SIGN = 0xE000
FINAL = re.compile("([\ue000-\ue0ff])([’”]?)(\\.?)")
STAND_IN = "editionprint"


def stands_for(cutoff: str) -> str:
    """What stands in pages for the name of a day's edition until they are bound; as long as that."""
    return f"{cutoff}-{STAND_IN}"


@dataclass(frozen=True)
class Imprint:
    """What all citations of an edition share; `url` is the site's address, empty where the book has none.

    `short` is the book's title as the settings have it, `abstract` what it is about, in a sentence. `authors` are names
    as CSL has them: `literal`, or `family` and `given`.
    """

    title: str
    short: str
    abstract: str
    authors: tuple[Mapping[str, str], ...]
    url: str
    edition: str
    cutoff: str

    @property
    def names(self) -> tuple[str, ...]:
        """The authors as text has them: given names first."""
        return tuple(name_in_text(one) for one in self.authors)

    @property
    def file_name(self) -> str:
        """The book's short title as a file is called: small letters, digits and hyphens; `book` where it has none."""
        plain = unicodedata.normalize("NFKD", self.short.lower())
        return "-".join(re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode())) or "book"

    @property
    def unnamed(self) -> Imprint:
        """The same with something that stands for the edition's name, as long as that is.

        For what is kept from one build to the next: the name changes with each letter of each page.
        """
        return replace(self, edition=stands_for(self.cutoff))


def imprint(root: Path, edition: str, cutoff: str) -> Imprint:
    """The imprint of an edition of the book that lies in `root`: of `CITATION.cff`, if there is one, and `_config.yml`.

    The site's address is `html: baseurl:` of `_config.yml`, the key that Jupyter Book has for it.
    """
    config, cff = settings(root), citation(root)
    named = [_name(one) for one in cff.get("authors", ())] or [{"literal": str(config.get("author", ""))}]
    url = (config.get("html") or {}).get("baseurl") or ""
    short = str(config.get("title", ""))
    abstract = " ".join(str(cff.get("abstract", "")).split())
    return Imprint(str(cff.get("title") or short), short, abstract, tuple(named), url, edition, cutoff)


def _name(author: Mapping[str, str]) -> dict[str, str]:
    if "name" in author:
        return {"literal": author["name"]}
    parts = {"family": author.get("family-names"), "given": author.get("given-names")}
    return {name: part for name, part in parts.items() if part}


# --- what is cited, as CSL items


def book_item(imprint: Imprint) -> ReferenceItem:
    """The whole book."""
    return _item(imprint, "book", "", imprint.title, "index")


def section_item(imprint: Imprint, page: str, title: str) -> ReferenceItem:
    """A page of the book, such as `notebooks/trade`."""
    return _item(imprint, "chapter", page.rpartition("/")[2], title, page)


def chart_item(imprint: Imprint, bundle: Mapping[str, Any], view: View) -> ReferenceItem:
    """A chart: `bundle` is what a notebook keeps of it."""
    producers = publishers(bundle["sources"], view)
    note = f"Chart {bundle['id']}, fingerprint {bundle['fingerprint']}"
    short = f"Chart {bundle['id']}, fingerprint {bundle['fingerprint'][:SHOWN]}"
    item = _item(
        imprint,
        "figure",
        bundle["id"],
        bundle["spoken"]["headline"],
        f"charts/{bundle['id']}",
        what="Chart",
        producers=producers,
        note=note,
        short=short,
    )
    return item | {"custom": item["custom"] | {"fingerprint": bundle["fingerprint"]}}


def claim_item(imprint: Imprint, key: str, view: View) -> ReferenceItem:
    """A statement of one of the papers and its verdict. Raises DataError for an unknown key."""
    verdict = weigh(statement(key, view), view)
    sources = [row.source for row in verdict.rows]
    published = (source for source in sources if source and view.source(source)["published"] <= view.cutoff)
    paper = view.evidence.documents[verdict.claim.document]
    note = f"Statement {key} of {paper['title'] or 'an article'}, {paper['author'] or paper['publisher']}"
    return _item(
        imprint,
        "entry",
        key,
        f"{key}: {verdict.claim.text.rstrip('.')}",
        view.about_register("claims").page,
        key,
        what=f"Verdict: {VerdictWord[verdict.word.upper()].label}",
        producers=publishers(published, view),
        note=note,
    )


def value_item(imprint: Imprint, indicator: str, span: Period | str, view: View) -> ReferenceItem:
    """The figure that stands for an indicator and a period, `latest` among them.

    Raises DataError for an unknown indicator, and for a period of which nothing was known.
    """
    about, given = view.about(indicator), view.value(indicator, span)
    if not given.known:
        known = ", ".join(figure.span.name for figure in view.series(indicator, whole=True)[-3:])
        wanted = span.name if isinstance(span, Period) else span
        raise DataError(
            f"{indicator} was not known for {wanted} by {day_name(view.cutoff)}: "
            + (f"the last known are {known}" if known else "nothing of it was")
        )
    what = "Data point" if given.how == "stated" else f"Data point, {given.how}"
    anchor = given.rows[0].anchor if len(given.rows) == 1 else indicator
    note = f"{indicator}, {given.how}; " + "; ".join(_row(row, view) for row in given.rows)
    titles = "; ".join(dict.fromkeys(f"{_title(row, view)}, {day_name(row.known_on)}" for row in given.rows))
    return _item(
        imprint,
        "dataset",
        f"{indicator}-{given.span.start}-{given.span.end}",
        f"{about['label']}, {given.span.name}: {wording.figure(given, view)}",
        indicator_page(indicator, view),
        anchor,
        what=what,
        producers=publishers((row.source for row in given.rows), view),
        note=note,
        short=f"{indicator}, {given.how}; from {titles}",
    )


def number_item(
    imprint: Imprint, page: str, title: str, anchor: str, said: str, origin: str, row: str
) -> ReferenceItem:
    """A number in the text of a page: what it says, where it comes from, the place of its row or rows.

    Where it was worked out, `origin` begins with how.
    """
    what = "; ".join(filter(None, (f"Number in the text: {origin}" if origin else "Number in the text", f"row {row}")))
    return _item(imprint, "dataset", f"{page.rpartition('/')[2]}-{anchor}", f"{title}: {said}", page, anchor, what=what)


def _row(row: Fact, view: View) -> str:
    source = view.source(row.source)
    return f"row {row.anchor}, known {day_name(row.known_on)}, from {source['title']}, {source['url']}"


def _title(row: Fact, view: View) -> str:
    return str(view.source(row.source)["title"])


def publishers(sources: Iterable[str], view: View) -> list[str]:
    """Who first published what rests on some sources, each once."""
    return list(dict.fromkeys(view.source(key)["publisher"] for key in sources))


def _item(
    imprint: Imprint,
    kind: str,
    name: str,
    title: str,
    page: str,
    anchor: str = "",
    *,
    what: str = "",
    producers: Sequence[str] = (),
    note: str = "",
    short: str = "",
) -> ReferenceItem:
    """One CSL item; nothing in it holds a line's end or a sign that cannot be seen.

    `note` is all that is to be told, `short` the same for a note that is printed, where that is long.
    """
    place = f"{page}.html" + (f"#{anchor}" if anchor else "")
    within = {} if kind == "book" else {"container-title": imprint.title}
    known = f"As known by {day_name(imprint.cutoff)}"
    notes = [short or note, f"Data from {wording.some_names(producers, MOST_PRODUCERS)}" if producers else "", known]
    notes += [] if imprint.url else [f"In the book at {place if len(place) <= WORD else f'{page}.html'}"]
    every = [note, f"Data from {', '.join(producers)}" if producers else "", known]
    told = {
        "id": re.sub(r"[^\w.-]+", "-", "-".join(filter(None, ("nolimits", name, imprint.cutoff)))),
        "type": kind,
        "title": title,
        **within,
        "edition": f"{imprint.edition} edition",
        "medium": what + (f"; data from {wording.some_names(producers, MOST_PRODUCERS)}" if producers else ""),
        "URL": f"{imprint.url.rstrip('/')}/editions/{imprint.edition}/{place}" if imprint.url else "",
        "note": _short(". ".join(filter(None, map(_line, notes)))),
        "language": "en-GB",
    }
    return {key: line for key, styled in told.items() if (line := _line(styled))} | {
        "author": [dict(one) for one in imprint.authors],
        "issued": _date(imprint.cutoff),
        "custom": {"path": place, "detail": _line(". ".join(filter(None, every)))},
    }


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _short(note: str) -> str:
    """A note that a bibliography can hold: no word that runs off a page, and not too many of them."""
    words = [word if len(word) <= WORD else f"{word[: WORD - 1]}…" for word in note.split()]
    told = " ".join(words)
    return told if len(told) <= NOTE else f"{told[: NOTE - 1].rpartition(' ')[0]}…"


def _date(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


def on(item: ReferenceItem, day: str) -> ReferenceItem:
    """The item as somebody looked at it on a day."""
    return item | {"accessed": _date(day)}


# --- the forms


def bibliography_line(item: ReferenceItem, style: str) -> str:
    """The item as a line of a bibliography in a style, `apa` or `chicago`, ready to paste."""
    names = tuple(name for name in SET if name in item)
    shape = json.dumps([{"id": "one", **{name: item[name] for name in ("type", "author", "issued")}}], sort_keys=True)
    words = [str(item[name]) for name in names]
    line = FINAL.sub(
        lambda found: _place_word(words[ord(found[1]) - SIGN], *found.groups()[1:]),
        _template(CSL_STYLES[style], shape, names),
    )
    line += "" if "URL" in item else f" In the folder of the edition: {item['custom']['path']}."
    # neither style says when something was looked at that has a date of its own; a reader of a living book wants it
    return line + (f" Accessed {day_name(date_of(item['accessed']))}." if "accessed" in item else "")


def _place_word(word: str, closing: str, stop: str) -> str:
    """A word in its place; a full stop after a question mark goes."""
    return word + closing + ("" if word[-1:] in (".", "!", "?") else stop)


@lru_cache(maxsize=256)
def _template(style: str, shape: str, names: tuple[str, ...]) -> str:
    """What a style makes of all items of one shape, with a sign for each field that it sets as it is."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    (item,) = json.loads(shape)
    item |= {name: chr(SIGN + number_item) for number_item, name in enumerate(names)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = CitationStylesBibliography(_style(style), CiteProcJSON([item]), formatter.plain)
        made.register(Citation([CitationItem(item["id"])]))
        return str(made.bibliography()[0])


@lru_cache(maxsize=4)
def _style(name: str) -> Any:
    from citeproc import CitationStylesStyle

    return CitationStylesStyle(name, locale="en-GB", validate=False)


def csl(item: ReferenceItem) -> str:
    """The item as CSL-JSON, a list of one."""
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


FORMS = {
    "apa": lambda item: bibliography_line(item, "apa") + "\n",
    "chicago": lambda item: bibliography_line(item, "chicago") + "\n",
    "bibtex": bibtex,
    "ris": ris,
    "csl": csl,
}
