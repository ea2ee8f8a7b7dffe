"""What every chart ends in: an exhibit with its words, its identity, its records and its pictures."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypedDict

import pandas as pd
from matplotlib.figure import Figure as Picture

from nolimits.charts import style
from nolimits.charts.asked import MarkCard, card
from nolimits.charts.output import cache, pictures, png, share, svg
from nolimits.charts.sheet.canvas import VARIANTS, Canvas
from nolimits.charts.sheet.spots import Sheet, SpotPlace, places
from nolimits.data import Fact, Figure, View, day_name
from nolimits.language import wording
from nolimits.language.places import key
from nolimits.manuscript.exhibit import FILES, FOR_PAGES, IDENTITY, LICENCE, MIME, RIGHTS, UNDRAWN, WANTED
from nolimits.prose import Template, alternatives, bare, plain, printing

PLOTS = ("wide", "narrow")  # what pages show
SCHEME = 2  # of fingerprints: they are made as `Exhibit.fingerprint` says
MOST_PUBLISHERS = 5
FRAME_PAD = 0.2
Record = Mapping[str, Any]


class ChartError(ValueError):
    """A chart asked for in a way that cannot be drawn: says what, and what would be right."""


class Words(TypedDict, total=False):
    """What an author says about a chart; all but `id`, which is `section-what`, are templates."""

    id: str
    headline: Template
    subtitle: Template
    caption: Template
    alt: Template


Draw = Callable[[Canvas], None]  # puts one variant of a chart on a canvas


@dataclass(frozen=True)
class Paper:
    """A source that stands behind a mark without a row of its own: a paper whose figure is drawn."""

    source: str


@dataclass(frozen=True)
class Datum:
    """What one mark stands for: its flat record, the rows behind it, and the figure where it is one.

    `says` is what it answers when it is asked, where neither its figure nor its row can say it.
    """

    record: Record
    rows: tuple[Fact | Paper, ...] = ()
    figure: Figure | None = None
    says: str = ""


@dataclass(frozen=True)
class Drawing:
    """What a kind of chart hands over.

    `draw` puts one variant on a canvas, and is asked only if there are `data`; else the sheet says that `nothing` (such
    as "project was") was known. `rows` are the rows behind it all, where they are not those of the data in their order;
    `note` stands below the plot. `parameters` are options that count otherwise than they were asked for, `without`
    those that shaped nothing.
    """

    draw: Draw
    data: Sequence[Datum]
    unit: str = ""
    rows: Sequence[Fact | Paper] | None = None
    nothing: str = ""
    note: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    @property
    def behind(self) -> tuple[Fact | Paper, ...]:
        """The rows behind it, those of each mark; a paper once."""
        found = [row for datum in self.data for row in datum.rows] if self.rows is None else self.rows
        papers = dict.fromkeys(row for row in found if isinstance(row, Paper))
        return *(row for row in found if not isinstance(row, Paper)), *papers

    def emptiness(self, day: str) -> str:
        """What is said on a day in place of marks."""
        return f"{f'No {self.nothing}' if self.nothing else 'Nothing of this was'} known by {day_name(day)}."


@dataclass(frozen=True)
class Exhibit:
    """A chart with all that it takes to publish and to cite it.

    `words` are templates, `spoken` the same as plain text, `printed` as Markdown with its traces. `sources` are keys,
    those of the most frequent publisher first. `records` say exactly what is drawn, `rows` are those behind them.
    """

    id: str
    kind: str
    words: dict[str, Template]
    cutoff: str
    unit: str
    sources: tuple[str, ...]
    records: tuple[Record, ...]
    parameters: dict[str, Any]
    spoken: dict[str, str] = field(repr=False)
    printed: dict[str, str] = field(repr=False)
    rows: tuple[Fact, ...] = field(repr=False, compare=False)
    _cards: Callable[[], tuple[MarkCard, ...]] = field(repr=False, compare=False)
    _draw: Draw = field(repr=False, compare=False)

    # --- identity

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what is drawn: records, parameters, and the finished plot, which holds neither words nor day.

        Code that draws the same does not change it, nor does a day on which the same is known. It begins with the
        number of its scheme.
        """
        told = json.dumps([list(self.records), self.parameters], sort_keys=True, ensure_ascii=True, default=str)
        return "{}-{}".format(SCHEME, hashlib.sha256((told + self._wide["plot"]).encode()).hexdigest())

    @property
    def short(self) -> str:
        """The beginning of the fingerprint, as pages and pictures show it."""
        return self.fingerprint[:12]

    @cached_property
    def _wide(self) -> Mapping[str, str]:
        return self._plot_json("wide")

    @cached_property
    def _narrow(self) -> Mapping[str, str]:
        return self._plot_json("narrow")

    def _plot_json(self, variant: str) -> Mapping[str, str]:
        """A plot, and where its marks stand, as JSON."""
        return cache.pictures_of(self._draw, {"id": self.id, "variant": variant}, partial(self._svg, variant))

    def _svg(self, variant: str) -> dict[str, str]:
        """A plot as SVG without a label, and where its marks stand, as JSON."""
        with style.house():
            figure = self._figure(variant)
            return {"plot": svg.svg_text(figure, f"{self.id}.{variant}", ""), "at": json.dumps(places(figure))}

    @cached_property
    def cards(self) -> tuple[MarkCard, ...]:
        """What the mark of each record answers when it is asked."""
        return self._cards()

    def marks(self, variant: str) -> list[SpotPlace]:
        """Where the marks of a plot stand: which record, left, top, and of a shape width and height, in pixels.

        Raises ChartError for another variant than `wide` and `narrow`.
        """
        if variant not in PLOTS:
            raise ChartError(f"{variant!r} has no marks to ask: they are those of wide and narrow")
        found: list[SpotPlace] = json.loads((self._wide if variant == "wide" else self._narrow)["at"])
        return found

    # --- pictures

    def figure(self, variant: str) -> Picture:
        """The matplotlib figure of a variant: `wide`, `narrow` or `frame`. Raises ChartError for another."""
        if variant not in VARIANTS:
            raise ChartError(f"{variant!r} is not a variant: {', '.join(VARIANTS)}")
        with style.house():
            return self._figure(variant)

    def _figure(self, variant: str) -> Sheet:
        canvas = Canvas(variant, FRAME_PAD if variant == "frame" else 0.0)
        (self._draw_framed if variant == "frame" else self._draw)(canvas)
        return canvas.close()

    def _draw_framed(self, canvas: Canvas) -> None:
        canvas.figure.set_facecolor(style.LIGHT["paper"])
        canvas.paragraph(self.spoken["headline"], size=style.HEADLINE, weight="strong")
        if self.spoken["subtitle"]:
            canvas.top += 0.03
            canvas.paragraph(self.spoken["subtitle"], size=style.SUBTITLE, tone="muted")
        canvas.top += 0.15
        above = canvas.top
        self._draw(canvas)
        canvas.figure.plot = above, canvas.top
        canvas.top += 0.12
        canvas.paragraph(self.spoken["source_line"], size=style.SMALL, tone="muted")
        canvas.paragraph(f"{self.id} · {self.short}", size=style.SMALL, tone="muted")

    def svg(self, variant: str) -> str:
        """A variant as SVG text: `wide` and `narrow` are only the plot, `frame` stands alone."""
        if variant not in VARIANTS:
            raise ChartError(f"{variant!r} is not a variant: {', '.join(VARIANTS)}")
        if variant == "frame":
            return self._pictures["frame"]
        return svg.add_label((self._wide if variant == "wide" else self._narrow)["plot"], self.spoken["alt"])

    def frame(self) -> pd.DataFrame:
        """What is drawn, as a table: a row for each record."""
        return pd.DataFrame(list(self.records))

    def files(self) -> dict[str, str | bytes]:
        """The chart that stands alone, drawn once: `svg` as text, `png` at twice a page's size, `pdf`."""
        made = self._pictures
        return {"svg": made["frame"], "png": base64.b64decode(made["png"]), "pdf": base64.b64decode(made["pdf"])}

    @cached_property
    def _pictures(self) -> Mapping[str, str]:
        """The chart that stands alone, with its words and its day: `FILES`, all but `frame` in base64."""
        told = {"id": self.id, "fingerprint": self.fingerprint, "cutoff": self.cutoff, "spoken": self.spoken}
        return cache.pictures_of(self._draw, told, self._make_files)

    def _make_files(self) -> dict[str, str]:
        with style.house():
            figure = self._figure("frame")
            framed = svg.svg_text(figure, f"{self.id}.frame", self.spoken["alt"], self._dublin())
            drawn = pictures.raster(figure)
            dots = png.encode_png(drawn, self._chunks(), pictures.DENSITY)
            files = {"png": dots, "pdf": pictures.pdf(figure, self._info())}
            top, foot = (round(inches * pictures.DENSITY) for inches in figure.plot)
            wide = drawn.crop((0, top, drawn.width, foot))
            files["share"] = share.share(wide, partial(self._figure, "narrow"), self.spoken, self._chunks())
        return {"frame": framed} | {kind: base64.b64encode(content).decode() for kind, content in files.items()}

    @property
    def _identifier(self) -> str:
        return f"{self.id} {self.fingerprint}"

    def _dublin(self) -> dict[str, str]:
        return {
            "Title": self.spoken["headline"],
            "Source": self.spoken["source_line"],
            "Rights": RIGHTS,
            "Identifier": self._identifier,
        }

    def _chunks(self) -> dict[str, str]:
        """What a PNG tells of itself, by the keywords of its standard as far as there are some."""
        return {
            "Title": self.spoken["headline"],
            "Author": self.spoken["author"],
            "Description": self.spoken["alt"],
            "Copyright": LICENCE,
            "Source": self.spoken["source_line"],
            "Identifier": self._identifier,
            "Cutoff": self.cutoff,
        }

    def _info(self) -> dict[str, str]:
        """What a PDF tells of itself; the source line names the cutoff."""
        return {
            "Title": self.spoken["headline"],
            "Author": self.spoken["author"],
            "Keywords": self._identifier,
            "Subject": f"{self.spoken['source_line']}. {LICENCE}",
        }

    # --- as kept by a notebook

    def bundle(self) -> dict[str, Any]:
        """All that a page or a publisher needs, as JSON can hold it.

        `png` and `pdf` are the frame in base64, `share` the picture for links; `rows` are permanent places of the rows
        behind it, `evidence` their keys. An undrawn run leaves `FILES` empty and, but for pages, all that is drawn.
        """
        drawn = (unwanted := os.environ.get(UNDRAWN, "")) in ("", FOR_PAGES)
        made = dict.fromkeys(FILES, "") if unwanted else self._pictures
        return {
            "id": self.id,
            "kind": self.kind,
            **self.words,
            "spoken": self.spoken,
            "printed": self.printed,
            "unit": self.unit,
            "cutoff": self.cutoff,
            "fingerprint": self.fingerprint if drawn else "",
            "parameters": self.parameters,
            "sources": list(self.sources),
            "rows": list(dict.fromkeys(row.anchor for row in self.rows)),
            "evidence": list(dict.fromkeys(map(key, self.rows))),
            "records": list(self.records),
            "cards": [list(card) for card in self.cards] if drawn else [],
            "svg": {variant: self.svg(variant) for variant in PLOTS} if drawn else {},
            "marks": {variant: self.marks(variant) for variant in PLOTS} if drawn else {},
            **{kind: made[kind] for kind in FILES},
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """What a notebook keeps: the bundle for the book, the framed picture for JupyterLab, and words."""
        bundle = self.bundle()
        if not bundle["frame"]:
            return {MIME: bundle, "text/plain": self.spoken["headline"]}
        # slides and offices take PNG; without a PDF, LaTeX would have Inkscape make one of the SVG
        pictures = {"image/svg+xml": bundle["frame"], "image/png": bundle["png"], "application/pdf": bundle["pdf"]}
        return {MIME: bundle, **pictures, "text/plain": str(self)}

    def __str__(self) -> str:
        return f"{self.spoken['headline']}\n{self.spoken['alt']}\n[{self.id} · {self.short}]"


def finish(
    view: View,
    drawing: Drawing,
    *,
    kind: str = "chart",
    parameters: Mapping[str, Any] | None = None,
    id: str = "",
    headline: Template = "",
    subtitle: Template = "",
    caption: Template = "",
    alt: Template = "",
) -> Exhibit:
    """The exhibit of a drawing; `parameters` are the options that shaped it, the words templates over the view's facts.

    Raises ChartError where a word is missing or the id is malformed.
    """
    words = {"headline": headline, "subtitle": subtitle or "", "caption": caption, "alt": alt}
    if not IDENTITY.fullmatch(id):
        raise ChartError(f"{id!r} is not a chart's id: write section-what in small letters, such as 'trade-balance'")
    for name, what in WANTED.items():
        if not any(text.strip() for text in alternatives(words[name])):
            raise ChartError(f"the chart {id} has no {name}: write {name}=, {what}")
    used = _source_keys(view, behind := drawing.behind)
    spoken = {name: bare(plain(template, view)) for name, template in words.items()}
    if not drawing.data:
        spoken["alt"] = f"An empty chart. {drawing.emptiness(view.cutoff)}"
    for name in WANTED:
        if not spoken[name]:
            raise ChartError(f"the chart {id} has no {name} on {view.cutoff}: add one that asks for nothing unknown")
    options = {name: value for name, value in (parameters or {}).items() if name not in drawing.without}
    return Exhibit(
        id=id,
        kind=kind,
        words=words,
        cutoff=view.cutoff,
        unit=drawing.unit,
        sources=used,
        records=tuple(dict(datum.record) for datum in drawing.data),
        parameters=json.loads(json.dumps({"start": view.start} | options | dict(drawing.parameters), default=str)),
        spoken=spoken | {"source_line": source_line(view, used), "author": author(view)},
        printed={name: printing.print_template(words[name], view) for name in ("headline", "subtitle", "caption")},
        rows=tuple(row for row in behind if not isinstance(row, Paper)),
        _cards=lambda: tuple(card(datum, view) for datum in drawing.data),
        _draw=_sheet(view, drawing),
    )


def _sheet(view: View, drawing: Drawing) -> Draw:
    """The drawing with what is said where there is nothing to draw, and below; it holds no more than it draws."""
    plot, note = drawing.draw, drawing.note
    if not drawing.data:  # only an empty sheet names its day: one with marks is the same on many
        plot = partial(Canvas.calm, text=drawing.emptiness(view.cutoff))

    def draw(canvas: Canvas) -> None:
        plot(canvas)
        if note:
            canvas.top += 0.06
            canvas.paragraph(note, tone="muted")

    return draw


def _source_keys(view: View, rows: Iterable[Fact | Paper]) -> tuple[str, ...]:
    """The source keys of rows: those of the publisher with most rows first, each publisher's in order of key."""
    keys = [row.source for row in rows]
    publishers = Counter(view.source(key)["publisher"] for key in keys)
    return tuple(
        sorted(
            set(keys), key=lambda key: (-publishers[view.source(key)["publisher"]], view.source(key)["publisher"], key)
        )
    )


def source_line(view: View, sources: Iterable[str]) -> str:
    """`Sources: TASS, Interfax and 3 more; as known by 31 March 2026`."""
    publishers = list(dict.fromkeys(view.source(key)["publisher"] for key in sources))
    until = f"as known by {day_name(view.cutoff)}"
    if not publishers:
        return f"No sources; {until}"
    return f"Source{'s' if len(publishers) > 1 else ''}: {wording.some_names(publishers, MOST_PUBLISHERS)}; {until}"


def author(view: View) -> str:
    """Who made the book, as the data package names them."""
    return ", ".join(one["title"] for one in view.evidence.package.get("contributors", ()))
