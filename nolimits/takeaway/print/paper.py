"""The document that is printed: the articles of finished pages, without the theme, with a title page and contents."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urldefrag

import lxml.html
from lxml.html import HtmlElement

from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.claims.verdicts import style_sheet
from nolimits.data import View, day_name
from nolimits.hypertext import Markup, html, join, raw
from nolimits.manuscript.exhibit import LICENCE
from nolimits.takeaway.print import hatching
from nolimits.takeaway.print.notes import Notes

# pages that are looked things up in: on paper the data package stands for them
LEFT_OUT = re.compile(r"chapters/(rows-.*|registers|ledger|dictionary|changes)")
# the list of sources is made anew of those that are named; the others are tools
NOTHING_ON_PAPER = ("chapters/sources", "chapters/downloads", "chapters/verify", "chapters/charts")
NO_USE = re.compile(r"(hide|toctree-wrapper|(.+-)?narrow|(.+-)?dark|asof|asked|d-print-none)")
NO_USE_TAGS = ("script", "style", "button", "form")
FONT = re.compile(r"url\((?:\"|')?(fonts/[^)\"']+)(?:\"|')?\)")
TYPES = {"svg": "image/svg+xml", "jpg": "image/jpeg", "woff2": "font/woff2", "woff": "font/woff"}
TYPES |= {kind: f"image/{kind}" for kind in ("png", "jpeg", "gif", "webp")}
ELSEWHERE = re.compile(r"data:|https?:|//")  # pictures that lie in the page, or on another host


@dataclass(frozen=True)
class Chapter:
    """A page to be printed: its `docname`, the caption of its part, and its article."""

    page: str
    part: str
    article: HtmlElement

    @property
    def name(self) -> str:
        """A short name, by which places on the page are told apart from those on others."""
        return self.page.rpartition("/")[2]

    @property
    def title(self) -> str:
        """The words of its heading."""
        heading = self.article.find(".//h1")
        return " ".join(heading.text_content().split()) if heading is not None else self.name


def paper(tree: Path, pages: Sequence[tuple[str, str]], imprint: Imprint, view: View, *, short: bool = False) -> str:
    """The document for some pages of a finished tree, as HTML that needs no other file.

    `pages` are docnames with the captions of their parts, in order; those that are only looked things up in are left
    out. A single page is a report of its own, named after the page. A `short` one has neither contents nor a list of
    sources: what it says has both in the book that it is of.
    """
    pages = [(page, part) for page, part in pages if page not in NOTHING_ON_PAPER]
    chapters = [_chapter(tree, page, part) for page, part in pages if not LEFT_OUT.fullmatch(page)]
    notes = Notes(tree, view)
    for chapter in chapters:
        _strip(chapter, tree)
        if not short:
            notes.add(chapter.article, chapter.page)
    places = _places(chapters)
    for chapter in chapters:
        _lead(chapter, places, notes, imprint)
    left_out = [_chapter(tree, page, part).title for page, part in pages if LEFT_OUT.fullmatch(page)]
    return _document(chapters, notes, _titles(chapters, imprint), imprint, left_out, short)


def _titles(chapters: Sequence[Chapter], imprint: Imprint) -> tuple[str, str]:
    """Title and subtitle: a title such as `No Limits? Relations since 2022` is parted where its question ends."""
    if len(chapters) == 1:
        whose = "A section of" if chapters[0].page.startswith("notebooks/") else "From"
        return chapters[0].title, f"{whose} {imprint.title}"
    title, mark, subtitle = imprint.title.partition("? ")
    return (title + mark.strip(), subtitle) if mark else (imprint.title, "")


def _chapter(tree: Path, page: str, part: str) -> Chapter:
    article = next(lxml.html.fromstring((tree / f"{page}.html").read_bytes()).iter("article"))
    for link in article.find_class("headerlink"):
        link.drop_tree()
    return Chapter(page, part, article)


# --- what stays of an article


def _strip(chapter: Chapter, tree: Path) -> None:
    """Take out what paper has no use for, open what is folded, and lay pictures into the document."""
    article = chapter.article
    of_no_use = [node for node in article.iter() if any(map(NO_USE.fullmatch, (node.get("class") or "").split()))]
    for node in dict.fromkeys([*of_no_use, *article.iter(*NO_USE_TAGS)]):
        node.drop_tree()
    for line in article.find_class("exhibit-files"):
        _sign(line)
    for details in article.iter("details"):
        _open(details)
    for image in article.iter("img"):
        if not ELSEWHERE.match(source := image.get("src", "")):
            image.set("src", _data_url((tree / f"{chapter.page}.html").parent / unquote(source)))
        for name in ("loading", "decoding"):
            image.attrib.pop(name, None)


def _sign(line: HtmlElement) -> None:
    """Of what can be taken away of a chart, paper keeps its name and its fingerprint."""
    figure = next(line.iterancestors("figure"))
    mark = line.find(".//code")
    text = " · ".join(filter(None, [figure.get("id"), mark.text_content() if mark is not None else ""]))
    for child in list(line):
        line.remove(child)
    line.text = text


def _open(details: HtmlElement) -> None:
    """What is folded in a table's cell keeps its first sentence, the reason; any other is printed in full."""
    details.tag = "div"
    details.set("class", "opened")
    summary = details.find("summary")
    if next(details.iterancestors("td"), None) is None:
        if summary is not None:
            summary.tag = "p"
        return
    first = details.find("p")
    for child in list(details):
        if child is not first:
            details.remove(child)


