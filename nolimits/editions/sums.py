"""The checksums of all that an edition offers, in one list: for `verify`, for its page, and for whoever publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nolimits.editions.archive import as_script, checksums, read_now

MANIFEST, LIST, FROZEN_LIST = "edition.json", "checksums.json", "SHA256SUMS"
FILES, VERSIONS = "files.js", "versions.js"
# what a build notes for itself, and lists that hold the sums of others
UNLISTED = ("build.json", LIST, FILES, VERSIONS)
OF_PAGES = ("_static/",)  # what pages are shown with; nobody takes it away
Sums = Mapping[str, str]  # SHA-256 by the file's place
EditionSums = tuple[Mapping[str, Any], Iterable[tuple[str, str]]]  # an edition's manifest, its files with their sums


def write_sums(tree: Path) -> None:
    """Put the list of checksums into a finished tree, and the same for pages that are opened from a plain folder."""
    manifest = read_now(tree / MANIFEST)
    files = {name: digest for name, digest in checksums(tree).items() if not name.startswith(UNLISTED)}
    told = {"edition": manifest["edition"], "cutoff": manifest["cutoff"], "files": files}
    (tree / LIST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    for name, content in scripts([(manifest, files.items())]).items():
        (tree / name).write_bytes(content)


def scripts(found: Sequence[EditionSums]) -> dict[str, bytes]:
    """What pages load to tell a file by its sum, and a chart's fingerprints in all editions; by name."""
    return {
        FILES: as_script("NOLIMITS_FILES", known_files(found)),
        VERSIONS: as_script("NOLIMITS_VERSIONS", versions([manifest for manifest, _ in found])),
    }


def versions(manifests: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The editions in order of their keys, and the fingerprints of each chart in them, empty where one lacks it."""
    ordered = sorted(manifests, key=lambda one: one["edition"])
    names = sorted({name for one in ordered for name in one["charts"]})
    return {
        "editions": [{name: one[name] for name in ("edition", "cutoff")} for one in ordered],
        "charts": {name: [one["charts"].get(name, {}).get("fingerprint", "") for one in ordered] for name in names},
    }


def known_files(found: Sequence[EditionSums]) -> dict[str, object]:
    """Besides `versions`, for each checksum the file's place and the numbers of the editions that hold it."""
    ordered = sorted(found, key=lambda one: one[0]["edition"])
    files: dict[str, list[Any]] = {}
    for number, (_, sums) in enumerate(ordered):
        for name, digest in sums:
            if name.startswith(OF_PAGES):
                continue
            held = files.setdefault(digest, [name, []])
            if number not in held[1]:
                held[1].append(number)
    return versions([manifest for manifest, _ in ordered]) | {"files": files}


def sums_of(folder: Path) -> list[tuple[str, str]]:
    """The files of an edition on disk with their sums: as built, and as published, where pages lead elsewhere."""
    told = read_now(folder / LIST).get("files", {})
    return [
        *told.items(),
        *((name, digest) for name, digest in frozen_sums(folder).items() if told.get(name) != digest),
    ]


def frozen_sums(folder: Path) -> dict[str, str]:
    """The sums that a frozen edition tells of its files; empty where there are none. Raises ValueError."""
    path = folder / FROZEN_LIST
    if not path.is_file():
        return {}
    lines = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return {name: digest for digest, name in lines}
