"""Where the links of finished pages lead, and what pages load from elsewhere."""

import re
from pathlib import Path
from urllib.parse import unquote, urldefrag

from lxml import html


def broken(folder: Path, root: Path) -> list[str]:
    """The links of the pages in a folder that lead nowhere within `root`, and what they load from elsewhere."""
    anchors, missing = {}, []
    for page in sorted(root.rglob("*.html")):
        found = html.parse(page)
        anchors[page] = {*found.xpath("//@id"), *found.xpath("//a/@name")}
        if folder not in page.parents or "_static" in page.parts:
            continue
        for node in found.xpath("//a[@href] | //link[@href] | //img[@src] | //script[@src]"):
            address, anchor = urldefrag(node.get("href") or node.get("src"))
            if re.match(r"(https?|mailto|data|javascript):", address):
                if (
                    node.tag != "a"
                    and not address.startswith("data:")
                    and node.get("rel") not in ("canonical", "license")
                ):
                    missing.append(f"{page.relative_to(root)} loads {address}")
                continue
            target = (page.parent / unquote(address.partition("?")[0])).resolve() if address else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                missing.append(f"{page.relative_to(root)}: {address}")
            elif anchor:
                missing.append((page, target, unquote(anchor)))
    return [
        one if isinstance(one, str) else f"{one[0].relative_to(root)}: {one[1].relative_to(root)}#{one[2]}"
        for one in missing
        if isinstance(one, str) or (one[1] in anchors and one[2] not in anchors[one[1]])
    ]
