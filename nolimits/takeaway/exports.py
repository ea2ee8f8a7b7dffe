"""A printed section as files that read well alone, made by nbconvert: a page, a notebook and a script."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from nolimits.citing.citations import Imprint
from nolimits.data import View, day_name
from nolimits.data.store import remember
from nolimits.hypertext import html, raw
from nolimits.manuscript.exhibit import LICENCE, MIME
from nolimits.pagemodel.parts.provenance import bounds_of
from nolimits.pagemodel.registry import PARTS, Setting
from nolimits.prose import bare
from nolimits.prose.printing import FACT
from nolimits.prose.templates import replace_roles

FENCE = re.compile(r"(?P<marks>:{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<argument>.*)")
OPTION = re.compile(r":[\w-]+:.*")
GLUED = "application/papermill.record/"  # kinds of what a cell keeps for other places
REFERENCE = re.compile(r"\{(?P<name>numref|ref|doc)\}`(?P<text>[^`]+)`")
LINK = re.compile(r"(?<!\\)\]\((?P<address>(?!https?:|mailto:|data:|#)[^)\s]+?)(?P<anchor>#[^)\s]*)?\)")
NUMBERED = re.compile(r'<figure[^>]*\bid="([^"]+)".*?<span class="caption-number">(.*?)\s*</span>', re.DOTALL)
ANCHOR = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
NO_ALT = 'alt="No description has been provided for this image"'  # nbconvert's words for a picture without any
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\*_[]`$|"} | {"<": "&lt;", ">": "&gt;"})
PICTURE = re.compile(r"(?P<words>!\[[^\]]*\])\((?P<path>(?!https?:|data:)[^)\s]+)\)")
SVG = "image/svg+xml"
UP = "../"  # from a section's page to the book's root


@dataclass(frozen=True)
class Section:
    """What it takes to tell a section by itself: its page, the book's view, the numbers of its figures, the book."""

    page: str
    view: View
    figures: Mapping[str, str]
    imprint: Imprint

    @property
    def name(self) -> str:
        """Its short name."""
        return self.page.rpartition("/")[2]

    @property
    def home(self) -> str:
        """Where this edition lies online; empty where the book has no address."""
        return f"{self.imprint.url.rstrip('/')}/editions/{self.imprint.edition}" if self.imprint.url else ""

    @property
    def setting(self) -> Setting:
        """What the parts of its page may use."""
        return Setting(self.view, self.imprint, lambda page: f"{UP}{page}.html")


def exports(printed: Path, tree: Path, page: str, view: View, imprint: Imprint) -> dict[str, bytes]:
    """The files of a section by name: `NAME.html`, `NAME.ipynb` and `NAME.py`.

    `printed` is its executed notebook as printed, `tree` the finished book, which numbers the figures. No file asks
    another host for anything.
    """
    bound = (tree / f"{page}.html").read_text(encoding="utf-8")
    figures = {key: unescape(number) for key, number in NUMBERED.findall(bound)}
    section = Section(page, view, figures, imprint.unnamed)
    text = printed.read_text(encoding="utf-8")
    beside = {named: _sha(path.read_bytes()) for named, path in _pictures(text, printed.parent)}
    told = [page, _sha(text.encode()), beside, figures, vars(section.imprint), view.basis]
    texts = remember("exports", told, lambda: _texts(_with_pictures(text, printed.parent), section))
    return {name: text.replace(imprint.unnamed.edition, imprint.edition).encode() for name, text in texts.items()}


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _pictures(text: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """The pictures beside a notebook, as its text names them."""
    for found in PICTURE.finditer(text):
        if (path := folder / unquote(found["path"])).is_file():
            yield found["path"], path


def _with_pictures(text: str, folder: Path) -> str:
    """A notebook's text with the pictures beside it laid into its prose, for it is carried away without them."""

    def laid(found: re.Match[str]) -> str:
        path = folder / unquote(found["path"])
        kind = guess_type(path.name)[0] or ""
        if not (kind.startswith("image/") and path.is_file()):
            return found[0]
        return f"{found['words']}(data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()})"

    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = PICTURE.sub(laid, "".join(cell["source"]))
    return json.dumps(notebook, ensure_ascii=False)


def _texts(whole: str, section: Section) -> dict[str, str]:
    import nbformat
    from nbconvert import PythonExporter

    notebook = readable(nbformat.reads(whole, as_version=4), section)
    script, _ = PythonExporter().from_notebook_node(notebook)
    return {
        f"{section.name}.html": _page(notebook, section),
        f"{section.name}.ipynb": nbformat.writes(notebook).rstrip("\n") + "\n",
        f"{section.name}.py": script.strip("\n") + "\n",
    }


def readable(notebook: Any, section: Section) -> Any:
    """A copy of a notebook in Markdown that every reader knows, whose charts are pictures with captions."""
    from nbformat import v4

    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if "outputs" in cell:
            cell.outputs = [output for output in cell.outputs if _is_shown(output)]
        if cell.cell_type == "markdown":
            cell.source = _markdown(cell.source, section)
        for output in cell.get("outputs", ()):
            if MIME in output.get("data", {}):
                _reduce(cell, output, section)
            elif kinds := [kind for kind in output.get("data", {}) if kind.startswith("image/")]:
                alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "A figure")
                output.metadata = {kind: {"alt": alt} for kind in kinds}
    about = f"From *{section.imprint.title}*, edition `{section.imprint.edition}`: what was known by "
    about += f"{day_name(section.view.cutoff)}. {LICENCE}."
    notebook.cells.append(v4.new_markdown_cell(f"---\n\n{about}", id=f"{section.name}-edition"))
    return notebook


