"""What was known on a day: figures with their rows, and registers with their states."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nolimits.data import tables
from nolimits.data.figures import Figure, Status, printed, record
from nolimits.data.observations import Book, Observation, book, ranked, standing
from nolimits.data.periods import DataError, Period, day, month, period, since_january, whole_year
from nolimits.data.quantities import exactly, total

if TYPE_CHECKING:
    import pandas

LATEST = "latest"


class View:
    """The data as known by the end of a day.

    `cutoff` is a day as ISO text or `latest`, the day of the newest row; `start` is the first year of a series.
    Raises DataError for an impossible day and for one before any data.
    """

    def __init__(self, cutoff: str = LATEST, start: int = 1900, folder: Path | None = None) -> None:
        self.folder = folder or tables.folder()
        self._book: Book = book(self.folder)
        self.newest, oldest = self._book.newest, self._book.oldest
        self.cutoff = self.newest if cutoff == LATEST else day(str(cutoff)).isoformat()
        self.start = start
        self._seen: dict[str, dict[Period, list[Observation]]] = {}
        self._used: set[str] = set()
        self._registers: dict[str, tuple[dict[str, str], ...]] = {}
        self._blind = ""
        self._blinded: dict[str, View] = {}
        self._earlier: dict[str, View] = {}
        # what others worked out from this view, kept for as long as it lives
        self.memo: dict[str, object] = {}
        if self.cutoff < oldest:
            raise DataError(f"nothing was known by {self.cutoff}: choose a cutoff from {oldest} on")

    @property
    def is_latest(self) -> bool:
        """Whether the view sees all that the tables hold."""
        return self.cutoff >= self.newest

    # --- figures

    def about(self, indicator: str) -> dict[str, str]:
        """The row of `indicators.csv`; raises DataError for an unknown indicator, naming near ones."""
        try:
            return self._book.indicators[indicator]
        except KeyError:
            near = difflib.get_close_matches(indicator, self._book.indicators, n=3)
            hint = f": perhaps {' or '.join(near)}" if near else ": see indicators.csv"
            raise DataError(f"no indicator is called {indicator!r}{hint}") from None

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of all indicators, in the order of their table."""
        return tuple(self._book.indicators)

    def source(self, key: str) -> dict[str, str]:
        """The row of `sources.csv`; raises DataError for an unknown source."""
        try:
            return self._book.sources[key]
        except KeyError:
            raise DataError(f"no source is called {key!r}: see sources.csv") from None

    def without(self, source: str) -> View:
        """The same view, blind to the rows of one source: a paper never confirms itself."""
        if not source:
            return self
        if source not in self._blinded:
            self._blinded[source] = View(self.cutoff, self.start, self.folder)
            self._blinded[source]._blind = source
        return self._blinded[source]

    def on(self, day: str) -> View:
        """The same view on an earlier day; one on a later day is the view itself."""
        if day >= self.cutoff:
            return self
        if day not in self._earlier:
            self._earlier[day] = View(day, self.start, self.folder).without(self._blind)
        return self._earlier[day]

    def takes(self, indicator: str, span: Period | str | int) -> tuple[Observation, ...]:
        """All visible rows for one period, best first by the order of vintages."""
        span = span if isinstance(span, Period) else period(span)
        return tuple(ranked(self._periods(indicator).get(span, ())))

    def _periods(self, indicator: str) -> dict[Period, list[Observation]]:
        self.about(indicator)
        self._use(indicator)
        if indicator not in self._seen:
            grouped: dict[Period, list[Observation]] = {}
            for take in self._book.observations[indicator]:
                if take.known_on <= self.cutoff and take.source != self._blind:
                    grouped.setdefault(take.period, []).append(take)
            self._seen[indicator] = dict(sorted(grouped.items(), key=lambda item: (item[0].end, item[0].start)))
        return self._seen[indicator]

    def value(self, indicator: str, span: Period | str | int = LATEST) -> Figure:
        """The figure that stands for a period, in the indicator's unit; unknown where no row is visible.

        `span` is a period, its short form (`2025`, `2025-09`, `2025-01..2025-09`) or `latest`, of which
        `latest year`, `latest month`, `latest ytd` and `latest point` keep to one kind of period.
        """
        about = self.about(indicator)
        if isinstance(span, str) and span.startswith(LATEST):
            return self._latest(indicator, span.removeprefix(LATEST).strip())
        span = span if isinstance(span, Period) else period(span)
        if best := standing(self._periods(indicator).get(span, ())):
            return Figure(best.quantity, best.unit, span, (best,), about=indicator)
        if span.kind == "month":
            return self._month(indicator, span)
        return Figure(None, about["unit"], span, about=indicator)

    def _latest(self, indicator: str, kind: str) -> Figure:
        known = self.series(indicator, kind or None, whole=True)
        outturns = [figure for figure in known if not figure.forecast] or known
        return outturns[-1] if outturns else Figure(None, self.about(indicator)["unit"], None, about=indicator)

    def _month(self, indicator: str, span: Period) -> Figure:
        """A month as the difference of two year-to-date figures of the same year, never across a gap."""
        number, unit = int(span.end[5:7]), self.about(indicator)["unit"]
        if number == 1:
            return Figure(None, unit, span, about=indicator)
        ends = [self._stated(indicator, since_january(span.year, last)) for last in (number - 1, number)]
        if not all(ends) or indicator.endswith("_yoy") or unit in UNADDABLE:
            return Figure(None, unit, span, about=indicator)
        before, after = ends
        how = "difference of two year-to-date figures"
        return Figure(after.quantity - before.quantity, unit, span, (after, before), how, about=indicator)

    def _stated(self, indicator: str, span: Period) -> Observation | None:
        return standing(self._periods(indicator).get(span, ()))

    def series(self, indicator: str, kind: str | None = None, *, whole: bool = False) -> tuple[Figure, ...]:
        """The standing figures in order of time, from the view's `start` on (`whole`: from the first on).

        `kind` keeps to `year`, `month`, `ytd`, `point` or `span`; for `month` those that follow from two
        year-to-date figures are among them.
        """
        self.about(indicator)
        spans = set(self._periods(indicator))
        if kind == "month":
            spans |= {month(s.year, int(s.end[5:7])) for s in spans if s.kind in ("ytd", "year")}
        wanted = [
            span
            for span in sorted(spans, key=lambda span: (span.end, span.start))
            if (kind is None or span.kind == kind) and (whole or span.year >= self.start)
        ]
        figures = (self.value(indicator, span) for span in wanted)
        return tuple(figure for figure in figures if figure.known)

    def growth(self, indicator: str, span: Period | str | int = LATEST) -> Figure:
        """Change on the same period a year earlier, in percent: as stated where a source states it, else computed.

        Customs revise the base year, so a stated rate and one from first releases may differ by some points.
        """
        if isinstance(span, str) and span.startswith(LATEST):
            span = self.value(indicator, span).period or whole_year(int(self.cutoff[:4]))
        span = span if isinstance(span, Period) else period(span)
        rate = f"{indicator}_yoy"
        if rate in self._book.indicators and (best := self._stated(rate, span)):
            return Figure(best.quantity, best.unit, span, (best,), about=indicator)
        now, then = self.value(indicator, span), self.value(indicator, span.back())
        if not (now.known and then.known):
            return Figure(None, "percent", span, about=indicator)
        change = (now.quantity / then.quantity - exactly(1)) * exactly(100)
        return Figure(change, "percent", span, now.rows + then.rows, "computed from two levels", about=indicator)

    def sum12(self, indicator: str, last: Period | str = LATEST) -> Figure:
        """The sum of the twelve months that end with `last` (a month, or the latest for which it can be had).

        Since January, plus last year, less last year's same months; else the sum of twelve known months.
        """
        unit = self.about(indicator)["unit"]
        if unit in UNADDABLE or indicator.endswith("_yoy"):
            raise DataError(f"{indicator} is in {unit}, which cannot be summed over months: name a flow")
        if last == LATEST:
            ends = {(s.end[:7]) for s in self._periods(indicator) if s.kind in ("ytd", "year", "month")}
            sums = (self.sum12(indicator, end) for end in sorted(ends, reverse=True))
            return next((figure for figure in sums if figure.known), Figure(None, unit, None, about=indicator))
        end = last if isinstance(last, Period) else period(last)
        number = int(end.end[5:7])
        start = month(end.year - (number < 12), number % 12 + 1).start
        return self._rolled(indicator, end, Period(start, end.end), unit)

    def _rolled(self, indicator: str, end: Period, span: Period, unit: str) -> Figure:
        number = int(end.end[5:7])
        so_far = since_january(end.year, number)
        if number == 12:
            parts = [self._stated(indicator, so_far)]
        else:
            parts = [self._stated(indicator, s) for s in (so_far, whole_year(end.year - 1), so_far.back())]
        if all(parts):
            signs = (1, 1, -1)
            added = total(p.quantity if sign > 0 else -p.quantity for p, sign in zip(parts, signs, strict=False))
            how = "stated" if number == 12 else "since January + last year − last year's same months"
            return Figure(added, unit, span, tuple(parts), how, about=indicator)
        months = [self.value(indicator, _month_back(end, back)) for back in range(12)]
        if not all(figure.known for figure in months):
            return Figure(None, unit, span, about=indicator)
        rows = tuple(row for figure in months for row in figure.rows)
        return Figure(total(f.quantity for f in months), unit, span, rows, "sum of twelve months", about=indicator)

    def frame(self, *indicators: str, kind: str | None = None) -> pandas.DataFrame:
        """The series as a data frame, one row a standing figure: for those who want to go on by hand."""
        import pandas

        figures = [(name, figure) for name in indicators for figure in self.series(name, kind)]
        return pandas.DataFrame([record(name, figure) for name, figure in figures])

    # --- registers

    def events(self, **wanted: str | Iterable[str]) -> tuple[dict[str, str], ...]:
        """Dated events known by the cutoff, in order of date; keywords keep to values of columns."""
        return tuple(row for row in self._register("events", "date") if _matches(row, wanted))

    def measures(self, **wanted: str | Iterable[str]) -> tuple[dict[str, str], ...]:
        """Trade measures known by the cutoff with their `state` on it: announced, in force or over."""
        return tuple(row for row in self._register("measures", "effective") if _matches(row, wanted))

    def _state(self, row: dict[str, str]) -> str:
        if not row["effective"] or row["effective"] > self.cutoff:
            return "announced"
        ended = row["ended"] and row["ended"] < self.cutoff
        return "over" if ended and (row["ended_known_on"] or row["known_on"]) <= self.cutoff else "in force"

    def said(self, claim: str) -> Figure:
        """The figure that a statement of a paper gives, in the statement's unit; DataError where it gives none."""
        row = next((row for row in self.claims() if row["claim"] == claim), None)
        if row is None:
            raise DataError(f"no claim is called {claim!r}: see claims.csv")
        if (told := printed(row)) is None:
            raise DataError(f"claim {claim} states no figure")
        return told

    def claims(self, **wanted: str | Iterable[str]) -> tuple[dict[str, str], ...]:
        """Statements of the papers, which have no day of their own; keywords keep to values of columns."""
        self._use("claims")
        return tuple(row for row in tables.rows("claims", self.folder) if _matches(row, wanted))

    def criteria(self, **wanted: str | Iterable[str]) -> tuple[dict[str, str], ...]:
        """How the statements are weighed; keywords keep to values of columns."""
        self._use("criteria")
        return tuple(row for row in tables.rows("criteria", self.folder) if _matches(row, wanted))

    def milestones(
        self, project: str | Iterable[str] | None = None, **wanted: str | Iterable[str]
    ) -> tuple[dict[str, str], ...]:
        """What was known to have happened to a project (or to all), in order of date; keywords keep to values."""
        if isinstance(project, str):
            found = self._of_project.get(project, ())
        else:
            found, wanted = self._register("milestones", "date"), wanted | ({"project": project} if project else {})
        return tuple(row for row in found if _matches(row, wanted)) if wanted else tuple(found)

    @property
    def _of_project(self) -> dict[str, list[dict[str, str]]]:
        # asked for tens of thousands of times when all statements are weighed
        rows = self._register("milestones", "date")
        if "of_project" not in self.memo:
            grouped: dict[str, list[dict[str, str]]] = {}
            for row in rows:
                grouped.setdefault(row["project"], []).append(row)
            self.memo["of_project"] = grouped
        return self.memo["of_project"]

    def projects(self) -> tuple[dict[str, str], ...]:
        """The projects of which anything was known by the cutoff, with `status` and `since`.

        `begun` and `news` are the days of the first and the last act, `begun_as` is the state after the first. Plans
        and parties are empty before the source of the project's row was published.
        """
        self._use("projects")
        if "projects" not in self._registers:
            self._registers["projects"] = self._told_projects()
        return self._registers["projects"]

    def _told_projects(self) -> tuple[dict[str, str], ...]:
        found = []
        for row in tables.rows("projects", self.folder):
            state = self.status(row["project"])
            if not state.milestones:
                continue
            told = self.source(row["source"])["published"] <= self.cutoff
            seen = row if told else {key: cell if key in ALWAYS_TOLD else "" for key, cell in row.items()}
            first, last = state.milestones[0], state.milestones[-1]
            course = {"begun": first["date"], "begun_as": first["status"], "news": last["date"]}
            found.append(seen | {"status": state.status, "since": state.since} | course)
        return tuple(found)

    def status(self, project: str) -> Status:
        """A project's state as of the cutoff, `unknown` before its first milestone; DataError for no such project."""
        self._use("projects")
        known = [row["project"] for row in tables.rows("projects", self.folder)]
        if project not in known:
            near = difflib.get_close_matches(project, known, n=2)
            hint = f"perhaps {' or '.join(near)}" if near else "see projects.csv"
            raise DataError(f"no project is called {project!r}: {hint}")
        status, since, acts = "unknown", "", self.milestones(project)
        for act in acts:
            if act["status"] != status:
                status, since = act["status"], act["date"]
        return Status(project, status, since, acts)

    def _register(self, name: str, dated: str) -> tuple[dict[str, str], ...]:
        """The visible rows of a register in order of date, the same objects at each call."""
        self._use(name)
        if name not in self._registers:
            every = tables.rows(name, self.folder)
            rows = [row for row in every if row["known_on"] <= self.cutoff and row["source"] != self._blind]
            if name == "measures":
                rows = [row | {"state": self._state(row)} for row in rows]
            rows.sort(key=lambda row: (row[dated] or "9999", row["known_on"]))
            self._registers[name] = tuple(rows)
        return self._registers[name]

    # --- what a page rests on

    @cached_property
    def _trace(self) -> Path | None:
        return Path(named) if (named := os.environ.get("NOLIMITS_TRACE")) else None

    def _use(self, name: str) -> None:
        """Note what was asked for, so that a build knows which rows a notebook can see."""
        if name not in self._used:
            self._used.add(name)
            if self._trace:
                with self._trace.open("a", encoding="utf-8") as file:
                    file.write(name + "\n")

    def visible(self, name: str) -> tuple[object, ...]:
        """All that the view can see under a name: an indicator's rows with their sources, or a register's rows."""
        if name in self._book.indicators:
            takes = [take for spans in self._periods(name).values() for take in spans]
            return (self.about(name), *((take, self.source(take.source)) for take in takes))
        rows = tables.rows(name, self.folder)
        seen = [row for row in rows if row.get("known_on", "") <= self.cutoff]
        return tuple((row, self._book.sources.get(row.get("source", ""))) for row in seen)


ALWAYS_TOLD = ("project", "name", "sector", "source")
UNADDABLE = frozenset(
    {
        "percent",
        "ratio",
        "rank",
        "USD per t",
        "USD per barrel",
        "USD per tcm",
        "kb/d",
        "GW",
        "years",
        "km",
        "Mt per year",
        "bcm per year",
    }
)


def _month_back(end: Period, back: int) -> Period:
    number = end.year * 12 + int(end.end[5:7]) - 1 - back
    return month(number // 12, number % 12 + 1)


def _matches(row: dict[str, str], wanted: dict[str, str | Iterable[str]]) -> bool:
    for column, value in wanted.items():
        if column not in row:
            raise DataError(f"there is no column {column!r}: the columns are {', '.join(row)}")
        if row[column] not in ({value} if isinstance(value, str) else set(value)):
            return False
    return True
