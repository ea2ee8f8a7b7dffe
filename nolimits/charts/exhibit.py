"""What every chart ends in: an exhibit with its words, its identity, its records and its pictures."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypedDict

from matplotlib.figure import Figure

from nolimits import prose
from nolimits.charts import style
from nolimits.charts.canvas import VARIANTS, Canvas
from nolimits.charts.output import pictures, svg
from nolimits.data import View, day_name, package
from nolimits.language import places

MIME = "application/vnd.nolimits.exhibit+json"
MOST_PUBLISHERS = 5
IDENTITY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
FRAME_PAD = 0.2
RIGHTS = "CC BY 4.0"
LICENCE = f"{RIGHTS} for text and chart; the data remain their publishers'"


class ChartError(ValueError):
    """A chart asked for in a way that cannot be drawn: says what, and what would be right."""


class Words(TypedDict, total=False):
    """What an author says about a chart; all but `id` are templates.

    `id` is `section-what`; `names` are a page's parameters that the templates use.
    """

    id: str
    headline: str
    subtitle: str | None
    caption: str
    alt: str
    names: Mapping[str, int | float | str]


WANTED = {
    "id": "a name such as 'trade-balance'",
    "headline": "a headline that says what the chart shows",
    "caption": "a caption that says what is counted and what cannot be seen",
    "alt": "a text that tells a blind reader what the chart shows",
}


@dataclass(frozen=True)
class Exhibit:
    """A chart with all that it takes to publish and to cite it.

    `headline`, `subtitle`, `caption` and `alt` are templates; `spoken` holds the same as plain text. `sources` are
    keys, those of the most frequent publisher first. `records` say exactly what is drawn, `rows` are
    those behind them.
    """

    id: str
    kind: str
    headline: str
    subtitle: str
    caption: str
    alt: str
    cutoff: str
    unit: str
    sources: tuple[str, ...]
    records: tuple[dict[str, object], ...]
    parameters: dict[str, object]
    fingerprint: str
    spoken: dict[str, str] = field(repr=False)
    rows: tuple = field(repr=False, compare=False)
    _draw: Callable[[Canvas], None] = field(repr=False, compare=False)
    _drawn: dict[str, str | bytes] = field(default_factory=dict, repr=False, compare=False)

    def figure(self, variant: str) -> Figure:
        """The matplotlib figure of a variant: `wide`, `narrow` or `frame`. Raises ChartError for another."""
        if variant not in VARIANTS:
            raise ChartError(f"{variant!r} is not a variant: {', '.join(VARIANTS)}")
        with style.house():
            return self._figure(variant)

    def _figure(self, variant: str) -> Figure:
        canvas = Canvas(variant, FRAME_PAD if variant == "frame" else 0.0)
        (self._framed if variant == "frame" else self._draw)(canvas)
        return canvas.close()

    def _framed(self, canvas: Canvas) -> None:
        canvas.figure.set_facecolor(style.LIGHT["paper"])
        canvas.paragraph(self.spoken["headline"], size=style.HEADLINE, weight="strong")
        if self.spoken["subtitle"]:
            canvas.top += 0.03
            canvas.paragraph(self.spoken["subtitle"], size=style.SUBTITLE, tone="muted")
        canvas.top += 0.15
        self._draw(canvas)
        canvas.top += 0.12
        canvas.paragraph(self.spoken["source_line"], size=style.SMALL, tone="muted")
        canvas.paragraph(f"{self.id} · {self.fingerprint[:12]}", size=style.SMALL, tone="muted")

    def svg(self, variant: str) -> str:
        """A variant as SVG text: `wide` and `narrow` are only the plot, `frame` stands alone."""
        if variant not in VARIANTS:
            raise ChartError(f"{variant!r} is not a variant: {', '.join(VARIANTS)}")
        if variant not in self._drawn:
            with style.house():
                figure, label = self._figure(variant), self.spoken["alt"]
                framed = self._dublin() if variant == "frame" else None
                self._drawn[variant] = svg.text(figure, f"{self.id}.{variant}", label, framed)
        return self._drawn[variant]

    def frame(self) -> dict[str, str | bytes]:
        """The chart that stands alone, drawn once: `svg` as text, `png` at twice a page's size, `pdf`."""
        if "pdf" not in self._drawn:
            with style.house():
                figure = self._figure("frame")
                label, dublin = self.spoken["alt"], self._dublin()
                self._drawn["frame"] = svg.text(figure, f"{self.id}.frame", label, dublin)
                self._drawn["png"] = pictures.png(figure, self._chunks())
                self._drawn["pdf"] = pictures.pdf(figure, self._info())
        return {"svg": self._drawn["frame"], "png": self._drawn["png"], "pdf": self._drawn["pdf"]}

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

    def source_line(self, view: View) -> str:
        """Whom the figures come from, the most frequent publisher first, and the day up to which the view knows."""
        return source_line(view, self.sources)

    def bundle(self) -> dict[str, object]:
        """All that a page or a publisher needs, as JSON can hold it.

        `png` and `pdf` are the frame in base64, `rows` the permanent places of the rows behind what is drawn.
        """
        framed = self.frame()
        plain = {
            name: getattr(self, name)
            for name in (
                "id",
                "kind",
                "headline",
                "subtitle",
                "caption",
                "alt",
                "unit",
                "cutoff",
                "fingerprint",
                "parameters",
            )
        }
        return plain | {
            "sources": list(self.sources),
            "rows": list(dict.fromkeys(filter(None, map(places.row_anchor, self.rows)))),
            "source_line": self.spoken["source_line"],
            "records": list(self.records),
            "svg": {variant: self.svg(variant) for variant in ("wide", "narrow")},
            "frame": framed["svg"],
            **{kind: base64.b64encode(framed[kind]).decode() for kind in ("png", "pdf")},
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        """What a notebook keeps: the bundle for the book, the framed picture for JupyterLab, and words."""
        bundle = self.bundle()
        return {MIME: bundle, "image/svg+xml": bundle["frame"], "text/plain": str(self)}

    def __str__(self) -> str:
        return f"{self.spoken['headline']}\n{self.spoken['alt']}\n[{self.id} · {self.fingerprint[:12]}]"


def finish(
    view: View,
    draw: Callable[[Canvas], None],
    records: Iterable[dict],
    rows: Iterable,
    *,
    kind: str = "chart",
    unit: str = "",
    parameters: Mapping[str, object] | None = None,
    id: str = "",
    headline: str = "",
    subtitle: str | None = None,
    caption: str = "",
    alt: str = "",
    names: Mapping[str, int | float | str] | None = None,
) -> Exhibit:
    """The exhibit of a drawing.

    `draw(canvas)` puts one variant on a `Canvas`; `records` are flat and say exactly what is drawn; `rows` are the rows
    behind them (observations, or rows of a register with a `source`); `parameters` are the options that shaped it.
    Raises ChartError where a word is missing or the id is malformed.
    """
    words = {"id": id, "headline": headline, "caption": caption, "alt": alt}
    for name, what in WANTED.items():
        if not (isinstance(words[name], str) and words[name].strip()):
            raise ChartError(f"the chart {id or '(without an id)'} has no {name}: write {name}=, {what}")
    if not IDENTITY.fullmatch(id):
        raise ChartError(f"{id!r} is not a chart's id: write section-what in small letters, such as 'trade-balance'")
    held = tuple(dict(record) for record in records)
    chosen = {"start": view.start} | dict(parameters or {})
    behind = tuple(rows)
    used = cited(view, behind)
    texts = words | {"subtitle": subtitle or ""}
    spoken = {name: bare(prose.plain(view, text, names)) for name, text in texts.items()}
    return Exhibit(
        id=id,
        kind=kind,
        headline=headline,
        subtitle=subtitle or "",
        caption=caption,
        alt=alt,
        cutoff=view.cutoff,
        unit=unit,
        sources=used,
        records=held,
        parameters=chosen,
        fingerprint=fingerprint(held, chosen),
        spoken=spoken | {"source_line": source_line(view, used), "author": author(view)},
        rows=behind,
        _draw=draw,
    )


def cited(view: View, rows: Iterable) -> tuple[str, ...]:
    """The source keys of rows: those of the publisher with most rows first, each publisher's in order of key."""
    keys = [row["source"] if isinstance(row, Mapping) else row.source for row in rows]
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
    shown, more = publishers[:MOST_PUBLISHERS], len(publishers) - MOST_PUBLISHERS
    if more > 0:
        return f"Sources: {', '.join(shown)} and {more} more; {until}"
    last = shown.pop()
    return f"Source{'s' if shown else ''}: {', '.join(shown) + ' and ' if shown else ''}{last}; {until}"


def author(view: View) -> str:
    """Who made the book, as the data package names them."""
    return ", ".join(one["title"] for one in package(view.folder).get("contributors", ()))


def fingerprint(records: Iterable[Mapping], parameters: Mapping[str, object]) -> str:
    """A hash of what is drawn, the parameters and the drawing code.

    The cutoff has no part in it: the same figures drawn alike have one fingerprint, whichever day they are asked of.
    """
    content = json.dumps([list(records), parameters], sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256((content + drawing_code()).encode()).hexdigest()


@lru_cache(maxsize=1)
def drawing_code() -> str:
    """The source text of this package, in order of its files' names."""
    folder = Path(__file__).parent
    files = sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix())
    return "".join(f"{path.relative_to(folder).as_posix()}\n{path.read_text(encoding='utf-8')}" for path in files)


def bare(text: str) -> str:
    """Text without Markdown: emphasis, links and references are left out, their words kept."""
    text = re.sub(r"\{[a-z:-]+\}`+[^`]*`+", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)([*_]{1,2})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\s+", " ", text.replace("`", "")).strip()
