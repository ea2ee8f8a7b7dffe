"""What of the theme's styles and icons no page of a finished tree uses, left out."""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from nolimits.data.folders import names_below
from nolimits.data.store import remember
from nolimits.editions.archive import page_files

# what reads styles and fonts is loaded where something is to be trimmed: the outcome is kept
if TYPE_CHECKING:
    import tinycss2

OF_THEME = ("styles/pydata-sphinx-theme.css", "styles/sphinx-book-theme.css", "sphinx-design.min.css", "mystnb.*.css")
ICONS = "vendor/fontawesome/webfonts/fa-solid-900"
NAMED = ('class="', 'id="')
WORD = re.compile(r"[A-Za-z_][\w-]*")
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
FUNCTION = re.compile(r":[\w-]+\((?:[^()]|\([^()]*\))*\)")
PRIVATE = re.compile(r"\\([ef][0-9a-f]{3})\b", re.IGNORECASE)
PAST = "_static/past"  # where other days lie, packed: what is in them may look like any word
HELD = ("media", "supports", "layer", "container")  # rules that hold rules


def trim(tree: Path, icons: Path, also: Iterable[str] = ()) -> None:
    """Rewrite the theme's style sheets with the rules that pages may need, and its icons as a font of those shown.

    `icons` is where the theme's whole icon font lies as TrueType; where there is none, the icons stay as they are.
    `also` are names of classes that come in later. A word of any script may be a class: the tree is as it was bound,
    without what is indexed or taken away.
    """
    static = tree / "_static"
    used = _names_in_use(tree) | set(also)
    sheets = [path for pattern in OF_THEME for path in sorted(static.glob(pattern))]
    texts = {path: _small_sheet(path.read_text(encoding="utf-8"), used) for path in sheets}
    # written as escapes or, where a rule was read, as they are
    points = {int(found, 16) for text in texts.values() for found in PRIVATE.findall(text)}
    points |= {ord(sign) for text in texts.values() for sign in text if "\ue000" <= sign <= "\uf8ff"}
    small = _small_font(icons, points) if icons.is_file() else b""
    for path, text in texts.items():
        whole = f'{Path(ICONS).name}.woff2) format("woff2")'
        part = f'{Path(ICONS).name}.woff) format("woff")'
        path.write_text(text.replace(whole, part) if small else text, encoding="utf-8")
    if small:
        (static / f"{ICONS}.woff2").unlink(missing_ok=True)
        (static / f"{ICONS}.woff").write_bytes(small)


def _small_sheet(sheet: str, used: set[str]) -> str:
    asked = used & set(CLASS.findall(sheet))
    return remember("styles", [sheet, sorted(asked)], lambda: trim_sheet(sheet, asked))


def _small_font(icons: Path, points: set[int]) -> bytes:
    told = [hashlib.sha256(icons.read_bytes()).hexdigest(), sorted(points)]
    return b64decode(remember("icons", told, lambda: b64encode(_glyphs(icons, points)).decode()))


def _names_in_use(tree: Path) -> set[str]:
    """The names of classes and elements that pages have, or that a script may give them."""
    found: set[str] = set()
    for _, path in page_files(tree):
        found.update(names_in(path.read_text(encoding="utf-8")))
    for name in names_below(tree):
        if "_static" in name.split("/")[:-1] and name.endswith(".js") and not name.startswith(f"{PAST}/"):
            found.update(WORD.findall((tree / name).read_text(encoding="utf-8")))
    return found


def names_in(page: str) -> set[str]:
    """The names of classes and elements in some HTML."""
    # a fifth of what a pattern takes to find them
    named = {part.partition('"')[0] for begins in NAMED for part in page.split(begins)[1:]}
    return set(WORD.findall(" ".join(named)))


def trim_sheet(sheet: str, used: set[str]) -> str:
    """A style sheet without the selectors that ask for a class which is not among those used."""
    return _rules(_parse(sheet), used)


def _rules(rules: Iterable[StyleRule], used: set[str]) -> str:
    held = []
    for rule in rules:
        if rule.inner is not None:
            if inner := _rules(rule.inner, used):
                held.append(f"{rule.begins}{{{inner}}}")
        elif not rule.selectors:
            held.append(rule.begins)
        elif selectors := [one for one in rule.selectors if _may_fit(one, used)]:
            held.append(f"{','.join(selectors)}{rule.begins}")
    return "\n".join(held)


class StyleRule(NamedTuple):
    """A rule of a style sheet: selectors with what follows, the beginning of one that has rules in it, or itself."""

    begins: str
    selectors: tuple[str, ...] = ()
    inner: tuple[StyleRule, ...] | None = None


@lru_cache(maxsize=8)  # one process binds the same theme again and again
def _parse(sheet: str) -> tuple[StyleRule, ...]:
    import tinycss2

    return tuple(_read(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)))


def _read(nodes: Iterable[tinycss2.ast.Node]) -> Iterator[StyleRule]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            content = f"{{{tinycss2.serialize(node.content).strip()}}}"
            yield StyleRule(content, tuple(_selectors(tinycss2.serialize(node.prelude))))
        elif node.type == "at-rule" and node.content is not None and node.lower_at_keyword in HELD:
            within = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield StyleRule(f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}", (), tuple(_read(within)))
        elif node.type == "at-rule":
            yield StyleRule(node.serialize())


def _selectors(prelude: str) -> list[str]:
    """The selectors of a rule; commas within brackets part none."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(prelude):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            parts.append(prelude[start:place])
            start = place + 1
    return [one.strip() for one in (*parts, prelude[start:])]


def _may_fit(selector: str, used: set[str]) -> bool:
    """Whether a selector can fit an element; one that is hard to read may."""
    if "\\" in selector:
        return True
    return all(name in used for name in CLASS.findall(FUNCTION.sub("", selector)))


def _glyphs(font: Path, points: set[int]) -> bytes:
    """A font with some glyphs only, packed; the same whenever it is made of the same."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    read = TTFont(font, recalcTimestamp=False)
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=True, name_IDs=[0, 1, 2, 13, 14])
    made = subset.Subsetter(options)
    made.populate(unicodes=points)
    made.subset(read)
    read.flavor = "woff"
    held = BytesIO()
    read.save(held, reorderTables=True)
    return held.getvalue()
