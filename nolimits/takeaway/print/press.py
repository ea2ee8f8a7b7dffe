"""The press: Chromium prints documents, again where the contents named other pages; pypdf makes them the same twice."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nolimits.data import DataError

if TYPE_CHECKING:
    from playwright.async_api import Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# where Playwright keeps its own, below its folder of browsers
PLAYWRIGHTS = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*")
CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
OLDEST = 131  # the first that prints the margins of pages as CSS has them
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
MOST_KEPT = 30
PART = re.compile(rb"\(node\d{8}\)")
FILL = """pages => { for (const link of document.querySelectorAll('.contents a')) {
  link.querySelector('.number').textContent = pages[decodeURIComponent(link.hash.slice(1))] ?? ''; } }"""


class PressError(DataError):
    """A print that could not be made: says which, and what was said of it."""


@dataclass(frozen=True)
class Press:
    """A Chromium that can print: where it lies and how it calls itself."""

    path: str
    version: str


def candidates() -> list[str]:
    """Where on this machine a Chromium lies, of whatever age."""
    found = [*map(shutil.which, NAMES), *PLACES, *_playwrights()]
    return [path for path in found if path and os.access(path, os.X_OK)]


def _playwrights() -> list[str]:
    """The browsers that Playwright keeps, the newest first."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    folders = [Path(named)] if named else [Path(cache).expanduser() for cache in CACHES]
    found = (str(path) for folder in folders for pattern in PLAYWRIGHTS for path in folder.glob(pattern))
    return sorted(found, reverse=True)


def press() -> Press | None:
    """The machine's Chromium, if it has one that is new enough to print pages with margins."""
    for path in candidates():
        version = _version(path)
        if int((re.search(r"(\d+)\.", version) or ["", "0"])[1]) >= OLDEST:
            return Press(path, version)
    return None


def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def print_papers(
    papers: Mapping[str, str], about: Mapping[str, Mapping[str, str]], by: Press, kept: Path, jobs: int
) -> dict[str, bytes]:
    """PDFs by name of documents by name; `about` is what each is to tell of itself: `/Title`, `/Author` and so on.

    What was printed before from the same document lies in the folder `kept` and is not printed again. `jobs` is how
    many are printed at once. Raises PressError where Chromium cannot print.
    """
    kept.mkdir(parents=True, exist_ok=True)
    places = {name: kept / f"{_key(paper, about[name], by)}.pdf" for name, paper in papers.items()}
    todo = {name: paper for name, paper in papers.items() if not places[name].is_file()}
    if todo:
        try:
            with TemporaryDirectory(dir=kept) as folder:
                made = asyncio.run(_print(todo, by, jobs, Path(folder), kept))
        except Exception as error:
            # whatever Playwright raises, the reader of the message wants to know the remedy
            said = str(error).strip().partition("\n")[0]
            raise PressError(f"{by.path} cannot print the PDF ({said}): mend it, or build without --pdf") from None
        for name, content in made.items():
            _keep(places[name], settle(content, about[name]))
    found = {name: place.read_bytes() for name, place in places.items()}
    _prune(kept, set(places.values()))
    return found


def _key(paper: str, about: Mapping[str, str], by: Press) -> str:
    told = "\0".join([paper, repr(sorted(about.items())), by.version])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _keep(place: Path, content: bytes) -> None:
    part = place.with_suffix(f".{os.getpid()}")
    part.write_bytes(content)
    part.replace(place)


def _prune(kept: Path, needed: set[Path]) -> None:
    old = sorted(kept.glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in old[MOST_KEPT:]:
        if path not in needed:
            path.unlink()


async def _print(papers: Mapping[str, str], by: Press, jobs: int, folder: Path, kept: Path) -> dict[str, bytes]:
    from playwright.async_api import async_playwright

    turns = asyncio.Semaphore(jobs)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=by.path, args=FLAGS)

        async def one(name: str) -> bytes:
            async with turns:
                place = folder / f"{name}.html"
                place.write_text(papers[name], encoding="utf-8")
                context = await browser.new_context(offline=True, java_script_enabled=False)
                page = await context.new_page()
                await page.goto(place.as_uri())
                made = await _print_document(page, kept / f"{name}.pages.json")
                await context.close()
                return made

        # the longest first, so that none is left over at the end
        order = sorted(papers, key=lambda name: -len(papers[name]))
        made = await asyncio.gather(*(one(name) for name in order))
        await browser.close()
    return dict(zip(order, made, strict=True))


async def _print_document(page: Page, kept: Path) -> bytes:
    """A document whose contents name the right pages: those of the print before, if they still are, else looked up."""
    numbers = _recall(kept)
    if not numbers:
        numbers = _numbers(await _pdf(page, tagged=False))
    await page.evaluate(FILL, numbers)
    made = await _pdf(page, tagged=True)
    if (now := _numbers(made)) != numbers:
        await page.evaluate(FILL, now)
        made = await _pdf(page, tagged=True)
    kept.write_text(json.dumps(now), encoding="utf-8")
    return made


def _recall(kept: Path) -> dict[str, int]:
    try:
        found: dict[str, int] = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


async def _pdf(page: Page, *, tagged: bool) -> bytes:
    return await page.pdf(prefer_css_page_size=True, print_background=True, tagged=tagged, outline=tagged)


def _numbers(content: bytes) -> dict[str, int]:
    """The page on which each place of a document lies, counted from one."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    pages = {
        page.indirect_reference.idnum: number
        for number, page in enumerate(reader.pages, start=1)
        if page.indirect_reference
    }
    return {
        name.removeprefix("/"): pages[place.raw_get("/Page").idnum] for name, place in reader.named_destinations.items()
    }


def settle(content: bytes, about: Mapping[str, str]) -> bytes:
    """A PDF that tells what it is and nothing of the moment and the machine that made it.

    Written as PDF has it for small changes: the new record follows the old file, which takes no time; to write all of
    a long report again takes longer than to print it.
    """
    from pypdf import PdfReader

    trailer = PdfReader(io.BytesIO(content)).trailer
    number, start = int(str(trailer["/Size"])), re.findall(rb"startxref\s+(\d+)", content)[-1].decode()
    old = trailer.raw_get("/Info").idnum
    blank = re.sub(rb"(?s)(\n%d 0 obj\s*)(<<.*?>>)(\s*endobj)" % old, _blank_out, _number_parts(content), count=1)
    told = " ".join(f"{name} {_string(text)}" for name, text in about.items())
    record = f"{number} 0 obj\n<< {told} >>\nendobj\n".encode()
    root = trailer.raw_get("/Root").idnum
    end = (
        f"xref\n{number} 1\n{len(blank):010} 00000 n \ntrailer\n"
        f"<< /Size {number + 1} /Root {root} 0 R /Info {number} 0 R /Prev {start} >>\n"
        f"startxref\n{len(blank) + len(record)}\n%%EOF\n"
    )
    return blank + record + end.encode()


def _blank_out(found: re.Match[bytes]) -> bytes:
    """The record that Chromium wrote, emptied without moving anything that follows it."""
    return found[1] + b"<<" + b" " * (len(found[2]) - 4) + b">>" + found[3]


def _number_parts(content: bytes) -> bytes:
    """The parts of the tagged structure, which Chromium counts on from page to page, counted from nought."""
    names = {name: b"(node%08d)" % number for number, name in enumerate(sorted(set(PART.findall(content))))}
    return PART.sub(lambda found: names[found[0]], content)


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
