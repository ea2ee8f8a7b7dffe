"""`nolimits add`: files become rows, held to the rules; what they would change is shown; then they are written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nolimits import manuscript
from nolimits.checks import upkeep
from nolimits.checks.problem import suggest
from nolimits.data import DataError, evidence
from nolimits.data.nouns import many
from nolimits.updates import account, far, vetting
from nolimits.updates.effects import Effects, effects
from nolimits.updates.intake import Intake, take
from nolimits.updates.mappings import Asked, Layout, apply, mapping
from nolimits.updates.merge import Merge, merge
from nolimits.updates.rows import Refusal, refusals_in_order
from nolimits.updates.sheets import SourceSheet, sheets
from nolimits.updates.writing import write_together

BROKEN = ("row that is there would break a rule", "rows that are there would break a rule")
SHOWN = 4  # names of series that nothing uses
Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """What an update is asked for.

    `mappings` are names of mappings, `published` the day of what they read; `skip` names sheets of workbooks that are
    to be left out; `brief` leaves out what would change on pages, `everything` lifts all limits of the account;
    `replace` lets rows take the place of others, `far` lets in figures far from all others.
    """

    mappings: Sequence[str] = ()
    published: str = ""
    skip: Sequence[str] = ()
    brief: bool = False
    everything: bool = False
    replace: bool = False
    far: bool = False


@dataclass
class Update:
    """What files would do to the tables of a folder: `contents` are the files as they would be, by name.

    `left_out` tells the sheets that were not read though nobody asked for that, each with what to do.
    """

    folder: Path
    merges: dict[str, Merge]
    refused: list[Refusal]
    remarks: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    effects: Effects = field(default_factory=Effects)
    contents: dict[str, bytes] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        """Whether nothing may be written, because rows that are there would break a rule by no one row's fault.

        An exception that is no longer needed is no such rule: it only has to go.
        """
        return any(not one.startswith("exceptions.csv:") for one in self.broken)

    @property
    def rows(self) -> int:
        """How many rows would come in."""
        return sum(len(one.changes) for one in self.merges.values())

    @property
    def rows_refused(self) -> int:
        """How many rows are refused; `refused` has each reason."""
        return len({(one.place, one.table) for one in self.refused})

    def report(self, *, everything: bool = False) -> Iterator[str]:
        """All of it in lines."""
        yield from self.remarks
        yield from account.tables(self.merges.values(), everything=everything)
        if self.warnings:
            yield f"{len(self.warnings)} to look at:"
            yield from (f"  {one}" for one in (self.warnings if everything else self.warnings[: account.MOST]))
            if len(self.warnings) > account.MOST and not everything:
                yield f"  … and {len(self.warnings) - account.MOST} more (--all)"
        yield from account.further_changes(self.effects, everything=everything)
        if self.broken:
            yield f"{many(len(self.broken), *BROKEN)} (nolimits check tells them again):"
            yield from (f"  {one}" for one in self.broken)
        if self.refused:
            yield f"{many(self.rows_refused, 'row')} refused:"
            yield from (f"  {one}" for one in account.refusal_texts(self.refused, everything=everything))
        if self.left_out:
            yield f"{many(len(self.left_out), 'sheet')} left out:"
            yield from (f"  {one}" for one in self.left_out)

    def write(self) -> None:
        """Put the tables in place, all together; raises DataError, and then nothing has changed."""
        if self.blocked:
            raise DataError(f"nothing is written, because then {self.broken[0]}")
        write_together(self.folder, self.contents)


def update(folder: Path, files: Sequence[Path], options: Options, say: Say, book: Path | None = None) -> Update:
    """What some files would do to the tables; `book` is the root of the book, where pages are to be looked at.

    Raises DataError for a file that cannot be read or is no table, and for a mapping that is wrong.
    """
    known = vetting.hold(folder)
    intake = _read(folder, files, options)
    resources = evidence(folder).package["resources"]
    named = {row.table for row in (*intake.rows, *intake.unfit)}
    merges = {
        name: merge(folder, one, [row for row in intake.rows if row.table == name], replace=options.replace)
        for one in resources
        if (name := one["name"]) in named
    }
    refused = [*intake.refused, *(refusal for one in merges.values() for refusal in one.refused)]
    made = Update(folder, merges, refused, intake.remarks, intake.left_out)
    with tempfile.TemporaryDirectory(prefix="nolimits-") as place:
        stage = Path(place) / "data"
        _drop_idle(merges)
        vetted = vetting.vet(folder, stage, merges, known, unfit=intake.unfit, told=refused, let_far=options.far)
        _drop_idle(merges)
        made.refused = refusals_in_order([*refused, *vetted.refused], intake.read)
        made.broken = vetted.remarks
        if made.rows and not made.blocked:
            vetting.lay(folder, stage, merges)
            made.warnings = [*far.loud(folder, merges), *_upkeep(stage, merges, book)]
            try:
                made.effects = effects(folder, stage, merges, None if options.brief else book, say)
            except (DataError, KeyError, ValueError) as error:
                if not known:
                    raise
                made.warnings.append(
                    f"what would change cannot be told, for the tables break a rule as they are ({error})"
                )
            made.contents = vetting.file_contents({name: one for name, one in merges.items() if one.changes})
    return made


def _drop_idle(merges: dict[str, Merge]) -> None:
    """Leave out sources that a mapping made and on which no row rests."""
    if "sources" not in merges:
        return
    named = {row.cells.get("source") for one in merges.values() if one.name != "sources" for row in one.changes}
    sources = merges["sources"]
    sources.drop({id(one) for one in sources.added if one.serves and one.cells["source"] not in named})


def _upkeep(stage: Path, merges: dict[str, Merge], book: Path | None) -> Iterator[str]:
    """New series that nothing uses, in a line: the check would tell each by itself."""
    fresh = {one.cells["indicator"] for one in merges["indicators"].added} if "indicators" in merges else set()
    if not (fresh and book):
        return
    named = {name for page in manuscript.pages(manuscript.contents(book)) for name in page.indicators}
    idle = [name for name in upkeep.unused_indicators(stage, named) if name in fresh]
    if idle:
        said = ", ".join(idle[:SHOWN]) + (f" and {len(idle) - SHOWN} more" if len(idle) > SHOWN else "")
        new = many(len(idle), "new indicator")
        yield f"{new} that nothing uses ({said}): a page, a chart, a test or a reason in unused"


def _read(folder: Path, files: Sequence[Path], options: Options) -> Intake:
    """All rows of all files, each file by the first mapping that reads it, else in our columns."""
    known = evidence(folder)
    resources = known.package["resources"]
    layouts = [mapping(name, folder, resources) for name in options.mappings]
    units = {name: row["unit"] for name, row in known.indicators.items()}
    opened = [(path, next((one for one in layouts if one.reads(path)), None)) for path in files]
    for one in layouts:
        if all(layout is not one for _, layout in opened):
            raise DataError(f"--mapping {one.name} reads none of the files: it reads {', '.join(one.told['files'])}")
    intake = Intake()
    held = [(layout, sheets(path, *_file_format(layout))) for path, layout in opened]
    _hold_skipped(options.skip, [one for _, found in held for one in found])
    for layout, every in held:
        intake.read += [one.place for one in every]
        found = [one for one in every if not (one.name and one.name in options.skip)]
        if not found:
            continue
        made = (
            apply(layout, found, resources, units, Asked(options.published))
            if layout
            else take(found, resources, units)
        )
        intake.add(made)
    return intake


def _hold_skipped(skip: Sequence[str], every: Sequence[SourceSheet]) -> None:
    """Each sheet that is to be left out is there."""
    names = list(dict.fromkeys(one.name for one in every if one.name))
    for name in skip:
        if name not in names:
            there = suggest(name, names) if names else "only workbooks have sheets"
            raise DataError(f"--skip {name}: no file has such a sheet: {there}")


def _file_format(layout: Layout | None) -> tuple[str, str]:
    reads = layout.told.get("reads", {}) if layout else {}
    return reads.get("encoding", ""), reads.get("separator", "")