def _data_url(path: Path) -> str:
    content = hatching.draw_hatches(path.read_bytes()) if path.suffix == ".svg" else path.read_bytes()
    return f"data:{TYPES[path.suffix.removeprefix('.')]};base64,{base64.b64encode(content).decode()}"


# --- places and links


def _places(chapters: Iterable[Chapter]) -> dict[tuple[str, str], str]:
    """The new name of each place by page and old name; a claim's place is the first row printed of it."""
    places: dict[tuple[str, str], str] = {}
    for chapter in chapters:
        places[chapter.page, ""] = chapter.name
        for node in chapter.article.iter():
            # the parts of a drawing name one another
            if (old := node.get("id")) and next(node.iterancestors("svg"), None) is None:
                places[chapter.page, old] = f"{chapter.name}--{old}"
                node.set("id", f"{chapter.name}--{old}")
        for row in chapter.article.iter("tr"):
            key = _claim(row)
            if key and ("chapters/ledger", key) not in places:
                places["chapters/ledger", key] = f"claim-{key}"
                row.set("id", f"claim-{key}")
    return places


def _claim(row: HtmlElement) -> str:
    """The claim that a row of a table tells of: its first cell leads to the ledger."""
    link = row.find("td/a")
    address, anchor = urldefrag(link.get("href", "")) if link is not None and link.getparent() is row[0] else ("", "")
    return anchor if address.endswith("ledger.html") else ""


def _lead(chapter: Chapter, places: dict[tuple[str, str], str], notes: Notes, imprint: Imprint) -> None:
    """Let each link lead to its place on paper, to its source, or to the address of the online book."""
    for link in list(chapter.article.iter("a")):
        address = link.get("href", "")
        if re.match(r"(https?|mailto):|#source-", address):
            continue
        page, anchor = _target_of(chapter.page, address)
        if place := places.get((page, anchor)) or notes.place(link):
            link.set("href", f"#{place}")
        elif imprint.url:
            home = f"{imprint.url.rstrip('/')}/editions/{imprint.edition}"
            link.set("href", f"{home}/{page}.html{f'#{anchor}' if anchor else ''}")
        else:
            # within a drawing a group is what a span is in text
            link.tag = "g" if next(link.iterancestors("svg"), None) is not None else "span"
            link.attrib.pop("href", None)
    for node in chapter.article.iter():
        for name in ("data-tip", "data-cite", "data-place", "tabindex"):
            node.attrib.pop(name, None)


def _target_of(page: str, address: str) -> tuple[str, str]:
    """The page and the place that an address on a page means."""
    target, anchor = urldefrag(address)
    if not target:
        return page, unquote(anchor)
    parts = page.split("/")[:-1]
    for part in unquote(target).split("/"):
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts).removesuffix(".html"), unquote(anchor)


# --- the document


def _document(
    chapters: Sequence[Chapter],
    notes: Notes,
    named: tuple[str, str],
    imprint: Imprint,
    left_out: Sequence[str],
    short: bool,
) -> str:
    style = style_sheet() + files("nolimits.takeaway.print").joinpath("print.css").read_text(encoding="utf-8")
    body: list[str] = [_title_page(named, imprint), _reverse(imprint, left_out, short)]
    body += [] if short else [_contents(chapters, notes, named[0])]
    for chapter in chapters:
        chapter.article.tag = "section"
        chapter.article.set("class", "chapter")
        chapter.article.set("id", chapter.name)
        chapter.article.set("style", f"page: {_page_name(chapter.name)}")
        told = lxml.html.tostring(chapter.article, encoding="unicode", with_tail=False)
        opening, closing, rest = told.partition(">")
        body.append(raw(opening + closing) + _kicker(chapter.part or named[1]) + raw(rest))
    body += [] if short else [notes.list(_kicker(named[0]))]
    title = ": ".join(filter(None, named))
    heads = [(_page_name(chapter.name), chapter.title) for chapter in chapters] + [("sources", "Sources")]
    style += "".join(_running_head(name, title, imprint) for name, title in heads)
    return html(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
        "<body>{}</body></html>",
        *(title, raw(_fonts() + style), join(body)),
    )


