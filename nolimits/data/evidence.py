"""All tables of a data folder, read once and held as they were: the one door to what lies on disk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nolimits.data import door, tables, whereabouts
from nolimits.data.errors import DataError
from nolimits.data.folders import names_below
from nolimits.data.observations import KEY, Observation, observations_of, public_on
from nolimits.data.registers import Entry, Register, registers_of
from nolimits.data.tables import Row
from nolimits.data.units import Unit, compound, units_of

if TYPE_CHECKING:
    import pandas

# tables that any answer may rest on without being asked for by name
DECLARED = ("documents", "indicators", "units", "corrections")
CITING = ("source", "first_public_source")  # columns that name a source
SET_ASIDE = "ignore"  # the action of a correction by which a row never stands
PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string", "any": "string"}


class Evidence:
    """The tables of one folder. Each is read when it is first asked for and never again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # what others made of these tables, kept for as long as they live
        self.memo: dict[str, Any] = {}
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._keys: dict[str, frozenset[str]] = {}
        self._contents: dict[str, str] = {}

    @cached_property
    def package(self) -> dict[str, Any]:
        """The data package's descriptor."""
        return tables.package(self.folder)

    @cached_property
    def described(self) -> frozenset[str]:
        """The names of the tables that there are."""
        return frozenset(one["name"] for one in self.package["resources"])

    def resource(self, name: str) -> dict[str, Any]:
        """What the descriptor says of one table; raises DataError for a table that it does not describe."""
        for one in self.package["resources"]:
            if one["name"] == name:
                found: dict[str, Any] = one
                return found
        known = ", ".join(one["name"] for one in self.package["resources"])
        raise DataError(f"no table is called {name!r}: the tables are {known}")

    def choices(self, table: str, column: str) -> tuple[str, ...]:
        """The values that a column may take, in the order in which the descriptor lists them; empty for any."""
        fields = {field["name"]: field for field in self.resource(table)["schema"]["fields"]}
        return tuple(fields[column].get("constraints", {}).get("enum", ()))

    def rows(self, name: str) -> tuple[Row, ...]:
        """All rows of a table as text, in file order; none where the descriptor has no such table.

        Raises FileNotFoundError where it is described and has no file.
        """
        door.read(name)
        return self._raw_rows(name)

    def _raw_rows(self, name: str) -> tuple[Row, ...]:
        if name not in self._rows:
            self._rows[name] = tables.read_rows(name, self.folder) if name in self.described else ()
        return self._rows[name]

    def frame(self, name: str) -> pandas.DataFrame:
        """A table as a data frame with the descriptor's types; days stay ISO text, which sorts as time does."""
        import pandas

        door.read(name)
        about = self.resource(name)
        types = {field["name"]: PANDAS_TYPES[field["type"]] for field in about["schema"]["fields"]}
        path = self.folder / about["path"]
        return pandas.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])

    # --- what is declared

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """The two sides of the book's subject, in the order of their colours."""
        return tuple(self.package.get("sides", ()))

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """All units by name."""
        return units_of(self._raw_rows("units"))

    def unit(self, name: str) -> Unit:
        """A unit by name; one that follows from others, such as a price per piece, is told by its own name."""
        return self.units.get(name) or compound(name)

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """All registers by name, in the order of the descriptor."""
        return registers_of(self.package)

    def entries(self, name: str) -> tuple[Entry, ...]:
        """All entries of a register as its table holds them, in file order."""
        door.read(name)
        if name not in self._entries:
            register = self.registers[name]
            self._entries[name] = tuple(Entry(row, register) for row in self.rows(name))
        return self._entries[name]

    def keys(self, name: str) -> frozenset[str]:
        """The keys of all entries of a register, whenever they became known."""
        door.read(name)
        if name not in self._keys:
            column = self.registers[name].key
            self._keys[name] = frozenset(row[column] for row in self.rows(name))
        return self._keys[name]

    @cached_property
    def documents(self) -> dict[str, Row]:
        """The papers under discussion by key, in order of the day from which each counts."""
        found = sorted(self._raw_rows("documents"), key=lambda row: row["published_to"])
        return {row["document"]: row for row in found}

    # --- figures

    @cached_property
    def indicators(self) -> dict[str, Row]:
        """What is measured, by name, in the order of the table."""
        return {row["indicator"]: row for row in self._raw_rows("indicators")}

    @cached_property
    def growths(self) -> dict[str, str]:
        """The indicators that state the growth of another, by that other."""
        return {row["level"]: name for name, row in self.indicators.items() if row["level"]}

    @cached_property
    def wholes(self) -> dict[str, Row]:
        """What two other indicators make up, by the whole, as the table of identities says."""
        return {row["whole"]: row for row in self._raw_rows("identities")}

    @cached_property
    def sources(self) -> dict[str, Row]:
        """The sources by key."""
        return {row["source"]: row for row in self._raw_rows("sources")}

    @cached_property
    def set_aside(self) -> dict[tuple[str, ...], str]:
        """The rows of observations that must never stand, by key, and why."""
        corrections = (row for row in self._raw_rows("corrections") if row["action"] == SET_ASIDE)
        return {tuple(row[column] for column in KEY): row["reason"] for row in corrections}

    @cached_property
    def observations(self) -> dict[str, tuple[Observation, ...]]:
        """All figures by indicator, those that are set aside taken out; a view notes which it reads."""
        return self._make_observations(aside=False)

    @cached_property
    def never_standing(self) -> dict[str, tuple[Observation, ...]]:
        """The figures that are set aside, by indicator."""
        return self._make_observations(aside=True)

    def _make_observations(self, *, aside: bool) -> dict[str, tuple[Observation, ...]]:
        every = self._raw_rows("observations")
        rows = (row for row in every if (tuple(row[column] for column in KEY) in self.set_aside) is aside)
        return observations_of(rows, self.indicators, self.sources, self.units)

    @cached_property
    def first_known(self) -> dict[str, str]:
        """The day on which the first figure of an indicator was public, by indicator; empty where it has no row."""
        found = dict.fromkeys(self.indicators, "")
        for row in self._raw_rows("observations"):
            name, day = row["indicator"], public_on(row)
            found[name] = min(found.get(name) or day, day)
        return found

    def known_by(self, cutoff: str) -> tuple[str, ...]:
        """The indicators of which a figure was public by a day, in the order of their table."""

        def made() -> tuple[str, ...]:
            return tuple(name for name, day in self.first_known.items() if day <= cutoff)

        return door.memoise(self.memo, f"known by {cutoff}", made)

    @cached_property
    def found_later(self) -> tuple[Observation, ...]:
        """The figures that were public before the page or copy in which they were found."""
        every = (take for takes in self.observations.values() for take in takes)
        return tuple(take for take in every if take.known_on < take.found_on)

    @cached_property
    def oldest(self) -> str:
        """The day on which the first figure became known."""
        return min(public_on(row) for row in self._raw_rows("observations"))

    @cached_property
    def newest(self) -> str:
        """The day of the newest row of any dated table."""
        dated = [one.name for one in self.registers.values() if one.known]
        days = (row[self.registers[name].known] for name in dated for row in self._raw_rows(name))
        return max((*days, *(row["known_on"] for row in self._raw_rows("observations"))))

    # --- what it is

    @cached_property
    def declaration_hash(self) -> str:
        """A hash of what is read without being noted: the descriptor, and tables that say what things are."""
        return _hash([self.package, self.wholes, *(self._raw_rows(name) for name in DECLARED)])

    def content(self, name: str) -> str:
        """A hash over all that can be read under a name, an indicator or a table: its rows with their sources, and with
        the originals that these repeat.

        Empty for what is not there any more.
        """
        if name not in self._contents:
            try:
                rows = self._by_indicator.get(name, []) if name in self.indicators else self._raw_rows(name)
            except OSError:
                return ""
            cited = [row[column] for row in rows for column in CITING if row.get(column)]
            repeated = [about["origin"] for one in cited if (about := self.sources.get(one)) and about.get("origin")]
            told = [self.sources.get(source) for source in dict.fromkeys([*cited, *repeated])]
            self._contents[name] = _hash([rows, told])
        return self._contents[name]

    def contents(self, names: Iterable[str]) -> dict[str, str]:
        """The hashes of what can be read under some names."""
        return {name: self.content(name) for name in sorted(names)}

    @cached_property
    def whole(self) -> str:
        """A hash of all files of the folder, as they were when it was first asked for."""
        files = (self.folder / name for name in names_below(self.folder))
        return _hash([[path.name, hashlib.sha256(path.read_bytes()).hexdigest()] for path in files])

    @cached_property
    def _by_indicator(self) -> dict[str, list[Row]]:
        grouped: dict[str, list[Row]] = {}
        for row in self._raw_rows("observations"):
            grouped.setdefault(row["indicator"], []).append(row)
        return grouped


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def evidence(where: Path | None = None) -> Evidence:
    """The tables of a folder (by default the book's) in their present state; the same object until a file changes."""
    where = (where or whereabouts.folder()).resolve()
    state = tuple(sorted((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in where.glob("*.*")))
    return _evidence(where, state)


@lru_cache(maxsize=8)
def _evidence(where: Path, _state: tuple[tuple[str, int, int], ...]) -> Evidence:
    return Evidence(where)
