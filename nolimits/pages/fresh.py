"""What is bound again besides pages whose text has changed, and what is taken away that no page shows any more.

Sphinx writes a page again where its own text has changed. What pages say of one another, such as titles beside the
text, numbers of figures, pages before and after, words of what is referred to, is watched here.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from nolimits.citing.meta import CHARTS
from nolimits.data.folders import names_below
from nolimits.pages import context
from nolimits.pages.shelf import CATALOGUE, shelf

KEPT = "nolimits_shared"  # where the environment keeps what pages say of one another
PLACES, REFERS = "nolimits_places", "nolimits_refers"  # and the places that can be referred to, and who refers to which
MADE = "pages.json"  # beside the doctrees: hashes of the pages that follow from charts


def as_the_first_time(app: Sphinx) -> None:
    """Remove what MyST-NB puts there last: pages name a style sheet with a digest where it is there before them."""
    for path in (Path(app.outdir) / "_static").glob("mystnb.*.css"):
        path.unlink()


def pages_to_write(_app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """The pages to be written besides those that were read: all, where what they say of one another has changed."""
    _name_pictures(env)
    before, now = getattr(env, KEPT, None), _common_hashes(env)
    setattr(env, KEPT, now)
    moved = _note_moves(env)
    if before is None or before["pages"] != now["pages"]:
        return sorted(env.found_docs)
    shown = {CATALOGUE} if before["charts"] != now["charts"] else set()
    referring = {page for page, names in getattr(env, REFERS, {}).items() if not moved.isdisjoint(names)}
    return sorted((shown | referring) & env.found_docs)


def note_references(app: Sphinx, doctree: nodes.document) -> None:
    """Note to which places a page refers: what it says of them is theirs."""
    named = {str(node["reftarget"]).rpartition("#")[2].lower() for node in doctree.findall(pending_xref)}
    vars(app.env).setdefault(REFERS, {})[app.env.docname] = named


def _note_moves(env: BuildEnvironment) -> set[str]:
    """The names of places that are elsewhere or called otherwise than before, or there no more."""
    standard = env.get_domain("std")
    now = {**standard.data["anonlabels"], **standard.data["labels"]}
    before: dict[str, object] = getattr(env, PLACES, {})
    setattr(env, PLACES, now)
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


def _name_pictures(env: BuildEnvironment) -> None:
    """Of pictures with one name, number all but the first, whichever page was read last."""
    taken: set[str] = set()
    for path, (pages, _) in sorted(env.images.items()):
        stem, end = posixpath.splitext(posixpath.basename(path))
        numbers = (f"{stem}{number or ''}{end}" for number in count())
        name = next(one for one in numbers if one not in taken)
        taken.add(name)
        env.images[path] = pages, name
    env.images._existing = taken


def _common_hashes(env: BuildEnvironment) -> dict[str, str]:
    titles = {name: title.astext() for name, title in sorted(env.titles.items())}
    contents = {name: tree.pformat() for name, tree in sorted(env.tocs.items())}
    numbers = sorted(
        (page, kind, sorted(held.items())) for page, kinds in env.toc_fignumbers.items() for kind, held in kinds.items()
    )
    shows = context.cover_text(env)  # which stands in each page's head
    pictures = {path: name for path, (_, name) in env.images.items() if name != posixpath.basename(path)}
    told = [titles, contents, numbers, env.toctree_includes, env.numbered_toctrees, shows, pictures]
    shown = [[name, one.page, one.spoken, one.pictures] for name, one in sorted(shelf(env).items())]
    return {"pages": _hash(told), "charts": _hash(shown)}


def is_there(app: Sphinx, page: str, mark: str, told: Any) -> bool:
    """Whether a page that follows from a chart was written before as it would be written now; else that is noted.

    `told` is all that it says, or all that it follows from; `mark` says which.
    """
    marks = _load_marks(app).setdefault(page, {})
    now = _hash([told, getattr(app.env, KEPT)["pages"]])
    there = marks.get(mark) == now and (Path(app.outdir) / f"{page}.html").is_file()
    marks[mark] = now
    return there


def _load_marks(app: Sphinx) -> dict[str, dict[str, str]]:
    if not hasattr(app, MADE):
        path = Path(app.doctreedir) / MADE
        setattr(app, MADE, json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})
    found: dict[str, dict[str, str]] = getattr(app, MADE)
    return found


def take_away(app: Sphinx, error: Exception | None) -> None:
    """Remove pages and pictures that were bound before and that nothing shows any more."""
    if error or app.builder.name != "html" or not app.config.nolimits_printed:
        return
    out, charts = Path(app.outdir), {f"{CHARTS}/{name}" for name in shelf(app.env)}
    pages = {*app.env.found_docs, *charts, "genindex", "search", "index"}
    for name in names_below(out):
        if name.endswith(".html") and name.removesuffix(".html") not in pages and not name.startswith("_static/"):
            (out / name).unlink()
    shown = {name for _, name in app.env.images.values()}
    for path in (out / "_images").glob("*"):
        if path.name not in shown:
            path.unlink()
    made = {name: marks for name, marks in _load_marks(app).items() if name in charts}
    (Path(app.doctreedir) / MADE).write_text(json.dumps(made), encoding="utf-8")


def _hash(told: Any) -> str:
    text = json.dumps(told, sort_keys=True, default=_as_text)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_text(value: object) -> object:
    return value.astext() if isinstance(value, nodes.Node) else sorted(value) if isinstance(value, set) else str(value)


def setup(app: Sphinx) -> None:
    """Register what watches."""
    app.connect("builder-inited", as_the_first_time)
    app.connect("doctree-read", note_references)
    # when Sphinx has numbered the figures
    app.connect("env-get-updated", pages_to_write, priority=900)
    app.connect("build-finished", take_away)
