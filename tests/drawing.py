"""How tests look at a chart: its texts and where they stand, its marks, and tables with a series planted in."""

import ast
import io
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from conftest import TABLES, Tables
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.textpath import text_to_path

from nolimits.charts import Exhibit, style
from nolimits.data import View, period
from nolimits.manuscript.notebook import PARAMETERS, cells, has_tag

WORDS = {"id": "trade-sample", "headline": "A headline", "caption": "What was counted.", "alt": "What it shows."}
KEY = "zz.test"  # of a series that is planted
SHIFT = 0.18  # of a line's height: room above its letters, by which lines may touch and their letters do not
Line = tuple[str, float, float, float, float]


# --- texts


@cache
def outlines() -> RendererSVG:
    """What measures a text as an SVG shows it: by its outlines, not fitted to the dots of a screen."""
    return RendererSVG(1000, 1000, io.StringIO())


def texts(figure: Figure) -> list[Text]:
    """All texts that can be seen, where they stand when the figure is drawn."""
    with style.house():
        figure.draw(outlines())
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def said(figure: Figure) -> list[str]:
    """What the texts of a figure say."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def lines_of(text: Text) -> Iterator[Line]:
    """Each line of a text with its left and right, low and high end, in points, as wide as its outlines are."""
    box, lines = text.get_window_extent(outlines()), text.get_text().split("\n")
    tall = box.height / len(lines)
    for i, line in enumerate(lines):
        wide = text_to_path.get_text_width_height_descent(line, text.get_fontproperties(), ismath=False)[0]
        left = {"left": box.x0, "right": box.x1 - wide, "center": (box.x0 + box.x1 - wide) / 2}[text.get_ha()]
        top = box.y1 - i * tall
        yield line, left, left + wide, top - (1 - SHIFT) * tall, top - SHIFT * tall


def faults_of_sight(figure: Figure) -> list[str]:
    """What a reader could not read: texts that are small, off the sheet, or over another."""
    found = texts(figure)
    boxes = sorted((box for text in found for box in lines_of(text)), key=lambda box: box[1])
    wide, tall = figure.bbox.width, figure.bbox.height
    small = [f"{text.get_text()!r} is small" for text in found if text.get_fontsize() < 9]
    off = [f"{b[0]!r} is off the sheet" for b in boxes if b[1] < -1 or b[2] > wide + 1 or b[3] < -1 or b[4] > tall + 1]
    over = [f"{a[0]!r} is over {b[0]!r}" for a, b in combinations(boxes, 2) if _touch(a, b)]
    return small + off + over


def _touch(a: Line, b: Line) -> bool:
    return a[1] < b[2] - 0.5 and b[1] < a[2] - 0.5 and a[3] < b[4] and b[3] < a[4]


# --- marks


def marks(figure: Figure) -> list[Artist]:
    """The marks that stand for data."""
    return figure.findobj(lambda artist: (artist.get_gid() or "").startswith("data"))


def named(exhibit: Exhibit, variant: str = "wide") -> set[str]:
    """What the marks of a picture of a register say that they stand for."""
    return {mark.get_gid().removeprefix("data ") for mark in marks(exhibit.figure(variant))}


def arrows(figure: Figure) -> list[Annotation]:
    """The arrows of open intervals."""
    return [text for text in figure.findobj(Annotation) if text.arrow_patch is not None]


def joins(figure: Figure, key: str = KEY) -> list[tuple[float, float]]:
    """Pairs of places in time between which a line of a series is drawn."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_linestyle() != "None"]
    return [
        pair
        for line in lines
        if (line.get_gid() or key).endswith(key) and len(set(line.get_xdata())) > 1
        for pair in pairwise(line.get_xdata())
    ]


def drawn(exhibit: Exhibit) -> list[float]:
    """Where the marks of a chart stand, as its records say."""
    return [record["drawn"] for record in exhibit.records]


def standing(figure: Figure, kind: str) -> Iterator[float]:
    """The numbers at which the marks of the data stand in a chart of a kind, each mark once."""
    along = kind in ("ranked", "dumbbell")
    for axes in figure.axes:
        for bar in (patch for patch in axes.patches if (patch.get_gid() or "").startswith("data")):
            size = bar.get_width() if along else bar.get_height()
            yield abs(size) if kind == "mirrored" else size
        lines = [line for line in axes.lines if (line.get_gid() or "").startswith("data")]
        spots = {(line.get_gid(), round(x, 9), round(y, 9)) for line in lines for x, y in line.get_xydata()}
        yield from (x if along else y for _, x, y in spots)


# --- the book's own charts


