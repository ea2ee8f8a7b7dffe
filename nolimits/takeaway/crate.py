"""A finished tree as a research object: RO-Crate 1.1, which repositories read (https://w3id.org/ro/crate/1.1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nolimits.citing.citations import Imprint
from nolimits.citing.meta import CC_BY, publisher
from nolimits.data import View
from nolimits.editions.archive import hash_of
from nolimits.manuscript.exhibit import LICENCE

FILE, VERSION = "ro-crate-metadata.json", "https://w3id.org/ro/crate/1.1"
FORMATS = {
    **{".csv": "text/csv", ".json": "application/json", ".md": "text/markdown", ".zip": "application/zip"},
    **{".html": "text/html", ".pdf": "application/pdf", ".py": "text/x-python", ".ipynb": "application/x-ipynb+json"},
    **{".bib": "application/x-bibtex", ".ris": "application/x-research-info-systems", ".ttl": "text/turtle"},
}
PLAIN = "text/plain"


def crate(tree: Path, files: Iterable[Path], view: View, imprint: Imprint) -> bytes:
    """The crate of an edition that lies in `tree`: what it is, who made it, and the files that it offers."""
    package = view.evidence.package
    parts = [_file(path, tree) for path in sorted(files)]
    authors = list(_authors(imprint))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": imprint.title,
        "description": imprint.abstract or " ".join(package["description"].split()),
        "datePublished": imprint.cutoff,
        "version": imprint.edition,
        "identifier": imprint.edition,
        "license": {"@id": CC_BY},
        "keywords": package.get("keywords", []),
        "creator": [{"@id": one["@id"]} for one in authors],
        "hasPart": [{"@id": one["@id"]} for one in parts],
    }
    if imprint.url:
        root["url"] = imprint.url
    about = {"@id": FILE, "@type": "CreativeWork", "conformsTo": {"@id": VERSION}, "about": {"@id": "./"}}
    licence = {"@id": CC_BY, "@type": "CreativeWork", "name": LICENCE}
    context = [f"{VERSION}/context", {"sha256": "http://schema.org/sha256"}]  # which 1.1 has no word for
    told = {"@context": context, "@graph": [about, root, licence, *authors, *parts]}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _authors(imprint: Imprint) -> Iterator[dict[str, Any]]:
    for number, (one, name) in enumerate(zip(publisher(imprint), imprint.names, strict=True), start=1):
        yield {"@id": f"#author-{number}"} | one | {"name": name}


def _file(path: Path, tree: Path) -> dict[str, Any]:
    return {
        "@id": path.relative_to(tree).as_posix(),
        "@type": "File",
        "name": path.name,
        "encodingFormat": FORMATS.get(path.suffix, PLAIN),
        "contentSize": str(path.stat().st_size),
        "sha256": hash_of(path),
    }
