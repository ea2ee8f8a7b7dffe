"""Rows that come in, held to every rule of the tables, as they would stand among those that are there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from nolimits import checks, claims
from nolimits.checks import Problem, package, reading
from nolimits.checks.problem import visible
from nolimits.checks.rules import ENDS
from nolimits.data import DataError, Row, evidence
from nolimits.updates import far
from nolimits.updates.intake import UNIT, columns_of, key_of
from nolimits.updates.merge import Merge
from nolimits.updates.rows import Incoming, Place, Refusal
from nolimits.updates.writing import as_bytes

UnplacedProblem = tuple[str, str, str, str]  # file, column, what, found: a problem without its line
READABLE = ("empty table", "overlong cell", "invisible character", "lost character")
FREE = ("number", "integer", "date")
PASSES = 3  # so often at most is looked for what else is wrong
ROUNDS = 30  # a row refused may be missed by another: so often at most are the tables held to the rules again


@dataclass
class Vetted:
    """What came of it: rows refused, and problems of rows that are there which only the new ones bring about."""

    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def file_contents(merges: Mapping[str, Merge]) -> dict[str, bytes]:
    """The files as they would be, by name; those that others refer to come first."""
    ordered = sorted(merges.values(), key=lambda one: len(one.resource["schema"].get("foreignKeys", [])))
    return {f"{one.name}.csv": as_bytes(columns_of(one.resource), (row for row, _ in one.rows)) for one in ordered}


def lay(folder: Path, stage: Path, merges: Mapping[str, Merge]) -> None:
    """A copy of the tables as they would be."""
    stage.mkdir(parents=True, exist_ok=True)
    made = file_contents(merges)
    for path in folder.iterdir():
        if path.is_file() and path.suffix in (".csv", ".yaml") and path.name not in made:
            target = stage / path.name
            target.unlink(missing_ok=True)
            try:
                os.link(path, target)
            except OSError:
                shutil.copy2(path, target)
    for name, content in made.items():
        (stage / name).unlink(missing_ok=True)
        (stage / name).write_bytes(content)


def vet(
    folder: Path,
    stage: Path,
    merges: Mapping[str, Merge],
    known: Mapping[UnplacedProblem, int],
    *,
    unfit: Sequence[Incoming] = (),
    told: Sequence[Refusal] = (),
    let_far: bool = False,
) -> Vetted:
    """Take out of the merges whatever breaks a rule, and say why; lays what is left into `stage`.

    What was wrong before (`known`) is not held against the rows that come in. Of rows that are refused already
    (`unfit`, for what is `told`) is said what else is wrong with them, as of those that are refused here.
    """
    vetted = Vetted()
    doomed = {id(one): one for one in unfit}
    if not let_far:
        _refuse(merges, list(far.slips(folder, merges)), vetted, doomed)
    for _ in range(ROUNDS):
        lay(folder, stage, merges)
        at = {name: _by_line(one) for name, one in merges.items()}
        refused: list[tuple[Incoming, Refusal]] = []
        others: list[Problem] = []
        left = Counter(known)
        for problem in checks.problems(stage) or claims.faulty_tests(stage):
            if left[_as_found(problem)] > 0:
                left[_as_found(problem)] -= 1
                continue
            name = Path(problem.file).stem
            if one := at.get(name, {}).get(problem.line):
                refused.append((one, _refusal(one, problem, merges)))
            else:
                others.append(problem)
        if not refused and others:
            refused = list(_culprits(others, merges))
        if not refused:
            vetted.remarks = [str(replace(one, file=Path(one.file).name)) for one in others]
            vetted.refused += _what_else(stage, merges, list(doomed.values()), [*told, *vetted.refused])
            return vetted
        _refuse(merges, refused, vetted, doomed)
    raise DataError(f"the rows could not be held to the rules in {ROUNDS} rounds: add fewer files at once")


def hold(folder: Path) -> Counter[UnplacedProblem]:
    """What is wrong with the tables that are there; raises DataError where they cannot be read as they lie.

    Faults that can be read are no hindrance: what comes in may mend them.
    """
    resources, broken = package.read_package(folder)
    tables = {one["name"]: reading.read_table(folder, one) for one in resources}
    broken += [one for table in tables.values() for one in table.problems if one.what not in READABLE]
    if broken:
        raise DataError(f"{broken[0]}: mend the tables first (nolimits check tells all, nolimits format may help)")
    return Counter(map(_as_found, checks.problems_of(folder, resources, tables)))


def _as_found(problem: Problem) -> UnplacedProblem:
    return Path(problem.file).name, problem.column, problem.what, problem.found


def _by_line(one: Merge) -> dict[int, Incoming]:
    """The rows that came in by the physical lines on which they would lie."""
    found, line = {}, 2
    for row, incoming in one.rows:
        tall = 1 + sum(cell.count("\n") for cell in row.values())
        if incoming:
            found.update(dict.fromkeys(range(line, line + tall), incoming))
        line += tall
    return found


def _refusal(one: Incoming, problem: Problem, merges: Mapping[str, Merge]) -> Refusal:
    right = problem.right
    if problem.what.startswith("no such row in "):
        target = problem.what.removeprefix("no such row in ")
        if target in merges and any(problem.found.strip("'") in str(held) for held in merges[target].refused):
            right = f"that row of {target}, which is refused itself"
    return Refusal(one.place, one.table, problem.column, problem.what, problem.found, right)


def _refuse(
    merges: Mapping[str, Merge], refused: list[tuple[Incoming, Refusal]], vetted: Vetted, doomed: dict[int, Incoming]
) -> None:
    vetted.refused += dict.fromkeys(refusal for _, refusal in refused)
    for one, refusal in refused:
        doomed[id(one)] = one
        key = ";".join(one.key(key_of(merges[one.table].resource)))
        merges[one.table].refused.append(Refusal(refusal.place, refusal.table, "", "", key, ""))
    for table in merges.values():
        table.drop(set(doomed))


def _what_else(
    stage: Path, merges: Mapping[str, Merge], doomed: Sequence[Incoming], told: Sequence[Refusal]
) -> Iterator[Refusal]:
    """What else is wrong with rows that are refused, beside those that come in, so that one run tells all of it.

    A number or day that was told of is left empty where it may be, so that rules which need a sound row can be asked.
    """
    if not doomed:
        return
    said = {(one.place, one.table, one.column) for one in told}
    # what is in another unit is not held to the bounds of this one
    said |= {(place, table, end) for place, table, column in said if column == UNIT for end in ENDS}
    with tempfile.TemporaryDirectory(prefix="nolimits-") as place:
        tables = Path(place) / "data"
        for _ in range(PASSES):
            tried = {name: _with(one, doomed, said) for name, one in merges.items()}
            lay(stage, tables, tried)
            at = {name: _by_line(one) for name, one in tried.items()}
            found = [
                _refusal(one, problem, merges)
                for problem in checks.problems(tables)
                if (one := at.get(Path(problem.file).stem, {}).get(problem.line))
            ]
            new = [one for one in dict.fromkeys(found) if (one.place, one.table, one.column) not in said]
            yield from new
            said |= {(one.place, one.table, one.column) for one in new}
            if not new:
                return


def _with(one: Merge, doomed: Sequence[Incoming], said: Container[tuple[Place, str, str]]) -> Merge:
    """A table as it would be with rows that are refused, each key once."""
    fields = one.resource["schema"]["fields"]
    free = {
        about["name"] for about in fields if about["type"] in FREE and not about.get("constraints", {}).get("required")
    }
    key = key_of(one.resource)
    keys = {tuple(row[column] for column in key) for row, _ in one.rows}
    added = []
    for row in (row for row in doomed if row.table == one.name and row.key(key) not in keys):
        keys.add(row.key(key))
        cells = {
            name: "" if (row.place, row.table, name) in said and name in free else cell
            for name, cell in row.cells.items()
        }
        added.append(Incoming(row.table, cells, row.place))
    return Merge(one.resource, tuple(row for row, _ in one.rows), one.folder, added=added)


def _culprits(others: list[Problem], merges: Mapping[str, Merge]) -> Iterator[tuple[Incoming, Refusal]]:
    """The rows that make one that is there break a rule: with the same cell, or of kin periods and indicators."""
    for problem in others:
        name = Path(problem.file).stem
        if name not in merges:
            continue
        row = next((row for row, line in _lines(merges[name]) if line == problem.line), None)
        kin = _kin(merges) if name == "observations" else {}
        for one in merges[name].changes if row else ():
            same = problem.column in one.cells and visible(one.cells[problem.column]) == problem.found
            near = row is not None and row is not one.cells and name == "observations" and _near(one.cells, row, kin)
            if (same and name != "observations") or near:
                what = f"breaks a rule for a row that is there ({problem.what})"
                right = "another figure, or an exception or correction among the files, with the reason"
                yield (
                    one,
                    Refusal(one.place, one.table, problem.column, what, problem.found, f"{right}: {problem.right}"),
                )


def _lines(one: Merge) -> Iterator[tuple[Row, int]]:
    line = 2
    for row, _ in one.rows:
        yield row, line
        line += 1 + sum(cell.count("\n") for cell in row.values())


def _kin(merges: Mapping[str, Merge]) -> dict[str, set[str]]:
    """Indicators that a rule of arithmetic ties to one another, by name."""
    found: dict[str, set[str]] = {}
    known = evidence(merges["observations"].folder)
    ties = [{row["indicator"], row["level"]} for row in known.rows("indicators") if row["level"]]
    ties += [{row["whole"], row["first"], row["second"]} for row in known.rows("identities")]
    for tie in ties:
        for name in tie:
            found.setdefault(name, {name}).update(tie)
    return found


def _near(one: Row, other: Row, kin: Mapping[str, set[str]]) -> bool:
    """Whether two figures are of kin indicators and of periods that end within a year."""
    name = one["indicator"]
    return (
        other["indicator"] in kin.get(name, {name})
        and abs(int(one["period_end"][:4]) - int(other["period_end"][:4])) <= 1
        and one["period_start"] <= other["period_end"][:4] + "-12-31"
    )