def _is_shown(output: Any) -> bool:
    """Whether an output shows anything: what is only kept to be glued elsewhere does not."""
    return not output.get("data") or not all(kind.startswith(GLUED) for kind in output.data)


def _reduce(cell: Any, output: Any, section: Section) -> None:
    """Of a chart's bundle, keep the picture that stands alone, and let its caption follow it."""
    from nbformat import v4

    record = output.data[MIME]
    record = json.loads(record) if isinstance(record, str) else record
    pictures = {SVG: record["frame"], "image/png": record["png"], "application/pdf": record["pdf"]}
    output.data = {**pictures, "text/plain": output.data["text/plain"]}
    words = " ".join(output.data["text/plain"].partition("\n[")[0].split())
    output.metadata = {kind: {"alt": words} for kind in pictures}
    number = section.figures.get(record["id"], "Figure")
    caption = f"**{number}.** {_markdown(record['printed']['caption'], section)}"
    plain = f"{number}. {bare(record['spoken']['caption'])}"
    shown = v4.new_output("display_data", {"text/markdown": caption, "text/plain": plain})
    cell.outputs.insert(cell.outputs.index(output) + 1, shown)


# --- prose


def _markdown(text: str, section: Section) -> str:
    """Printed Markdown as Markdown that every reader knows: directives laid open, facts in words, links mended."""
    opened = _open_directives([_bounds(line) or line for line in text.split("\n")], section)
    worded = replace_roles(opened, partial(_fact, section=section))
    referred = REFERENCE.sub(lambda found: section.figures.get(found["text"], found["text"]), worded)
    mended = LINK.sub(partial(_link, section=section), referred)
    if not section.home:
        # a name in brackets whose link led nowhere by itself is only a name
        mended = re.sub(r"\[([^\[\]]+)\]\(\)", r"\1", mended)
    return re.sub(r"\n{3,}", "\n\n", mended).strip()


def _bounds(line: str) -> str:
    """What a page was run with, where its mark says so, in a paragraph; empty for a line that is no mark."""
    bounds = bounds_of(line)
    return f"\n{bounds['chosen']}\n" if bounds else ""


def _open_directives(lines: list[str], section: Section) -> str:
    """Lines with their directives replaced by what they stand for."""
    made: list[str] = []
    at = 0
    while at < len(lines):
        if found := FENCE.fullmatch(lines[at].rstrip()):
            end = _end(lines, at, found["marks"])
            made.append(_replacement(found, lines[at + 1 : end], section))
            at = end
        else:
            made.append(lines[at])
        at += 1
    return "\n".join(made)


def _end(lines: list[str], start: int, marks: str) -> int:
    """The line that closes a directive; directives of as many marks may lie within it."""
    depth = 0
    for number in range(start, len(lines)):
        line = lines[number].strip()
        if line == marks:
            depth -= 1
        elif (found := FENCE.fullmatch(line)) and found["marks"] == marks:
            depth += 1
        if depth == 0:
            return number
    return len(lines)


def _replacement(directive: re.Match[str], body: list[str], section: Section) -> str:
    name, argument = directive["name"], directive["argument"].strip()
    within = [line for line in body if not OPTION.fullmatch(line)]
    if name in PARTS:
        # what is searched and replaced below is text: HTML would escape what it is given
        made = str(PARTS[name].html(section.setting, argument, "\n".join(within)))
        return "\n" + _lead_out(made, section) + "\n"
    opened = _open_directives(within, section)
    if argument == "inbrief":
        return "\n".join(f"> {line}".rstrip() for line in opened.strip().split("\n"))
    return opened


def _lead_out(made: str, section: Section) -> str:
    """HTML whose links lead to the book online, or are only words."""
    if not section.home:
        return ANCHOR.sub(r"\1", made)
    return made.replace(f'href="{UP}', f'href="{section.home}/')


def _fact(role: re.Match[str], section: Section) -> str:
    """The words of a fact, with a link to the rows behind it where the book is online."""
    if role["name"] != FACT:
        return role[0]
    told = json.loads(role["text"])
    words = str(told["text"]).translate(MARKDOWN)
    to = told.get("to") if section.home and words else None
    return f"[{words}]({section.home}/{to[0]}.html#{to[1]})" if to else words


def _link(link: re.Match[str], section: Section) -> str:
    """The end of a link to another page of the book; empty where the book has no address."""
    if not section.home:
        return "]()"
    page = re.sub(r"\.(md|ipynb)$", "", link["address"])
    folder = section.page.rpartition("/")[0]
    place = page.removeprefix(UP) if page.startswith(UP) else f"{folder}/{page}"
    return f"]({section.home}/{place}.html{link['anchor'] or ''})"


# --- the page


def _page(notebook: Any, section: Section) -> str:
    """The notebook as one HTML file with its own style: no script, and nothing that is elsewhere."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(template_name="basic", exclude_anchor_links=True).from_notebook_node(notebook)
    style = files("nolimits.takeaway").joinpath("exports.css").read_text(encoding="utf-8")
    for output in (one for cell in notebook.cells for one in cell.get("outputs", ())):
        if SVG in output.get("data", {}):
            body = body.replace(NO_ALT, html('alt="{}"', " ".join(output.metadata[SVG]["alt"].split())), 1)
    title = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    named = f"{title[1] if title else section.name}, {section.imprint.title}"
    return html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n<title>{}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n<style>\n{}</style>\n</head>\n'
        "<body>\n<main>\n{}\n</main>\n</body>\n</html>\n",
        *(named, raw(style), raw(body.strip())),
    )
