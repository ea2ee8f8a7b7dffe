"""What can be taken away of a finished book: data, exports, PDF and citations, and the page that lists them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.data import View, day_name
from nolimits.data.folders import names_below
from nolimits.data.nouns import many
from nolimits.editions.archive import hash_of
from nolimits.hypertext import NOTHING, Markup, html, link
from nolimits.manuscript import Contents
from nolimits.manuscript.exhibit import LICENCE
from nolimits.pagemodel.parts.tables import LineOfCells, table
from nolimits.takeaway import Say
from nolimits.takeaway.crate import FILE as CRATE
from nolimits.takeaway.crate import crate
from nolimits.takeaway.exports import exports
from nolimits.takeaway.package import data_files, sums, zip_files
from nolimits.takeaway.print.office import FORM, office_file
from nolimits.takeaway.print.paper import paper
from nolimits.takeaway.print.press import Press
from nolimits.takeaway.print.press import print_papers as press_all

FOLDER, DATA, ZIP = "downloads", "data", "data.zip"
BRIEF = "chapters/in-brief"  # shows what the sections say; in print it stands by itself
CITED = {"bib": "bibtex", "ris": "ris", "csl.json": "csl"}
PLACE = re.compile(r'(<div class="downloads (?P<group>\w+) docutils">).*?(</div>)', re.DOTALL)
KINDS = {"pdf": "PDF", "docx": "Word", "html": "page", "ipynb": "notebook", "py": "script"}
MACHINES = {
    CRATE: "the edition as a research object (RO-Crate), as repositories take it",
    "claims.json": "every statement with its verdict, test, rows and history",
    "edition.json": "what this edition is: its pages, charts and verdicts",
}


@dataclass(frozen=True)
class Makers:
    """What this machine has to make prints with: a press for PDFs, and where pandoc lies, for word processors."""

    press: Press | None = None
    pandoc: str | None = None


def add_data(tree: Path, view: View, imprint: Imprint) -> None:
    """Put the data package into a finished tree, as files and as one."""
    citation = citations.bibliography_line(citations.book_item(imprint), "chicago")
    files = data_files(view, imprint.edition, citation, imprint.url)
    _put(tree / DATA, files)
    (tree / ZIP).write_bytes(zip_files(files, view.cutoff))


def add_downloads(
    tree: Path,
    book: Contents,
    printed: Mapping[str, Path],
    view: View,
    imprint: Imprint,
    by: Makers,
    prints: Path,
    jobs: int,
    say: Say,
) -> None:
    """Put what is made of pages into a finished tree and list all downloads; prints where there is what makes them.

    `printed` are the executed notebooks as printed, by page; `prints` is where sheets are kept. Raises PressError where
    a press cannot print.
    """
    started = time.perf_counter()
    for page, notebook in printed.items():
        _put(tree / FOLDER, exports(notebook, tree, page, view, imprint))
    item, sections = citations.book_item(imprint), [page.rpartition("/")[2] for page in printed]
    whole = _name(imprint, sections)
    _put(tree / FOLDER, {f"{whole}.{end}": citations.FORMS[form](item).encode() for end, form in CITED.items()})
    say(f"made exports ({time.perf_counter() - started:.1f} s)")
    papers = _papers(tree, book, list(printed), whole, view, imprint) if by.press or by.pandoc else {}
    if by.press:
        _put(tree / FOLDER, _pdfs(papers, imprint, by.press, prints, jobs, say))
    if by.pandoc and (brief := papers.get(BRIEF.rpartition("/")[2])):
        _put(tree / FOLDER, {f"{BRIEF.rpartition('/')[2]}.{FORM}": office_file(brief, tree, imprint, by.pandoc)})
    listed = {path.name: path.read_bytes() for path in sorted((tree / FOLDER).iterdir())}
    _put(tree / FOLDER, {"SHA256SUMS": sums(listed)})
    _put(tree, {CRATE: crate(tree, _files_on_offer(tree), view, imprint)})
    _list(tree, sections, whole, view, book)


def _name(imprint: Imprint, sections: Sequence[str]) -> str:
    """How the files of the whole book are called: by its title, unless a section is called so."""
    return f"{imprint.file_name}-book" if imprint.file_name in sections else imprint.file_name


def _files_on_offer(tree: Path) -> Iterator[Path]:
    """The files of a finished tree that are there to be taken away."""
    for place in (FOLDER, DATA, "schemas"):
        yield from (tree / place / name for name in names_below(tree / place))
    yield from (tree / name for name in (ZIP, *MACHINES) if (tree / name).is_file() and name != CRATE)


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _papers(
    tree: Path, book: Contents, sections: Sequence[str], whole: str, view: View, imprint: Imprint
) -> dict[str, str]:
    """The book, each of its sections, and the book in brief where it has such a page, laid out for paper, by name."""
    pages = [(page, part) for page, part in book.parts.items() if (tree / f"{page}.html").is_file()]
    alone = [*sections, *(page for page, _ in pages if page == BRIEF)]
    wanted = {page.rpartition("/")[2]: [(page, book.parts[page])] for page in alone}
    wanted[whole] = [(page, part) for page, part in pages if page != BRIEF]
    return {name: paper(tree, chosen, imprint, view, short=chosen[0][0] == BRIEF) for name, chosen in wanted.items()}


def _pdfs(
    papers: Mapping[str, str], imprint: Imprint, by: Press, prints: Path, jobs: int, say: Say
) -> dict[str, bytes]:
    """Papers as PDF, by the name of the file."""
    started = time.perf_counter()
    about = {name: _about(document, imprint) for name, document in papers.items()}
    made = press_all(papers, about, by, prints, jobs)
    say(f"printed {many(len(made), 'PDF')} ({time.perf_counter() - started:.1f} s)")
    return {f"{name}.pdf": content for name, content in made.items()}


def _about(document: str, imprint: Imprint) -> dict[str, str]:
    """What a PDF tells of itself."""
    title = re.search(r"<title>(.*?)</title>", document)
    return {
        "/Title": title[1].replace("&amp;", "&") if title else imprint.title,
        "/Author": ", ".join(imprint.names),
        "/Subject": f"{LICENCE}; as known by {day_name(imprint.cutoff)}",
        "/Keywords": f"edition {imprint.edition}",
        "/Creator": imprint.short,
        "/CreationDate": f"D:{imprint.cutoff.replace('-', '')}000000Z",
    }


# --- the page that lists them


def _list(tree: Path, sections: list[str], whole: str, view: View, book: Contents) -> None:
    """Write what there is, with sizes and checksums, into its places on the page of downloads."""
    pages = [tree / f"{name}.html" for name in book.pages]
    groups = {
        "read": _forms_table(tree, sections, whole),
        "data": _data(tree, view),
        "machines": _machines(tree),
        "cite": _files(
            tree,
            {
                f"{FOLDER}/{whole}.{end}": name
                for end, name in (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL-JSON"))
            },
            "Citations of the book",
        ),
    }
    for page in (page for page in pages if page.is_file()):
        text = page.read_text(encoding="utf-8")
        if 'class="downloads ' in text:
            filled = PLACE.sub(lambda found: f"{found[1]}{groups.get(found['group'], '')}{found[3]}", text)
            page.write_text(filled, encoding="utf-8")


def _forms_table(tree: Path, sections: list[str], whole: str) -> Markup:
    """The book and each section in each form that there is."""
    names = {whole: "the whole book", BRIEF.rpartition("/")[2]: "the book in brief"} | {name: name for name in sections}
    ends = [end for end in KINDS if any((tree / FOLDER / f"{name}.{end}").is_file() for name in names)]
    lines: list[LineOfCells] = []
    for name, called in names.items():
        cells = [_link(tree / FOLDER / f"{name}.{end}", KINDS[end]) for end in ends]
        if any(cells):
            lines.append((NOTHING, [called, *cells]))
    made = table(("What", *(KINDS[end] for end in ends)), lines, "The book and its sections")
    return made + html("<p>{} of all of them.</p>", link("Checksums", f"../{FOLDER}/SHA256SUMS"))


def _link(path: Path, word: str) -> Markup:
    if not path.is_file():
        return NOTHING
    return html("{}, {}", _download(f"{FOLDER}/{path.name}", word), _size(path))


def _download(place: str, text: str) -> Markup:
    return html('<a href="../{}" download>{}</a>', place, text)


def _data(tree: Path, view: View) -> Markup:
    about = {f"{DATA}/{one['path']}": one["title"] for one in view.evidence.package["resources"]}
    files = {
        ZIP: "all of the below",
        f"{DATA}/datapackage.json": "what each table and column means",
        f"{DATA}/README.md": "what is what, licence, how to cite",
        f"{DATA}/SHA256SUMS": "checksums",
        **about,
    }
    return _files(tree, files, "The data")


def _machines(tree: Path) -> Markup:
    kinds = {".json": "a JSON Schema", ".ttl": "SHACL shapes for the JSON-LD of the pages"}
    about = {path.relative_to(tree).as_posix(): kinds[path.suffix] for path in sorted((tree / "schemas").iterdir())}
    return _files(tree, MACHINES | about, "Records for machines")


def _files(tree: Path, about: Mapping[str, str], name: str) -> Markup:
    """Those of some files that there are, with size and checksum."""
    lines = [
        (
            NOTHING,
            [
                _download(file, file.rpartition("/")[2]),
                what,
                _size(tree / file),
                html('<code class="sum">{}</code>', hash_of(tree / file)),
            ],
        )
        for file, what in about.items()
        if (tree / file).is_file()
    ]
    return table(("File", "What it is", "Size", "SHA-256"), lines, name)


def _size(path: Path) -> str:
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
