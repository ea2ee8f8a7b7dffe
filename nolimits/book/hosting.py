"""What a static host, its crawlers and its readers' browsers want of a finished tree, beside and in its pages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlsplit

from lxml import etree

from nolimits.citing.citations import Imprint
from nolimits.editions.archive import page_files
from nolimits.editions.compare import compare
from nolimits.editions.feed import FEED, FeedItem, feed, summary
from nolimits.editions.headers import HEADERS, headers
from nolimits.hypertext import html, raw
from nolimits.pagemodel.twin import BookTwin

START, LOST, ROBOTS, SITEMAP, PLAIN = "index.html", "404.html", "robots.txt", "sitemap.xml", ".nojekyll"
CHANGES = "chapters/changes.html"
UNINDEXED = ("search.html", "genindex.html", LOST, START)
CHARSET = re.compile(r'<meta charset="utf-8"\s*/?>')
VIEWPORT = re.compile(r'\s*<meta\s[^>]*\bname="viewport"[^>]*>')
TOGGLE = '<summary{}><span class="toctree-toggle"'  # the theme's, which has no name
NAMED = ' aria-label="Show the pages below"'
MISNAMED = '<summary aria-label="Toggle hidden content">'  # MyST-NB's, which says what it shows
HEAD_END = "</head>"
SCRIPT = re.compile(r"<script\b(?P<told>[^>]*)>(?P<held>.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style\b[^>]*>(?P<held>.*?)</style>", re.DOTALL)
SOURCE = re.compile(r"""\bsrc=["'](?P<address>[^"']+)""")
HANDLER = re.compile(r"""<[a-z][^<>]*\son[a-z]+=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
SHOWN = re.compile(r"""<(?:img|iframe|video|audio|source)\b[^<>]*?\ssrc=["'](?P<address>(?:https?:)?//[^"']+)""")
HASHED = "'unsafe-hashes'"  # without which a hash lets no handler of an element run
DATA_BLOCK = re.compile(r"""\btype=["']application/(?:ld\+)?json""")
REFERRER = "strict-origin-when-cross-origin"
Found = tuple[set[str], set[str], set[str], set[str]]
SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
LOST_STYLE = "body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}"


def add_hosting(tree: Path, imprint: Imprint, root: str) -> None:
    """Put it into a finished tree; `root` is the book's first page."""
    (tree / START).write_text(_start(imprint, root), encoding="utf-8")
    (tree / LOST).write_text(_not_found_page(imprint), encoding="utf-8")
    (tree / PLAIN).touch()
    scripts: set[str] = set()
    styles: set[str] = set()
    hosts: set[str] = set()
    shown: set[str] = set()
    found_pages = dict(page_files(tree))
    for name, path in found_pages.items():
        text = path.read_text(encoding="utf-8")
        found = _inline(text)
        path.write_text(_in_head(text, name, imprint, found), encoding="utf-8")
        for total, own in zip((scripts, styles, hosts, shown), found, strict=True):
            total |= own
    (tree / HEADERS).write_text(headers(policy(scripts, styles, hosts, shown), REFERRER), encoding="utf-8")
    names = [name for name in found_pages if name not in UNINDEXED]
    if imprint.url:
        (tree / SITEMAP).write_bytes(_sitemap(imprint, names))
    (tree / ROBOTS).write_text(_robots(imprint), encoding="utf-8")


def _at(imprint: Imprint, place: str) -> str:
    return f"{imprint.url.rstrip('/')}/{quote(place)}"


# --- content security


def _inline(page: str) -> Found:
    """Hashes of a page's inline scripts, handlers and styles; hosts of the scripts it names, and of what it shows."""
    scripts, hosts = set(), set()
    for found in SCRIPT.finditer(page):
        if source := SOURCE.search(found["told"]):
            hosts |= _host(source["address"])
        elif not DATA_BLOCK.search(found["told"]):
            scripts.add(_hash(found["held"]))
    handlers = {_hash(unescape(found["double"] or found["single"] or "")) for found in HANDLER.finditer(page)}
    scripts |= {HASHED, *handlers} if handlers else set()
    shown = {host for found in SHOWN.finditer(page) for host in _host(found["address"])}
    return scripts, {_hash(found["held"]) for found in STYLE.finditer(page)}, hosts, shown


def _host(address: str) -> set[str]:
    parts = urlsplit(address)
    return {f"{parts.scheme or 'https'}://{parts.netloc}"} if parts.netloc else set()


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(scripts: Iterable[str], styles: Iterable[str], hosts: Iterable[str], shown: Iterable[str] = ()) -> str:
    """What a page may load: its own site's files, scripts and styles in it by their hashes alone.

    `hosts` are those whose scripts the settings ask for, `shown` those of pictures, films and frames in the pages.
    Attributes that set a style may stay: matplotlib, pandas and the widths of bars need them, and nothing runs by them.
    """
    named, seen = sorted(hosts), sorted(set(shown))
    told = {
        "default-src": ["'none'"],
        # the search is compiled, and reads its index as needed
        "script-src": ["'self'", "'wasm-unsafe-eval'", *sorted(scripts), *named],
        "style-src": ["'self'", *sorted(styles)],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:", *sorted({*named, *seen})],
        "font-src": ["'self'"],
        "connect-src": ["'self'", *named],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
    if seen:
        told |= {"media-src": ["'self'", *seen], "frame-src": ["'self'", *seen]}
    return "; ".join(f"{name} {' '.join(held)}" for name, held in told.items())


def with_names(page: str) -> str:
    """A page on which what is pressed is called by the words that it shows."""
    return page.replace(MISNAMED, "<summary>").replace(TOGGLE.format(""), TOGGLE.format(NAMED))


def _in_head(page: str, name: str, imprint: Imprint, found: Found) -> str:
    """A page that tells its policy before it loads anything, sets one viewport, and says where it belongs."""
    first = [
        html('<meta charset="utf-8"/>'),
        # nothing in a policy can end an attribute, and people read it
        html('<meta http-equiv="Content-Security-Policy" content="{}"/>', raw(policy(*found))),
        html('<meta name="referrer" content="{}"/>', REFERRER),
        html('<meta name="viewport" content="width=device-width, initial-scale=1"/>'),
    ]
    up = "../" * name.count("/")
    if name not in (LOST, START):
        told = html('<link rel="alternate" type="application/atom+xml" title="Editions" href="{}{}"/>', up, FEED)
        first.append(told)
    if imprint.url and name not in UNINDEXED:
        first.append(html('<link rel="canonical" href="{}"/>', _at(imprint, name)))
    head, end, rest = with_names(page).partition(HEAD_END)
    return CHARSET.sub(lambda _: "\n".join(first), VIEWPORT.sub("", head), count=1) + end + rest


# --- beside the pages


def _start(imprint: Imprint, root: str) -> str:
    """The page at the tree's own address, which leads to the first page of the book."""
    place = quote(f"{root}.html")
    return html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n<title>{short}</title>\n'
        '<meta name="description" content="{abstract}"/>\n{canonical}'
        '<meta http-equiv="refresh" content="0; url={place}"/>\n<link rel="icon" href="data:,"/>\n</head>\n'
        '<body><main><h1>{title}</h1><p><a href="{place}">To the first page</a></p></main></body>\n</html>\n',
        short=imprint.short,
        abstract=imprint.abstract or imprint.title,
        canonical=html('<link rel="canonical" href="{}"/>\n', _at(imprint, place)) if imprint.url else "",
        place=place,
        title=imprint.title,
    )


def _not_found_page(imprint: Imprint) -> str:
    """The page for addresses that lead nowhere; it is shown at any depth, so that only a full address leads on."""
    way = (
        html('<p><a href="{}">To the first page</a></p>', _at(imprint, START))
        if imprint.url
        else html("<p>Shorten the address from its end, part by part, to come to the first page.</p>")
    )
    return html(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        "<title>Not found – {}</title>\n"
        '<meta name="description" content="There is no page at this address."/>\n'
        '<meta name="robots" content="noindex"/>\n<link rel="icon" href="data:,"/>\n'
        "<style>{}</style>\n</head>\n<body><main><h1>There is no page here</h1>"
        "<p>Pages of an edition stay where they are; a page of the newest edition may have been renamed."
        " Each edition lies below <code>editions/</code>.</p>{}</main></body>\n</html>\n",
        *(imprint.short, raw(LOST_STYLE), way),
    )


def _robots(imprint: Imprint) -> str:
    """Whatever is published may be read; older editions may be, too, and name the newest page as theirs."""
    lines = ["User-agent: *", "Allow: /"]
    return "\n".join([*lines, *([f"Sitemap: {_at(imprint, SITEMAP)}"] if imprint.url else [])]) + "\n"


def _sitemap(imprint: Imprint, names: Sequence[str]) -> bytes:
    """The pages of the site by their full addresses, which the protocol demands."""
    root = etree.Element(f"{{{SITEMAPS}}}urlset", nsmap={None: SITEMAPS})
    for name in names:
        one = etree.SubElement(root, f"{{{SITEMAPS}}}url")
        etree.SubElement(one, f"{{{SITEMAPS}}}loc").text = _at(imprint, name)
        etree.SubElement(one, f"{{{SITEMAPS}}}lastmod").text = imprint.cutoff
    etree.indent(root, " ")
    return etree.tostring(root, xml_declaration=True, encoding="utf-8") + b"\n"


def add_feed(tree: Path, imprint: Imprint, books: Sequence[BookTwin]) -> None:
    """Put the feed into a tree: the days with which the book compares itself, what each changed, its own last."""
    steps = [None, *(compare(old, new) for old, new in pairwise(books))]
    entries = [
        FeedItem(
            book.edition,
            book.cutoff,
            summary(step),
            f"{CHANGES}#since-{step.old.cutoff}" if step and CHANGES.removesuffix(".html") in book.pages else START,
        )
        for book, step in zip(books, steps, strict=True)
    ]
    (tree / FEED).write_bytes(feed(imprint.title, imprint.names, imprint.url, entries))