def shown(notebook: Path, day: str) -> Iterator[Exhibit]:
    """The charts that the cells of a notebook end in, as of a day."""
    names: dict[str, Any] = {}
    for cell in (cell for cell in cells(notebook) if cell["cell_type"] == "code"):
        tree = ast.parse(cell["source"])
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, notebook.name, "exec"), names)
        if last and isinstance(
            found := eval(compile(ast.Expression(last.value), notebook.name, "eval"), names), Exhibit
        ):
            yield found
        if has_tag(cell, PARAMETERS):
            names["cutoff"] = day


# --- tables to change


def planted(tables: Tables, figures: Iterable[tuple[str | int, str, str]], key: str = KEY, **about: str) -> View:
    """A view of tables with a series of its own: (period, qualifier, figure), each known on the last day of its period."""
    given = {"section": "trade", "label": "A test", "unit": "USD bn", "basis": "reported", "measures": "level"}
    tables.plant("indicators", **{"indicator": key} | given | about)
    for when, qualifier, figure in figures:
        span = period(when)
        restate(tables, when, span.end, figure, qualifier, key)
    return View("latest", 2014, tables.folder)


def restate(
    tables: Tables, when: str | int, known_on: str, figure: str, qualifier: str = "exact", key: str = KEY, **more: str
) -> None:
    """Plant one more figure, known on a day."""
    span, source = period(when), tables.read("sources")[1][0]["source"]
    cells = {"value": figure} if qualifier in ("exact", "about") else {"low": figure, "high": figure}
    tables.plant(
        "observations",
        **{"indicator": key, "period_start": span.start, "period_end": span.end, "qualifier": qualifier}
        | {"known_on": known_on, "source": source}
        | cells
        | more,
    )


# --- the frozen tables with more of everything that registers draw

SOURCES = ("mills-2020-03-01", "mills-2021-03-01", "mills-2022-03-01", "mills-2023-03-01")
PROJECTS = [
    ("mill-two", "A second mill, with a name that is too long for one line (on the same river)", "3", "5", "2022"),
    ("mill-three", "Mill three", "", "", "2020-2021"),
    ("road-two", "The road along the coast", "0.5", "", "2021"),
    ("road-three", "A bridge", "4", "", "2030"),
    ("mill-stake", "A stake in a mill", "1.5", "2", ""),
]
ACTS = [
    ("mill-three", "2020-02-01", "mou", "negotiating"),
    ("mill-two", "2020-02-01", "contract", "agreed"),
    ("road-two", "2020-02-01", "announced", "idea"),
    ("mill-two", "2021-02-01", "construction_start", "under_construction"),
    ("road-three", "2021-02-01", "cancelled", "cancelled"),
    ("road-two", "2021-02-01", "withdrawn", "withdrawn"),
    ("mill-stake", "2022-02-01", "commissioned", "operating"),
    ("mill-two", "2022-02-01", "sanctioned", "stalled"),
    ("mill-stake", "2023-02-01", "expansion", "operating"),
    ("mill-three", "2023-02-01", "delayed", "negotiating"),
]
EVENTS = [("2022-02-20", "claim", "limits"), ("2022-02-21", "denial", "neutral"), ("2023-02-01", "visit", "supports")]


def enlarged(tables: Tables) -> Tables:
    """Tables with more projects and acts, and with contested events."""
    for key in SOURCES:
        day = key.removeprefix("mills-")
        cells = {"publisher": "The Mill", "title": key, "precision": "day", "language": "en", "kind": "company"}
        tables.plant("sources", source=key, published=day, url=f"https://example.org/{key}", **cells)
    for key, name, low, high, plan in PROJECTS:
        stake = {"capacity": "20", "capacity_unit": "percent share"} if key == "mill-stake" else {}
        cells = {"project": key, "name": name, "sector": f"{key.partition('-')[0]}s", "source": SOURCES[0]}
        tables.plant("projects", cost_low_usd_bn=low, cost_high_usd_bn=high, planned_completion=plan, **cells, **stake)
    for key, day, milestone, status in ACTS:
        said = {"description": f"{milestone} of {key}", "source": f"mills-{day[:4]}-03-01"}
        tables.plant("milestones", project=key, date=day, milestone=milestone, status=status, known_on=day, **said)
    for i, (day, kind, direction) in enumerate(EVENTS):
        cells = {"section": "talks", "actor": "other", "description": f"It is said, and said again, that {i} is so"}
        cells |= {"source": f"mills-{day[:4]}-03-01", "known_on": day}
        tables.plant("events", event=f"tal-1{i:02}", date=day, kind=kind, direction=direction, **cells)
    return tables


def enlarged_copy(folder: Path) -> Tables:
    """A copy of the frozen tables, enlarged."""
    shutil.copytree(TABLES, folder / "data")
    return enlarged(Tables(folder / "data"))
