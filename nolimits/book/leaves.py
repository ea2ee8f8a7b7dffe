"""What is bound of a day, less what is the same on each: the texts of pages, the contents beside them, pictures."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from nolimits.book.hosting import with_names
from nolimits.editions.archive import page_files

OPENING = '<article class="bd-article">'
ARTICLE = re.compile(rf"{re.escape(OPENING)}(.*?)</article>", re.DOTALL)
CONTENTS = re.compile(r'<nav id="pst-page-toc-nav"[^>]*>(.*?)</nav>', re.DOTALL)
RECORDS = re.compile(r"<script\b.*?</script>", re.DOTALL)  # for machines, which ask the page as it was built
DATED, OF_FILES = 'class="asof"', 'class="downloads '
PICTURES, SUMS = "_images/", "sums"


@cache
def _open_file(path: Path) -> tuple[ZipFile, dict[str, str]]:
    """A file that `put` wrote, for a process that lives as long as the file does; what is in it, with its sums."""
    file = ZipFile(path)
    return file, json.loads(file.read(SUMS))


@dataclass(frozen=True)
class Leaves:
    """What is bound of a day, in a file that `put` wrote."""

    path: Path

    def sum(self, name: str) -> str:
        """The hash of a page, or of a picture by its place; empty where that day has none of the name."""
        return _open_file(self.path)[1].get(name, "")

    def page(self, name: str) -> tuple[str, str] | None:
        """The text of a page and its contents, as HTML; None where that day has no such page."""
        if not self.sum(name):
            return None
        article, contents = json.loads(_open_file(self.path)[0].read(name))
        return article, contents

    @property
    def pictures(self) -> list[str]:
        """The names of all pictures."""
        return [name.removeprefix(PICTURES) for name in _open_file(self.path)[1] if name.startswith(PICTURES)]

    def picture(self, name: str) -> str | None:
        """A picture as SVG, or any other as an address that holds it; None where that day has none of the name."""
        if not self.sum(PICTURES + name):
            return None
        content = _open_file(self.path)[0].read(PICTURES + name)
        if name.endswith(".svg"):
            return content.decode()
        kind = "jpeg" if name.endswith("jpg") else name.rpartition(".")[2]
        return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def put(html: Path, to: Path) -> None:
    """Keep what is bound of a day in one file, in one step."""
    held: dict[str, bytes] = {}
    for name, path in page_files(html):
        if article := ARTICLE.search(text := path.read_text(encoding="utf-8")):
            beside = CONTENTS.search(text)
            told = [with_names(RECORDS.sub("", article[1])), beside[1] if beside else ""]
            held[name] = json.dumps(told, ensure_ascii=False).encode()
    held |= {f"{PICTURES}{path.name}": path.read_bytes() for path in sorted((html / PICTURES).glob("*"))}
    to.parent.mkdir(parents=True, exist_ok=True)
    half = to.with_suffix(".half")
    with ZipFile(half, "w", ZIP_DEFLATED) as file:
        for name, content in held.items():
            file.writestr(name, content)
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
        file.writestr(SUMS, json.dumps(sums))
    half.replace(to)


def is_dated(page: str) -> bool:
    """Whether a page says as of which day it is, and can be of another: what lists the book's files is of its own."""
    article = ARTICLE.search(page)
    return bool(article and DATED in article[1] and OF_FILES not in article[1])
