"""What was known on a day: figures with their rows, and registers with their states."""

from __future__ import annotations

import copy
import difflib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nolimits.data import courses, door, sums
from nolimits.data.errors import DataError
from nolimits.data.evidence import Evidence, evidence
from nolimits.data.figures import Figure, Status, paper_figure
from nolimits.data.frames import frame_of
from nolimits.data.lookup import Wanted, find_row, matches
from nolimits.data.observations import Observation, best_take, by_precedence
from nolimits.data.parameters import Parameter, hold, hold_types
from nolimits.data.periods import KINDS, Period, as_period, day, since_january
from nolimits.data.quantities import percent_change
from nolimits.data.registers import Entry, Register
from nolimits.data.tables import Row
from nolimits.data.units import Unit

if TYPE_CHECKING:
    import pandas

LATEST = "latest"


def not_late(view: View) -> View:
    """The view itself; raises DataError where it was asked for a day after the newest row, which knows no more."""
    if view.cutoff > view.newest:
        right = f"choose a day up to that one, or `{LATEST}`"
        raise DataError(f"nothing is known of {view.cutoff} yet: the newest row is of {view.newest}: {right}")
    return view


class View:
    """The data as known by the end of a day.

    `cutoff` is a day as ISO text or `latest`, the day of the newest row; `start` is the first year of a series;
    `parameters` are names that questions may use, such as `base_year=2021`.
    Raises DataError for an impossible day, for one before any data, and for parameters of another type than declared.
    """

    def __init__(
        self, cutoff: str = LATEST, start: int = 1900, folder: Path | str | None = None, **parameters: Parameter
    ) -> None:
        hold_types({"cutoff": cutoff, "start": start, **parameters})
        hold("the first year", start, int)
        self.evidence: Evidence = evidence(Path(folder) if folder else None)
        self.newest, oldest = self.evidence.newest, self.evidence.oldest
        self.cutoff = self.newest if cutoff == LATEST else day(str(cutoff)).isoformat()
        self.start = start
        self.parameters: Mapping[str, Parameter] = parameters
        self.facts: dict[str, str] = {}  # questions by the names under which a page asks them
        self.answers: dict[str, object] = {}  # what they gave
        self._seen: dict[str, dict[Period, list[Observation]]] = {}
        self._stated: dict[tuple[str, Period], Figure] = {}
        self._registers: dict[str, tuple[Entry, ...]] = {}
        self._blind: frozenset[str] = frozenset()
        self._blinded: dict[frozenset[str], View] = {}
        self._earlier: dict[str, View] = {}
        # what others worked out from this view, kept for as long as it lives
        self.memo: dict[str, Any] = {}
        _not_before(self.cutoff, oldest)

    def __repr__(self) -> str:
        return f"View({self.cutoff!r}, start={self.start}, folder={str(self.folder)!r})"

    @property
    def folder(self) -> Path:
        """The folder of the tables."""
        return self.evidence.folder

    @property
    def circumstances(self) -> tuple[object, ...]:
        """What answers follow from besides the rows that are read: the day, the first year, what is declared."""
        known, names = self.evidence, (self.indicators, tuple(sorted(self._found_later)))
        return self.cutoff, self.start, sorted(self._blind), known.oldest, self.is_latest, known.declaration_hash, names

    @property
    def basis(self) -> tuple[object, ...]:
        """What answers follow from, whatever they read: the day, the first year, the tables as they are."""
        return self.cutoff, self.start, sorted(self._blind), self.evidence.whole

    @property
    def is_latest(self) -> bool:
        """Whether the view sees all that the tables hold."""
        return self.cutoff >= self.newest

    def with_names(self, parameters: Mapping[str, Parameter], facts: Mapping[str, str]) -> View:
        """The same view with a page's parameters and facts."""
        other = copy.copy(self)
        other.parameters, other.facts, other.answers = dict(parameters), dict(facts), {}
        return other

    def since(self, year: int) -> View:
        """The same view with another first year of its series."""
        other = copy.copy(self)
        # what hangs on the first year is not shared: answers, and the views of other days and other eyes
        other.start, other.answers, other._blinded, other._earlier = year, {}, {}, {}
        return other

    def without(self, *sources: str) -> View:
        """The same view, blind to the rows of some more sources: a paper never confirms itself."""
        blind = self._blind.union(filter(None, sources))
        if blind == self._blind:
            return self
        if blind not in self._blinded:
            self._blinded[blind] = self._other(self.cutoff, blind)
        return self._lent(self._blinded[blind])

    def on(self, earlier: str) -> View:
        """The same view on an earlier day, blind to the same source; one on a later day is the view itself."""
        if earlier >= self.cutoff:
            return self
        if earlier not in self._earlier:
            made = self._other(earlier, self._blind)
            made._earlier = self._earlier  # a day before that one is the same day, seen from here or from there
            self._earlier[earlier] = made
        return self._lent(self._earlier[earlier])

    def _other(self, cutoff: str, blind: frozenset[str]) -> View:
        """A view of the same tables by another day and with other eyes."""
        made = copy.copy(self)
        made.__dict__.pop("_found_later", None)
        made.cutoff, made._blind = _not_before(day(cutoff).isoformat(), self.evidence.oldest), blind
        made.parameters, made.facts, made.answers, made.memo = {}, {}, {}, {}
        made._seen, made._stated, made._registers, made._blinded, made._earlier = {}, {}, {}, {}, {}
        return made

    def _lent(self, other: View) -> View:
        """Another view with this one's parameters and facts; the other views are kept for all pages alike."""
        return other.with_names(self.parameters, self.facts) if self.parameters or self.facts else other

    # --- what is declared

    def about(self, indicator: str) -> Row:
        """The row of `indicators.csv`; raises DataError for an unknown indicator, naming near ones."""
        return find_row(indicator, self.evidence.indicators, "indicator")

    @property
    def indicators(self) -> tuple[str, ...]:
        """The names of the indicators of which a figure was public by the cutoff, in the order of their table."""
        return self.evidence.known_by(self.cutoff)

    def source(self, key: str) -> Row:
        """The row of `sources.csv`; raises DataError for an unknown source."""
        return find_row(key, self.evidence.sources, "source")

    def sees(self, source: str) -> bool:
        """Whether a source was published by the cutoff, and the view is not blind to it."""
        return self.source(source)["published"] <= self.cutoff and source not in self._blind

    def names(self, source: str) -> bool:
        """Whether a source may be named: it was published by the cutoff, or holds a figure that was public by then."""
        return self.source(source)["published"] <= self.cutoff or source in self._found_later

    @cached_property
    def _found_later(self) -> frozenset[str]:
        """The sources published later in which figures were found that were public by the cutoff."""
        return frozenset(take.source for take in self.evidence.found_later if take.known_on <= self.cutoff)

    def unit(self, name: str) -> Unit:
        """A unit by its name."""
        return self.evidence.unit(name)

    def unit_of(self, indicator: str) -> Unit:
        """The unit of an indicator's figures."""
        return self.unit(self.about(indicator)["unit"])

    # --- figures

    def periods(self, indicator: str) -> dict[Period, list[Observation]]:
        """All visible takes on an indicator by their periods, in order of time."""
        self.about(indicator)
        door.read(indicator)
        if indicator not in self._seen:
            grouped: dict[Period, list[Observation]] = {}
            for take in self.evidence.observations[indicator]:
                if take.known_on <= self.cutoff and take.source not in self._blind:
                    grouped.setdefault(take.period, []).append(take)
            self._seen[indicator] = dict(sorted(grouped.items(), key=lambda item: (item[0].end, item[0].start)))
        return self._seen[indicator]

    def takes(self, indicator: str, span: Period | str | int) -> tuple[Observation, ...]:
        """All visible rows for one period, best first by the order of vintages."""
        return tuple(by_precedence(self.periods(indicator).get(as_period(span), ())))

    def stated(self, indicator: str, span: Period) -> Figure:
        """The figure that stands for a period as a source states it; unknown where no row is visible."""
        memo = indicator, span
        if memo in self._stated:
            door.read(indicator)
            return self._stated[memo]
        best, about = best_take(self.periods(indicator).get(span, ())), self.about(indicator)
        if best is None:
            found = Figure(None, about["unit"], span, about=indicator)
        else:
            change, whole = about["measures"] != sums.LEVEL, best.aggregate
            found = Figure(best.quantity, about["unit"], span, (best,), "stated", indicator, change, whole)
        return self._stated.setdefault(memo, found)

    def value(self, indicator: str, span: Period | str | int = LATEST) -> Figure:
        """The figure that stands for a period, in the indicator's unit; unknown where no row is visible.

        `span` is a period, its short form (`2025`, `2025-09`, `2025-01..2025-09`) or `latest`, of which
        `latest year`, `latest month`, `latest ytd` and `latest point` keep to one kind of period. A month that is not
        stated, or but forecast, follows from two figures since January, a year from its twelve months. Where
        that fails, a month of a whole follows from its two parts, and a sum since January from the last one that is
        stated and the months after it.
        """
        if isinstance(span, str) and span.startswith(LATEST):
            return self._latest(indicator, span.removeprefix(LATEST).strip())
        span = as_period(span)
        stated = self.stated(indicator, span)
        if (stated.known and not stated.forecast) or span.kind not in sums.FROM_OTHERS:
            return stated
        made = sums.FROM_OTHERS[span.kind](self, indicator, span)
        return made if made.known and not (stated.known and made.forecast) else stated

    def _latest(self, indicator: str, kind: str) -> Figure:
        known = self.series(indicator, kind or None, whole=True)
        outturns = [figure for figure in known if not figure.forecast] or known
        return outturns[-1] if outturns else Figure(None, self.about(indicator)["unit"], None, about=indicator)

    def series(self, indicator: str, kind: str | None = None, *, whole: bool = False) -> tuple[Figure, ...]:
        """The standing figures in order of time, from the view's `start` on (`whole`: from the first on).

        `kind` keeps to `year`, `month`, `ytd`, `point` or `span`; for `month` those that follow from two
        year-to-date figures are among them, for `year` those that follow from twelve months. Raises DataError for
        another kind.
        """
        if kind is not None and kind not in KINDS:
            raise DataError(f"{kind!r} is no kind of period: write {', '.join(KINDS[:-1])} or {KINDS[-1]}")
        spans = set(self.periods(indicator))
        if kind is not None:
            spans |= sums.periods_made(self, indicator, kind)
        wanted = [
            span
            for span in sorted(spans, key=lambda span: (span.end, span.start))
            if (kind is None or span.kind == kind) and (whole or span.year >= self.start)
        ]
        figures = (self.value(indicator, span) for span in wanted)
        return tuple(figure for figure in figures if figure.known)

    def growth(self, indicator: str, span: Period | str | int = LATEST) -> Figure:
        """Change on the same period a year earlier, in percent: as stated where a source states it, else computed.

        Customs revise the base year, so a stated rate and one from first releases may differ by some points. A
        forecast rate does not stand before one that follows from two outturns.
        """
        if isinstance(span, str) and span.startswith(LATEST):
            span = self.value(indicator, span).period or since_january(int(self.cutoff[:4]), 12)
        span = as_period(span)
        rate = self.evidence.growths.get(indicator)
        stated = self.stated(rate, span) if rate else None
        if stated and stated.known and not stated.forecast:
            return Figure(stated.quantity, stated.unit, span, stated.rows, about=indicator, change=True)
        now, then = self.value(indicator, span), self.value(indicator, span.back())
        if now.quantity and then.quantity and not (stated and stated.known and (now.forecast or then.forecast)):
            change = percent_change(then.quantity, now.quantity)
            rows = now.rows + then.rows
            return Figure(change, "percent", span, rows, "computed from two levels", about=indicator, change=True)
        known = stated if stated and stated.known else Figure(None, "percent", span)
        return Figure(known.quantity, "percent", span, known.rows, about=indicator, change=True)

    def sum12(self, indicator: str, last: Period | str = LATEST) -> Figure:
        """The sum of the twelve months that end with `last` (a month, or the latest for which it can be had).

        Since January, plus last year, less last year's same months; else the sum of twelve known months. Raises
        DataError for what may not be summed over time: prices, rates, shares, ranks, capacities, stocks.
        """
        return sums.rolling_sum(self, indicator, last if last == LATEST else as_period(last))

    def frame(self, *indicators: str, kind: str | None = None) -> pandas.DataFrame:
        """The series as a data frame with typed columns, one row a standing figure: for those who go on by hand.

        `attrs` tells the `cutoff`, the `units` by indicator and the `sources` by key. Raises as `series` does.
        """
        return frame_of(self, [(name, figure) for name in indicators for figure in self.series(name, kind)])

    # --- registers

    def register(self, name: str, **wanted: Wanted) -> tuple[Entry, ...]:
        """The entries of a register that were known by the cutoff, in order of their day.

        Keywords keep to values of columns. Entries that begin and end have their `state` on the day, and `until` where
        a last day in force was known; things that acts move have their `status`, as `projects` does. Raises DataError
        for no such register and no such column.
        """
        register = self.about_register(name)
        for read in (name, register.acts):
            if read:
                door.read(read)
        if name not in self._registers:
            self._registers[name] = self._visible(register)
        found = self._registers[name]
        return tuple(entry for entry in found if matches(entry, wanted)) if wanted else found

    def about_register(self, name: str) -> Register:
        """What is declared of a register; raises DataError for an unknown one."""
        if name not in self.evidence.registers:
            raise DataError(f"no register is called {name!r}: {', '.join(self.evidence.registers)}")
        return self.evidence.registers[name]

    def _visible(self, register: Register) -> tuple[Entry, ...]:
        if register.acts:
            return self._moved(register)
        found = [
            entry
            for entry in self.evidence.entries(register.name)
            if entry.known_on <= self.cutoff and (not register.known or entry.source not in self._blind)
        ]
        if register.begins:
            found = courses.as_known(found, self.cutoff)
        if register.day:
            found.sort(key=lambda entry: (entry[register.day] or "9999", entry.known_on))
        return tuple(found)

    def _moved(self, register: Register) -> tuple[Entry, ...]:
        """Things that acts move, as far as an act is known, with `status`, `since` and their course."""
        found = []
        for entry in self.evidence.entries(register.name):
            state = self.status(entry[register.key], register.name)
            if not state.acts:
                continue
            if not self.sees(entry.source):
                entry = entry.having(**{column: "" for column in entry if column not in register.always})
            day_of = self.about_register(register.acts).day
            first, last = state.acts[0], state.acts[-1]
            course = {"begun": first[day_of], "begun_as": first["status"], "news": last[day_of]}
            found.append(entry.having(status=state.status, since=state.since, **course))
        return tuple(found)

    def projects(self) -> tuple[Entry, ...]:
        """The projects of which anything was known by the cutoff, with `status` and `since`.

        `begun` and `news` are the days of the first and the last act, `begun_as` is the state after the first. Plans
        and parties are empty before the source of the project's row was published.
        """
        return self.register("projects")

    def acts(self, of: str, key: str) -> tuple[Entry, ...]:
        """What was known to have happened to one thing of a register, in order of time."""
        register = self.about_register(of)
        door.read(register.acts)
        memo = f"acts of {of}"
        if memo not in self.memo:
            # asked for tens of thousands of times when all statements are weighed
            grouped: dict[str, list[Entry]] = {}
            for act in self.register(register.acts):
                grouped.setdefault(act[register.key], []).append(act)
            self.memo[memo] = {one: tuple(found) for one, found in grouped.items()}
        found: tuple[Entry, ...] = self.memo[memo].get(key, ())
        return found

    def status(self, key: str, of: str = "projects") -> Status:
        """A thing's state as of the cutoff, `unknown` before its first act; raises DataError for no such thing."""
        door.read(of)
        register = self.about_register(of)
        known = self.evidence.keys(of)
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=2)
            hint = f"perhaps {' or '.join(near)}" if near else f"see {of}.csv"
            raise DataError(f"no {register.key} is called {key!r}: {hint}")
        status, since, acts = "unknown", "", self.acts(of, key)
        for act in acts:
            if act["status"] != status:
                status, since = act["status"], act[act.register.day]
        return Status(key, status, since, acts)

    def claim_figure(self, claim: str) -> Figure:
        """The figure that a statement of a paper gives, in the statement's unit; DataError where it gives none."""
        entry = next((entry for entry in self.register("claims") if entry["claim"] == claim), None)
        if entry is None:
            raise DataError(f"no claim is called {claim!r}: see claims.csv")
        if (stated := paper_figure(entry, self.evidence.units)) is None:
            raise DataError(f"claim {claim} states no figure")
        return stated

    # --- what a page rests on

    def visible(self, name: str) -> tuple[object, ...]:
        """All that the view can see under a name: an indicator's rows with their sources, or a register's rows."""
        if name in self.evidence.indicators:
            takes = [take for spans in self.periods(name).values() for take in spans]
            return (self.about(name), *((take, self.source(take.source)) for take in takes))
        seen = [row for row in self.evidence.rows(name) if row.get("known_on", "") <= self.cutoff]
        return tuple((row, self.evidence.sources.get(row.get("source", ""))) for row in seen)


def _not_before(cutoff: str, oldest: str) -> str:
    """A day on which something was known; raises DataError for an earlier one."""
    if cutoff < oldest:
        raise DataError(f"nothing was known by {cutoff}: choose a cutoff from {oldest} on")
    return cutoff
