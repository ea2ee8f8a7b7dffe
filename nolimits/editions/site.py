"""Lay editions into a folder that a static host serves: the newest at its root, each frozen in a place of its own."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nolimits.data import DataError
from nolimits.data.folders import names_below
from nolimits.editions import archive
from nolimits.editions.feed import FEED
from nolimits.editions.headers import HEADERS
from nolimits.editions.history import publication_history, script
from nolimits.editions.sums import FILES, FROZEN_LIST, LIST, MANIFEST, frozen_sums
from nolimits.editions.sums import VERSIONS as FINGERPRINTS
from nolimits.hypertext import html

FROZEN, ASSETS = "editions", "assets"
INDEX, VERSIONS, BANNER = "editions.json", "versions.json", "editions.js"
ROOT_FILES = "root.json"  # which files at the root are those of the newest edition, with their checksums
KEY = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{4,64}")
OWNERS = ("CNAME", "lost+found")  # what whoever publishes keeps there, besides hidden entries such as .git
OF_ASSETS = re.compile(r"images|[0-9a-f]{16}")
SHARED = re.compile(r"""(?P<before>["'(=])(?P<up>(?:\.\./)*)(?P<folder>_static|_images)/(?P<name>[^"')?#\s>]+)""")
# what is made anew with each sentence, or each row, lies apart, so that editions share the rest
INDEXES = ("_static/pagefind/said/", "_static/pagefind/rows/", "_static/search-index.js", "_static/past/")
OWN = ("build.json",)  # what a build notes for itself: of which machine's Python, from which inputs
HEAD_END = "</head>"


@dataclass(frozen=True)
class Published:
    """An edition in a site: its key, the day up to which it knows, and its place in the order of publishing."""

    key: str
    cutoff: str
    order: int


def _quietly(_text: str) -> None:
    """Tells nobody."""


def publish(tree: Path, site: Path, say: Callable[[str], None] = _quietly) -> tuple[str, bool]:
    """Lay a finished tree into a site; the edition's key, and whether anything was added.

    What is damaged and can be mended from this tree is mended, and said. Raises DataError where `tree` is no finished
    book or changes meanwhile, where `site` holds something else, where a frozen or shared file of another edition is no
    longer what it was, and where an edition of this key with other contents lies there. Frozen files are written once.
    """
    _manifest(tree)
    refuse_other(site)
    site.mkdir(parents=True, exist_ok=True)
    with archive.locked(site):
        _refuse_foreign(site)
        with archive.publishing_folder(site) as work:
            return _lay(tree, site, work, say)


def refuse_other(site: Path) -> None:
    """Raise DataError where no site can lie: at a file, and in a folder that holds something else."""
    if site.exists() and not site.is_dir():
        raise DataError(f"{site}: there is a file of that name: name a folder")
    if site.is_dir():
        _refuse_foreign(site)


def _lay(tree: Path, site: Path, work: Path, say: Callable[[str], None]) -> tuple[str, bool]:
    # what is published is read here, once, and held to the list that was made with it: a build may replace the tree
    sums = _tree_sums(tree)
    key, cutoff = sums["edition"], sums["cutoff"]
    found = _find_editions(site, say)
    shared = _places(sums["files"])
    frozen, place = _frozen(tree, work / key, key, sums["files"], shared), site / FROZEN / key
    if place.exists():
        _mend_frozen(frozen, place, say)
    _share(tree, site, shared, sums["files"], say if place.exists() else _quietly)
    for one in found:
        if changed := damage(site / FROZEN / one.key):
            raise DataError(f"{site}/{FROZEN}/{one.key}/{changed[0]} is not as it was published: restore it first")
        if lost := _shared_damage(site, one.key):
            remedy = f"publish the edition {one.key} again, which mends it"
            raise DataError(f"{site}/{lost[0]} is not as it was published: {remedy}")
    if new := not place.exists():
        place.parent.mkdir(exist_ok=True)
        os.rename(frozen, place)
    if all(one.key != key for one in found):
        found.append(Published(key, cutoff, len(found)))
    _write_root(site, found, work, say)
    return key, new


def editions(site: Path) -> list[Published]:
    """The editions that the list of a site names, in the order of publishing; none where there is no site yet."""
    told = archive.read_now(site / INDEX).get("editions", ())
    return [Published(one["edition"], one["cutoff"], order) for order, one in enumerate(told)]


def _find_editions(site: Path, say: Callable[[str], None]) -> list[Published]:
    """The editions of a site: those of its list, and those that lie there though no list names them, which is said."""
    try:
        found = editions(site)
    except (DataError, KeyError, TypeError):
        say(f"{site / INDEX} could not be read: it is written anew from the editions that lie there")
        found = []
    listed = {one.key for one in found}
    there = sorted(path.name for path in (site / FROZEN).glob("*") if path.is_dir() and KEY.fullmatch(path.name))
    for key in (key for key in there if key not in listed):
        say(f"{INDEX} did not name the edition {key}, which lies there: it is named again")
        found.append(Published(key, key[:10], len(found)))
    return found


def _newest(found: list[Published]) -> Published:
    """The edition that knows most: of the latest cutoff, and of those the one published last."""
    return max(found, key=lambda one: (one.cutoff, one.order))


def damage(folder: Path) -> list[str]:
    """The files of a frozen edition that are not what its checksums say, that are missing or that came in later."""
    try:
        told = frozen_sums(folder)
    except ValueError:
        return [FROZEN_LIST]
    if not told:
        return [FROZEN_LIST]
    there = {name: digest for name, digest in archive.checksums(folder).items() if name != FROZEN_LIST}
    wrong = [name for name, digest in there.items() if told.get(name) != digest]
    return sorted({*wrong, *(set(told) - set(there))})


def _shared_damage(site: Path, key: str) -> list[str]:
    """The shared files of an edition that are not what its checksums say, or that are missing."""
    sums = archive.read_now(site / FROZEN / key / LIST).get("files", {})
    held = ((place, sums[name]) for name, place in _places(sums).items())
    return [place for place, told in held if not _is(site / place, told)]


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and archive.hash_of(path) == digest


def _mend_frozen(frozen: Path, place: Path, say: Callable[[str], None]) -> None:
    """Restore the files of an edition from another copy of it; raises DataError where that is no copy of it."""
    known, there = archive.checksums(frozen), archive.checksums(place)
    wrong = sorted(name for name, digest in known.items() if there.get(name) != digest)
    if not wrong:
        return
    if wrong != [FROZEN_LIST] and there.get(FROZEN_LIST) != known[FROZEN_LIST]:
        raise DataError(f"{place} holds other contents under this key: its files are frozen and stay")
    for name in wrong:
        archive.write_file(place / name, (frozen / name).read_bytes())
        say(f"{place / name} was not as it was published: it is restored")


def _manifest(tree: Path) -> dict[str, Any]:
    try:
        found = archive.read_now(tree / MANIFEST)
    except DataError:
        found = {}
    if "edition" not in found:
        raise DataError(f"{tree} holds no finished book: run `nolimits build` first")
    return found


def _tree_sums(tree: Path) -> dict[str, Any]:
    """The list of checksums that came with a tree, which is of its edition."""
    told, key = archive.read_now(tree / LIST), _manifest(tree)["edition"]
    if not told.get("files"):
        raise DataError(f"{tree} has no {LIST}: run `nolimits build` again")
    if told["edition"] != key:
        raise _change_error(tree, LIST)
    return told


def _read(tree: Path, name: str, sums: Mapping[str, str]) -> bytes:
    """A file of a tree as its list of checksums tells it; raises DataError for any other."""
    content = (tree / name).read_bytes()
    if name in sums and hashlib.sha256(content).hexdigest() != sums[name]:
        raise _change_error(tree, name)
    return content


def _change_error(tree: Path, name: str) -> DataError:
    return DataError(f"{tree}/{name} is not that of the edition which is published: build it again, then publish")


def _refuse_foreign(site: Path) -> None:
    """Raise DataError for a folder with anything but editions of a book and what their owner keeps beside them."""
    held = {path.name for path in site.iterdir() if not (path.name.startswith(".") or path.name in OWNERS)}
    frozen = [path.name for path in (site / FROZEN).glob("*")] if FROZEN in held else []
    if any(KEY.fullmatch(name) for name in frozen) or _is_list(site / INDEX):
        return
    # a first publication that was killed has no edition there yet
    assets = [path.name for path in (site / ASSETS).glob("*")] if ASSETS in held else []
    if held <= {ASSETS, FROZEN} and not frozen and all(OF_ASSETS.fullmatch(name) for name in assets):
        return
    raise DataError(f"{site}: the folder holds something else than a site of editions: name a new or an empty one")


def _is_list(path: Path) -> bool:
    """Whether a file is the list of a site's editions, or was."""
    try:
        told = archive.read_now(path).get("editions")
    except DataError:
        return False
    return isinstance(told, list) and all(
        isinstance(one, dict) and KEY.fullmatch(str(one.get("edition"))) for one in told
    )


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    return ((name, folder / name) for name in names_below(folder))


# --- one edition


def _frozen(tree: Path, to: Path, key: str, sums: Mapping[str, str], shared: Mapping[str, str]) -> Path:
    """The frozen copy of a tree: shared files are referred to, each page asks what has become of it since."""
    _copy_pages(tree, to, key, sums, shared)
    lines = [f"{digest}  {name}\n" for name, digest in archive.checksums(to).items()]
    (to / FROZEN_LIST).write_text("".join(lines), encoding="utf-8")
    return to


def _copy_pages(tree: Path, to: Path, key: str, sums: Mapping[str, str], shared: Mapping[str, str]) -> None:
    """Copy a tree less what is shared; its pages will lie below the site in `editions/KEY/`."""
    below = len(f"{FROZEN}/{key}".split("/"))
    linked = {name for name, _ in archive.page_files(tree)}
    for name, _ in _files(tree):
        if name.startswith(("_static/", "_images/")) or name in OWN:
            continue
        target = to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        content = _read(tree, name, sums)
        if name in linked:
            up = "../" * (below + name.count("/"))
            content = _link_shared(content.decode(), up, shared, key, name).encode()
        target.write_bytes(content)


def _link_shared(page: str, up: str, places: Mapping[str, str], key: str, name: str) -> str:
    """A page whose shared files are those of the site, and which asks the site for what came after it."""

    def moved(found: re.Match[str]) -> str:
        own = f"{found['folder']}/{found['name']}"
        return f"{found['before']}{up}{places[own]}" if own in places else found[0]

    asks = html('<script src="{}{}" data-edition="{}" data-page="{}" defer></script>\n', up, BANNER, key, quote(name))
    return SHARED.sub(moved, page).replace(HEAD_END, f"{asks}{HEAD_END}", 1)


def _places(sums: Mapping[str, str]) -> dict[str, str]:
    """Where in a site the shared files of a tree lie: style and scripts together, each picture by itself."""
    places: dict[str, str] = {}
    static = {name for name in sums if name.startswith("_static/")}
    indexes = [{name for name in static if name.startswith(one)} for one in INDEXES]
    for held in (static.difference(*indexes), *indexes):
        total = hashlib.sha256("".join(f"{name} {sums[name]}\n" for name in sorted(held)).encode()).hexdigest()[:16]
        places |= {name: f"{ASSETS}/{total}/{name.removeprefix('_static/')}" for name in held}
    for name in (name for name in sums if name.startswith("_images/")):
        places[name] = f"{ASSETS}/images/{sums[name][:16]}{Path(name).suffix}"
    return places


def _share(
    tree: Path, site: Path, shared: Mapping[str, str], sums: Mapping[str, str], say: Callable[[str], None]
) -> None:
    """Put the shared files of a tree into the site; what is there as it should be stays, and what is not is mended."""
    for name, place in shared.items():
        if not _is(site / place, sums[name]):
            say(f"{site / place} was not as it was published: it is restored")
            archive.write_file(site / place, _read(tree, name, sums))


# --- the root


def _write_root(site: Path, found: list[Published], work: Path, say: Callable[[str], None]) -> None:
    """The newest edition's pages at the root, and what all editions say of each other; only what differs is written."""
    last = _newest(found)
    before = _root_before(site)
    made = _unfrozen(site / FROZEN / last.key, work / "root", last.key)
    sums = archive.checksums(made)
    for name, digest in sums.items():
        if before.get("edition") == last.key and not _is(site / name, digest):
            say(f"{site / name} was not as it was published: it is restored")
        archive.write_file(site / name, (made / name).read_bytes())
    for name in set(before.get("files", ())) - set(sums):
        (site / name).unlink(missing_ok=True)
    archive.write_file(site / ROOT_FILES, _json({"edition": last.key, "files": sums}))
    told = publication_history(site / FROZEN, [one.key for one in found], last.key, sums)
    about = {"newest": last.key, "editions": [{"edition": one.key, "cutoff": one.cutoff} for one in found]}
    archive.write_file(site / VERSIONS, _json(told.versions))
    for name, content in told.scripts.items():
        archive.write_file(site / name, content)
    for name, content in ((FEED, told.feed), (HEADERS, told.headers)):
        if content:
            archive.write_file(site / name, content)
    archive.write_file(site / BANNER, archive.as_script("NOLIMITS_EDITIONS", about | told.banner_data) + script())
    # last: a site whose list does not name an edition can be published into again
    archive.write_file(site / INDEX, _json(about))


def _root_before(site: Path) -> dict[str, Any]:
    try:
        return archive.read_now(site / ROOT_FILES)
    except DataError:
        return {}


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
    for name in (FROZEN_LIST, FILES, FINGERPRINTS, FEED, HEADERS):
        (to / name).unlink(missing_ok=True)
    return to


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
