"""Lay editions into a folder that a static host serves: the newest at its root, each frozen in a place of its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nolimits.data import DataError
from nolimits.editions import archive

MANIFEST, SUMS, FROZEN, ASSETS = "edition.json", "SHA256SUMS", "editions", "assets"
INDEX, VERSIONS, BANNER = "editions.json", "versions.json", "editions.js"
FILES = "files.js"
ROOT_FILES = "root.json"  # which files at the root are those of the newest edition
SHARED = re.compile(r"""(?P<before>["'(=])(?P<up>(?:\.\./)*)(?P<folder>_static|_images)/(?P<name>[^"')?#\s>]+)""")
OWN = ("build.json",)  # what a build notes for itself: of which machine's Python, from which inputs
HEAD_END = "</head>"


@dataclass(frozen=True)
class Published:
    """An edition in a site: its key, the day up to which it knows, and its place in the order of publishing."""

    key: str
    cutoff: str
    order: int


def publish(tree: Path, site: Path) -> tuple[str, bool]:
    """Lay a finished tree into a site; the edition's key, and whether anything was added.

    Raises DataError where `tree` is no finished book, where `site` holds something else, where a frozen file is no
    longer what it was, and where an edition of this key with other contents lies there. Frozen files are written once.
    """
    manifest = _manifest(tree)
    key = manifest["edition"]
    _refuse_foreign(site)
    site.mkdir(parents=True, exist_ok=True)
    with archive.publishing_folder(site) as work:
        found = editions(site)
        for one in found:
            if changed := damage(site / FROZEN / one.key):
                raise DataError(f"{site}/{FROZEN}/{one.key}/{changed[0]} is not as it was published: restore it first")
        shared = _places(tree)
        frozen, place = _frozen(tree, work / key, key, shared), site / FROZEN / key
        if place.exists() and archive.checksums(frozen) != archive.checksums(place):
            raise DataError(f"{place} holds other contents under this key: its files are frozen and stay")
        _share(tree, site, shared)
        if new := not place.exists():
            place.parent.mkdir(exist_ok=True)
            os.rename(frozen, place)
        if all(one.key != key for one in found):
            found.append(Published(key, manifest["cutoff"], len(found)))
        _write_root(site, found, work)
    return key, new


def editions(site: Path) -> list[Published]:
    """The editions of a site in the order in which they were published; none where there is no site yet."""
    told = archive.read_now(site / INDEX).get("editions", ())
    return [Published(one["edition"], one["cutoff"], order) for order, one in enumerate(told)]


def _newest(found: list[Published]) -> Published:
    """The edition that knows most: of the latest cutoff, and of those the one published last."""
    return max(found, key=lambda one: (one.cutoff, one.order))


def damage(folder: Path) -> list[str]:
    """The files of a frozen edition that are not what its checksums say, that are missing or that came in later."""
    try:
        told = _sums(folder)
    except (FileNotFoundError, ValueError):
        return [SUMS]
    there = {name: digest for name, digest in archive.checksums(folder).items() if name != SUMS}
    wrong = [name for name, digest in there.items() if told.get(name) != digest]
    return sorted({*wrong, *(set(told) - set(there))})


def _sums(folder: Path) -> dict[str, str]:
    """The checksums that a frozen edition tells of its files."""
    lines = [line.split("  ", 1) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    return {name: digest for digest, name in lines}


def _manifest(tree: Path) -> dict[str, Any]:
    try:
        return json.loads((tree / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        raise DataError(f"{tree} holds no finished book: run `nolimits build` first") from None


def _refuse_foreign(site: Path) -> None:
    if site.is_file():
        raise DataError(f"{site}: there is a file of that name: name a folder")
    held = {path.name for path in site.iterdir()} if site.is_dir() else set()
    # a first publication that was killed, or is under way, has no edition there yet
    foreign = {name for name in held if name != ASSETS and not name.startswith(archive.WORK)}
    if foreign and not held & {INDEX, FROZEN}:
        raise DataError(f"{site}: the folder holds something else than a site of editions: name a new or an empty one")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# --- one edition


def _frozen(tree: Path, to: Path, key: str, shared: dict[str, str]) -> Path:
    """The frozen copy of a tree: shared files are referred to, each page asks what has become of it since."""
    _copy_pages(tree, to, key, shared)
    lines = [f"{digest}  {name}\n" for name, digest in archive.checksums(to).items()]
    (to / SUMS).write_text("".join(lines), encoding="utf-8")
    return to


def _copy_pages(tree: Path, to: Path, key: str, shared: dict[str, str]) -> None:
    """Copy a tree less what is shared; its pages will lie below the site in `editions/KEY/`."""
    below = len(f"{FROZEN}/{key}".split("/"))
    for name, path in _files(tree):
        if name.startswith(("_static/", "_images/")) or name in OWN:
            continue
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # what was made to be taken away is no page of the site
        if path.suffix != ".html" or name.startswith("downloads/"):
            shutil.copyfile(path, target)
            continue
        up = "../" * (below + name.count("/"))
        target.write_text(_linked(path.read_text(encoding="utf-8"), up, shared, key, name), encoding="utf-8")


def _linked(page: str, up: str, places: dict[str, str], key: str, name: str) -> str:
    """A page whose shared files are those of the site, and which asks the site for what came after it."""

    def moved(found: re.Match[str]) -> str:
        own = f"{found['folder']}/{found['name']}"
        return f"{found['before']}{up}{places[own]}" if own in places else found[0]

    asks = f'<script src="{up}{BANNER}" data-edition="{key}" data-page="{quote(name)}" defer></script>\n'
    return SHARED.sub(moved, page).replace(HEAD_END, asks + HEAD_END, 1)


def _places(tree: Path) -> dict[str, str]:
    """Where in a site the shared files of a tree lie: style and scripts together, each picture by itself."""
    static = [(name, path) for name, path in _files(tree) if name.startswith("_static/")]
    total = hashlib.sha256("".join(f"{name} {_hash(path)}\n" for name, path in static).encode()).hexdigest()[:16]
    places = {name: f"{ASSETS}/{total}/{name.removeprefix('_static/')}" for name, _ in static}
    for name, path in _files(tree):
        if name.startswith("_images/"):
            places[name] = f"{ASSETS}/images/{_hash(path)[:16]}{path.suffix}"
    return places


def _share(tree: Path, site: Path, shared: dict[str, str]) -> None:
    """Put the shared files of a tree into the site; what is there under its hash stays."""
    for name, place in shared.items():
        if not (site / place).is_file():
            archive.write_file(site / place, (tree / name).read_bytes())


# --- the root


def _write_root(site: Path, found: list[Published], work: Path) -> None:
    """The newest edition's pages at the root, and what all editions say of each other; only what differs is written."""
    last = _newest(found)
    before = archive.read_now(site / ROOT_FILES)
    if before.get("edition") != last.key:
        made = _unfrozen(site / FROZEN / last.key, work / "root", last.key)
        names = [name for name, _ in _files(made)]
        for name in names:
            archive.write_file(site / name, (made / name).read_bytes())
        for name in set(before.get("files", ())) - set(names):
            (site / name).unlink(missing_ok=True)
        archive.write_file(site / ROOT_FILES, _json({"edition": last.key, "files": names}))
    told = archive.publication_history(site / FROZEN, [one.key for one in found], last.key)
    about = {"newest": last.key, "editions": [{"edition": one.key, "cutoff": one.cutoff} for one in found]}
    asked = archive.as_script("NOLIMITS_EDITIONS", about | {"since": told.since, "absent": told.absent})
    archive.write_file(site / VERSIONS, _json(told.versions))
    archive.write_file(site / FILES, archive.as_script("NOLIMITS_FILES", told.files))
    archive.write_file(site / BANNER, asked + archive.script())
    # last: a site whose list does not name an edition can be published into again
    archive.write_file(site / INDEX, _json(about))


def _unfrozen(frozen: Path, to: Path, key: str) -> Path:
    """The pages of a frozen edition, led to the site's files from the root."""
    deeper = "../" * len(f"{FROZEN}/{key}".split("/"))
    for name, path in _files(frozen):
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".html":
            shutil.copyfile(path, target)
            continue
        up = "../" * name.count("/")
        page = path.read_text(encoding="utf-8")
        for asked in (f"{ASSETS}/", BANNER):
            page = page.replace(f"{up}{deeper}{asked}", f"{up}{asked}")
        target.write_text(page, encoding="utf-8")
    (to / SUMS).unlink()
    return to


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
