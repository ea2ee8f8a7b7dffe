"""Hatched surfaces as lines: Chromium prints an SVG pattern as an image, and paper wants lines."""

from __future__ import annotations

import copy
import math
import re

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
FILL = re.compile(r"url\(#([^)]+)\)")
STEP = re.compile(r"([MLHVz])([^A-Za-z]*)")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def draw_hatches(picture: bytes) -> bytes:
    """An SVG picture whose hatched surfaces are drawn line by line, each clipped by its own outline."""
    root = etree.fromstring(picture)
    patterns = {one.get("id"): one for one in root.iter(f"{{{SVG}}}pattern")}
    if not patterns:
        return picture
    for number, shape in enumerate(list(root.iter(f"{{{SVG}}}path"))):
        found = FILL.fullmatch(shape.get("fill", ""))
        if found and found[1] in patterns:
            _hatch(shape, patterns[found[1]], f"clip-{number}")
    for pattern in patterns.values():
        if (parent := pattern.getparent()) is not None:
            parent.remove(pattern)
    return etree.tostring(root)


def _hatch(shape: etree._Element, pattern: etree._Element, name: str) -> None:
    """Replace a shape by its ground, the pattern's lines within its outline, and what the shape's edge was."""
    ground, *lines = list(pattern)
    wide, tall = (float(pattern.get(side, "")) for side in ("width", "height"))
    outline, group = shape.get("d", ""), etree.Element(f"{{{SVG}}}g")
    clip = etree.SubElement(group, f"{{{SVG}}}clipPath", {"id": name})
    etree.SubElement(clip, f"{{{SVG}}}path", {"d": outline})
    etree.SubElement(group, f"{{{SVG}}}path", {"d": outline, "fill": ground.get("fill", "none")})
    within = etree.SubElement(group, f"{{{SVG}}}g", {"clip-path": f"url(#{name})"})
    left, top, right, bottom = _box(outline)
    for column in range(math.floor(left / wide), math.floor(right / wide) + 1):
        for row in range(math.floor(top / tall), math.floor(bottom / tall) + 1):
            tile = etree.SubElement(within, f"{{{SVG}}}g", {"transform": f"translate({column * wide} {row * tall})"})
            tile.extend(copy.deepcopy(line) for line in lines)
    if (parent := shape.getparent()) is not None:
        parent.replace(shape, group)
    if shape.get("stroke", "none") != "none":
        shape.set("fill", "none")
        group.append(shape)


def _box(path: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a path of straight lines."""
    across: list[float] = []
    down: list[float] = []
    for command, given in STEP.findall(path):
        numbers = [float(number) for number in NUMBER.findall(given)]
        match command:
            case "H":
                across += numbers
            case "V":
                down += numbers
            case _:
                across += numbers[::2]
                down += numbers[1::2]
    return min(across), min(down), max(across), max(down)
