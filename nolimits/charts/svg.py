"""SVG that a page can carry: small, the same on every machine, without a style sheet of its own, in two themes."""

from __future__ import annotations

import hashlib
import io
import re
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure

from nolimits.charts import style

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
PIXELS = 96 / 72
GLYPH, COARSER = 0.015625, 8  # the scale at which matplotlib writes letters, and how much of it can go unseen
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
SALTED = re.compile(r'(id="|href="#|url\(#)x')
MOVED = re.compile(r"translate\((\S+) 0\)")
DARK = dict(style.PALETTE.values())

for _prefix, _space in (("", SVG), ("dc", "http://purl.org/dc/elements/1.1/"), ("cc", "http://creativecommons.org/ns#"),
                        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")):  # fmt: skip
    ElementTree.register_namespace(_prefix, _space)


def text(figure: Figure, name: str, label: str, about: dict[str, str] | None = None) -> str:
    """A figure as SVG text, sized in pixels.

    `name` salts its ids, so that two on one page never clash; `label` is what a screen reader says; `about` are
    Dublin Core facts (Title, Source, Identifier, Rights) to keep inside.
    """
    buffer = io.StringIO()
    blank = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    with matplotlib.rc_context({"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata=blank | (about or {}))
    root = ElementTree.fromstring(buffer.getvalue())
    wide, tall = (float(number) for number in root.get("viewBox").split()[2:])
    _tidy(root, keep_metadata=about is not None)
    _rename(root, "x" + hashlib.sha256(name.encode()).hexdigest()[:4])
    scaled = ElementTree.Element(f"{{{SVG}}}g", {"transform": f"scale({PIXELS:.4f})", "stroke-linejoin": "round"})
    scaled.extend(child for child in list(root) if not child.tag.endswith("metadata"))
    root[:] = [child for child in root if child.tag.endswith("metadata")] + [scaled]
    size = f"{wide * PIXELS:.0f}", f"{tall * PIXELS:.0f}"
    root.attrib = {"width": size[0], "height": size[1], "viewBox": f"0 0 {size[0]} {size[1]}", "role": "img",
                   "aria-label": label}  # fmt: skip
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def dark(light: str) -> str:
    """The same picture for a dark page: each colour of the palette exchanged for its partner, ids kept apart."""
    return COLOUR.sub(lambda found: DARK.get(found[0].lower(), found[0]), SALTED.sub(r"\1y", light))


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
        element.set("d", _relative(path) if outline else re.sub(r"\s*([A-Za-z])\s*", r"\1", _rounded(path)).strip())
        if outline:
            element.set("transform", f"scale({GLYPH * COARSER})")
    if move := element.get("transform"):
        element.set("transform", _rounded(move))
        if element.tag.endswith("use") and (along := MOVED.fullmatch(element.get("transform"))):
            del element.attrib["transform"]
            element.set("x", f"{float(along[1]):.1f}".removesuffix(".0"))
    for name in ("x", "y"):
        if name in element.attrib and "." in element.get(name):
            element.set(name, _rounded(element.get(name)))


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


def _rounded(numbers: str) -> str:
    return NUMBER.sub(_short, numbers)


def _short(found: re.Match) -> str:
    value = float(found[0])
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) >= 1 else f"{value:.6g}"


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
                names.setdefault(old, f"{salt}{len(names):x}")
                element.set("id", names[old])
            else:
                del element.attrib["id"]
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "href" and value[1:] in names:
                element.set(name, "#" + names[value[1:]])
            elif found := re.fullmatch(r"url\(#([^)]+)\)", value):
                element.set(name, f"url(#{names.get(found[1], found[1])})")