def _kicker(text: str) -> Markup:
    """The line above a chapter's title; Chromium tells the outline twice of a title that opens a page."""
    return html('<p class="part">{}</p>', text)


def _page_name(name: str) -> str:
    return "page-" + re.sub(r"\W", "-", name)


def _running_head(name: str, title: str, imprint: Imprint) -> str:
    """The running head of a chapter's pages."""
    left = f"{imprint.short} · as known by {day_name(imprint.cutoff)}"
    return f"@page {name} {{ @top-left {{ content: {_css(left)} }} @top-right {{ content: {_css(title)} }} }}\n"


def _css(text: str) -> str:
    """Text as a CSS string: nothing in it can end the string or the style sheet."""
    return '"' + "".join(c if c.isalnum() or c in " ?.,:;·–’'()" else f"\\{ord(c):x} " for c in text) + '"'


def _fonts() -> str:
    """The book's own fonts, taken from its style sheet."""
    static = files("nolimits.pages").joinpath("static")
    faces = re.findall(r"@font-face \{.*?\n\}", static.joinpath("book.css").read_text(encoding="utf-8"), re.DOTALL)
    # paper waits for its fonts, and takes none of the machine's
    own = (face.replace("font-display: optional", "font-display: block") for face in faces if "url(" in face)
    return FONT.sub(lambda found: f'url("{_data_url(Path(str(static)) / found[1])}")', "\n".join(own)) + "\n"


def _title_page(named: tuple[str, str], imprint: Imprint) -> Markup:
    title, subtitle = named
    return html(
        '<header class="title-page"><p class="authors">{authors}</p>'
        '<p class="title">{title}</p><p class="subtitle">{subtitle}</p>'
        '<div class="day"><p>As known by {day}</p><p>Edition <code>{edition}</code></p></div></header>',
        authors=", ".join(imprint.names),
        title=title,
        subtitle=subtitle,
        day=day_name(imprint.cutoff),
        edition=imprint.edition,
    )


def _reverse(imprint: Imprint, left_out: Sequence[str], short: bool) -> Markup:
    """The page behind the title: what edition this is, how to read it, what is not in it, licence, how to cite."""
    where = html(' at <a href="{0}">{0}</a>', imprint.url) if imprint.url else ""
    parts: list[tuple[str, str]] = [
        (
            "This edition",
            html(
                "The book is made anew when its evidence changes. This is edition <code>{}</code>; it uses only what"
                " was known by {}. Every number, direction and verdict in it follows from the rows of a table.",
                *(imprint.edition, day_name(imprint.cutoff)),
            ),
        ),
        (
            "Sources" if short else "Numbers in brackets",
            "They stand by name under each chart; the book lists all of them, figure by figure."
            if short
            else "They stand after figures and charts, and lead to the list of sources at the end. The "
            "name and the mark under a chart identify it and the rows, parameters and code that drew it.",
        ),
        (
            "Not on paper",
            html(
                "Pages to look things up in are left to the book on a screen{} and to its data package: {}.",
                *(where, ", ".join(left_out)),
            )
            if left_out
            else "",
        ),
        ("How to cite", citations.bibliography_line(citations.book_item(imprint), "chicago")),
        ("Licence", f"{LICENCE}."),
        ("Type", "Set in Source Serif 4 and Source Sans 3 (SIL Open Font License)."),
    ]
    told = join(html("<dt>{}</dt><dd>{}</dd>", name, text) for name, text in parts if text)
    return html('<section class="reverse"><dl>{}</dl></section>', told)


def _contents(chapters: Sequence[Chapter], notes: Notes, title: str) -> Markup:
    """The table of contents; the press fills in the pages."""
    lines, part = list[Markup](), ""
    for chapter in chapters:
        if chapter.part != part and len(chapters) > 1:
            part = chapter.part
            lines += [html('<li class="part">{}</li>', part)] if part else []
        lines.append(_line("first", chapter.name, chapter.title))
        for heading in chapter.article.iter("h2"):
            place = heading.get("id") or next((one.get("id", "") for one in heading.iterancestors()), "")
            lines.append(_line("second", place, " ".join(heading.text_content().split())))
    if notes.used:
        lines.append(_line("first", "sources", "Sources"))
    return html('<nav class="contents">{}<h1>Contents</h1><ol>{}</ol></nav>', _kicker(title), join(lines))


def _line(kind: str, place: str, title: str) -> Markup:
    return html(
        '<li class="{}"><a href="#{}"><span class="name">{}</span><span class="number">000</span></a></li>',
        *(kind, place, title),
    )
