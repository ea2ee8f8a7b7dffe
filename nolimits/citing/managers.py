"""A citation as reference managers read it: BibTeX and RIS, by the libraries that know these formats."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from nolimits.citing.authors import name_in_list
from nolimits.data import day_name

TITLE = 140  # characters of a title that BibTeX' styles print
# managers take GEN for an article of a journal, DATA for a document; a statement is an entry of a reference work
RIS_TYPES = {"figure": "CHART", "entry": "ENCYC", "dataset": "DATA", "chapter": "CHAP", "book": "BOOK"}
BIBTEX_TYPES = {"chapter": "incollection", "book": "book"}
# what LaTeX would run or count; a brace alone would end an entry
LATEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "%&$#_"},
    }
)
ReferenceItem = dict[str, Any]


def bibtex(item: ReferenceItem) -> str:
    """The item as an entry of BibTeX; every sign that LaTeX would run is escaped."""
    from io import StringIO

    from pybtex.database import BibliographyData, Entry, Person
    from pybtex.database.output.bibtex import Writer

    day = date_of(item["issued"])
    medium, within, kind = item.get("medium", ""), item.get("container-title", ""), str(item["type"])
    title, what = str(item["title"]), medium.partition("; data from ")[0]
    cut = title if len(title) <= TITLE else f"{title[:TITLE].rpartition(' ')[0]} …"
    detail = item["custom"]["detail"] if cut == title else f"{title}. {item['custom']['detail']}"
    # of these the standard styles print author, title, where it stands, year and note: three lines
    fields = {
        "title": f"{{{_latex(cut)}}}",
        "year": day[:4],
        "date": day,
        "edition": _latex(_key(item)),
        **({"booktitle": _latex(str(within))} if kind in BIBTEX_TYPES and within else {}),
        **({"howpublished": _latex(f"{what}, in: {within}")} if kind not in BIBTEX_TYPES else {}),
        "note": _latex(f"As known by {day_name(day)}"),
        "annotation": _latex(detail),
        "url": quote(str(item.get("URL", "")), safe="/:#?&=%~+,;@"),
        "urldate": date_of(item["accessed"]) if "accessed" in item else "",
    }
    entry = Entry(BIBTEX_TYPES.get(kind, "misc"), fields={name: told for name, told in fields.items() if told})
    entry.persons["author"] = [Person(_person(one)) for one in item["author"]]
    writer, out = Writer(), StringIO()
    writer._encode = str  # the fields are LaTeX already: braces in a text are no braces of ours
    writer.write_stream(BibliographyData({str(item["id"]): entry}), out)
    return out.getvalue()


def _person(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    return ", ".join(_latex(name[part]) for part in ("family", "given") if part in name)


def _latex(text: str) -> str:
    return text.translate(LATEX)


def ris(item: ReferenceItem) -> str:
    """The item in the RIS format of reference managers."""
    import rispy

    class Unnumbered(rispy.RisWriter):  # type: ignore[misc]  # rispy brings no types
        """One entry needs no number above it."""

        def set_header(self, count: int) -> str:
            return ""

    fields = {
        "type_of_reference": RIS_TYPES[str(item["type"])],
        "id": item["id"],
        "authors": [name_in_list(one) for one in item["author"]],
        "title": item["title"],
        "secondary_title": item.get("container-title"),
        "edition": _key(item),
        "year": date_of(item["issued"])[:4],
        "date": date_of(item["issued"]).replace("-", "/"),
        "type_of_work": item.get("medium"),
        "notes": [item["note"]],
        "accession_number": item["custom"].get("fingerprint"),
        "language": item["language"],
        "urls": [item["URL"]] if "URL" in item else None,
        "access_date": date_of(item["accessed"]).replace("-", "/") if "accessed" in item else None,
    }
    return rispy.dumps([{name: told for name, told in fields.items() if told}], implementation=Unnumbered)


def _key(item: ReferenceItem) -> str:
    return str(item["edition"]).removesuffix(" edition")


def date_of(date: Mapping[str, Any]) -> str:
    """A day of an item as `2025-11-27`."""
    year, month, day = date["date-parts"][0]
    return f"{year:04}-{month:02}-{day:02}"
