"""SVG that a page can carry: small, the same on every machine, without a style sheet of its own, in two themes."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from functools import lru_cache
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure

from nolimits.charts.sheet.spots import PIXELS
from nolimits.hypertext import html

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
GLYPH, COARSER = 0.015625, 8  # the scale at which matplotlib writes letters, and how much of it can go unseen
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
MOVED = re.compile(r"translate\((\S+) 0\)")
ANY_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
RECTANGLE = re.compile(r"M(\S+) ([^L\s]+)L(\S+) \2L\3 ([^L\s]+)L\1 \4z")
SET = re.compile(r"translate\((\S+) (\S+)\) (scale\((\S+) -\4\))")
SLACK = 0.02  # points
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
USE, GROUP, PATH = (f"{{{SVG}}}{name}" for name in ("use", "g", "path"))

for _prefix, _space in (
    ("", SVG),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("cc", "http://creativecommons.org/ns#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
):
    ElementTree.register_namespace(_prefix, _space)


def svg_text(figure: Figure, name: str, label: str, about: dict[str, str] | None = None) -> str:
    """A figure as SVG text, sized in pixels.

    `name` salts its ids, so that two on one page never clash; `label` is what a screen reader says; `about` are
    Dublin Core facts (Title, Source, Identifier, Rights) to keep inside.
    """
    buffer = io.StringIO()
    blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", facecolor=figure.get_facecolor(), metadata=blank | (about or {}))
    root = ElementTree.fromstring(buffer.getvalue())
    wide, tall = (float(number) for number in root.attrib["viewBox"].split()[2:])
    _tidy(root, keep_metadata=about is not None)
    _share_words(root)
    _unclip(root)
    for parent in list(root.iter()):
        _gather_texts(parent)
    _rename(root, "x" + hashlib.sha256(name.encode()).hexdigest()[:4])
    scaled = ElementTree.Element(f"{{{SVG}}}g", {"transform": f"scale({PIXELS:.4f})", "stroke-linejoin": "round"})
    scaled.extend(child for child in list(root) if not child.tag.endswith("metadata"))
    root[:] = [child for child in root if child.tag.endswith("metadata")] + [scaled]
    size = f"{wide * PIXELS:.0f}", f"{tall * PIXELS:.0f}"
    root.attrib = {
        "width": size[0],
        "height": size[1],
        "viewBox": f"0 0 {size[0]} {size[1]}",
        "role": "img",
        "aria-label": label,
    }
    for defs in root.iter(f"{{{SVG}}}defs"):
        defs[:] = [one for one in defs if not one.tag.endswith("clipPath") or one.get("id")]
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def add_label(drawn: str, label: str) -> str:
    """A picture that was drawn without a label, with what a screen reader says of it."""
    return drawn.replace('aria-label=""', html('aria-label="{}"', label), 1)


def _tidy(element: ElementTree.Element, *, keep_metadata: bool) -> None:
    """Styles to attributes, numbers to what a screen can show, empty groups and foreign names gone."""
    kept: list[ElementTree.Element] = []
    for child in list(element):
        local = child.tag.rpartition("}")[2]
        if local in ("metadata", "style"):
            kept += [child] if local == "metadata" and keep_metadata else []
            continue
        _tidy(child, keep_metadata=keep_metadata)
        bare = local == "g" and not (set(child.attrib) - {"id"})
        kept += list(child) if bare else [child] if len(child) or local not in ("g", "defs") else []
    element[:] = kept
    _flatten(element)
    element.text = element.tail = None


def _flatten(element: ElementTree.Element) -> None:
    for pair in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = pair.partition(":")
        element.set(name.strip(), value.strip())
    if target := element.attrib.pop(f"{{{XLINK}}}href", None):
        element.set("href", target)
    if path := element.get("d"):
        outline = element.get("transform") == f"scale({GLYPH})"
        element.set(
            "d", _relative(path) if outline else re.sub(r"\s*([A-Za-z])\s*", r"\1", _round_numbers(path)).strip()
        )
        if outline:
            element.set("transform", f"scale({GLYPH * COARSER})")
    if move := element.get("transform"):
        element.set("transform", _round_numbers(move))
        if element.tag.endswith("use") and (along := MOVED.fullmatch(element.attrib["transform"])):
            del element.attrib["transform"]
            element.set("x", f"{float(along[1]):.0f}")  # a hundredth of the letter's size
    for name in ("x", "y"):
        if "." in (place := element.get(name, "")):
            element.set(name, _round_numbers(place))


def _share_words(root: ElementTree.Element) -> None:
    """Each word that is set again is held once and referred to; the blanks between words are not drawn at all."""
    outlines = [path for path in root.iter(PATH) if path.get("transform") == f"scale({GLYPH * COARSER})"]
    blank = {"#" + path.attrib["id"] for path in root.iter(PATH) if path.get("id") and not path.get("d")}
    letters = {"#" + path.attrib["id"] for path in outlines}
    texts = [group for group in root.iter(GROUP) if any(child.get("href") in letters for child in group)]
    parted = [_words(group, blank) for group in texts]
    often = Counter(spelt for words in parted for _, spelt in words)
    names = {spelt: f"word{i}" for i, (spelt, count) in enumerate(often.items()) if _pays(len(spelt), count)}
    for group, words in zip(texts, parted, strict=True):
        drawn = [child for child in group if child.tag != USE]
        for x, spelt in words:
            drawn += [_use("#" + names[spelt], x)] if spelt in names else [_use(one, x + dx) for one, dx in spelt]
        group[:] = drawn
    held = ElementTree.Element(f"{{{SVG}}}defs")
    for spelt, name in names.items():
        ElementTree.SubElement(held, GROUP, {"id": name}).extend(_use(one, dx) for one, dx in spelt)
    root[:] = [*([held] if names else []), *root]
    for parent in list(root.iter()):
        parent[:] = [child for child in parent if not (child.tag == PATH and "#" + child.get("id", "") in blank)]


def _unclip(root: ElementTree.Element) -> None:
    """Leaves out what clips nothing: most shapes lie within their axes."""
    fields = {}
    for clip in root.iter(f"{{{SVG}}}clipPath"):
        x, y, wide, tall = (float(clip[0].get(name, 0)) for name in ("x", "y", "width", "height"))
        fields[f"url(#{clip.get('id')})"] = (x - SLACK, y - SLACK, x + wide + SLACK, y + tall + SLACK)
    shapes = [path for path in root.iter(PATH) if path.get("d")]
    for path in shapes:
        if (clipped := path.get("clip-path", "")) in fields and "transform" not in path.attrib:
            left, top, right, bottom = fields[clipped]
            numbers = [float(number) for number in ANY_NUMBER.findall(path.attrib["d"])]
            xs, ys = numbers[::2], numbers[1::2]
            if left <= min(xs) and max(xs) <= right and top <= min(ys) and max(ys) <= bottom:
                del path.attrib["clip-path"]
    for path in shapes:
        path.set("d", RECTANGLE.sub(r"M\1 \2H\3V\4H\1z", path.attrib["d"]))


def _gather_texts(parent: ElementTree.Element) -> None:
    """Texts of one size and colour that follow one another stand in one group, which says so once."""
    kept: list[ElementTree.Element] = []
    for child in parent:
        place = SET.fullmatch(child.get("transform", "")) if child.tag == GROUP else None
        if place is None or set(child.attrib) != {"transform", "fill"}:
            kept.append(child)
            continue
        x, y, scale, size = place.groups()
        look = {"transform": scale, "fill": child.attrib["fill"]}
        if not (kept and kept[-1].attrib == look):
            kept.append(ElementTree.Element(GROUP, look))
        # in the units of the letters, a hundredth of their size
        child.attrib = {"transform": f"translate({float(x) / float(size):.0f} {-float(y) / float(size):.0f})"}
        kept[-1].append(child)
    parent[:] = kept


LetterRun = tuple[tuple[str, int], ...]  # its letters, and how far each stands from the first


def _words(group: ElementTree.Element, blank: set[str]) -> list[tuple[int, LetterRun]]:
    """The words of a text, each with the place where it begins."""
    found: list[list[tuple[str, int]]] = [[]]
    for letter in (child for child in group if child.tag == USE):
        if letter.get("href") not in blank:
            found[-1].append((letter.attrib["href"], int(letter.get("x", 0))))
        elif found[-1]:
            found.append([])
    return [(word[0][1], tuple((name, x - word[0][1]) for name, x in word)) for word in found if word]


def _pays(letters: int, count: int) -> bool:
    """Whether it takes fewer characters to hold a word once than to set it each time."""
    return letters * count * 28 > 25 + letters * 27 + count * 29


def _use(name: str, x: int) -> ElementTree.Element:
    return ElementTree.Element(USE, {"href": name} | ({"x": str(x)} if x else {}))


@lru_cache(maxsize=4096)
def _relative(path: str) -> str:
    """A letter's outline by steps from point to point, to an eight-hundredth of its size: half as long."""
    parts, at, start = [], (0, 0), (0, 0)
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        ends = _pairs([round(float(number) / COARSER) for number in numbers.split()])
        steps = [number for x, y in ends for number in (x - at[0], y - at[1])]
        at = ends[-1] if ends else start
        start = at if command == "M" else start
        parts.append(command.lower() + " ".join(map(str, steps)).replace(" -", "-"))
    return "".join(parts)


def _pairs(numbers: list[int]) -> list[tuple[int, int]]:
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _round_numbers(numbers: str) -> str:
    return NUMBER.sub(_short, numbers)


def _short(found: re.Match[str]) -> str:
    value = float(found[0])
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.6g}"


def _short_name(number: int) -> str:
    return (_short_name(number // 36) if number >= 36 else "") + DIGITS[number % 36]


def _rename(root: ElementTree.Element, salt: str) -> None:
    """Short ids for what is referred to, none for the rest."""
    used = set()
    for element in root.iter():
        for value in element.attrib.values():
            used.update(re.findall(r"^#(\S+)$|url\(#([^)]+)\)", value))
    wanted = {a or b for a, b in used}
    names: dict[str, str] = {}
    for element in root.iter():
        if (old := element.get("id")) is not None:
            if old in wanted:
                names.setdefault(old, salt + _short_name(len(names)))
                element.set("id", names[old])
            else:
                del element.attrib["id"]
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href" and value[1:] in names:
                element.set(name, "#" + names[value[1:]])
            elif found := re.fullmatch(r"url\(#([^)]+)\)", value):
                element.set(name, f"url(#{names.get(found[1], found[1])})")
