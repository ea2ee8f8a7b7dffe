"""The data to take away: every table as visible at the cutoff, what they mean, and all of it as a zip."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from nolimits.data import Row, View, day_name
from nolimits.editions.identity import visible_rows

DESCRIPTOR, README, SUMS = "datapackage.json", "README.md", "SHA256SUMS"
READING = """```python
import frictionless, json, pandas

print(frictionless.validate("datapackage.json").valid)

types = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string", "any": "string"}
resource = next(r for r in json.load(open("datapackage.json"))["resources"] if r["name"] == "observations")
dtype = {field["name"]: types[field["type"]] for field in resource["schema"]["fields"]}
table = pandas.read_csv(resource["path"], dtype=dtype, keep_default_na=False, na_values=[""])
```"""


def data_files(view: View, edition: str, citation: str, home: str = "") -> dict[str, bytes]:
    """The files of the data package by name: tables, `datapackage.json`, `README.md` and `SHA256SUMS`.

    `edition` is the edition's key, `citation` the sentence by which the book is cited, `home` the book's address where
    it has one. At the newest cutoff each table is the book's own file, byte for byte.
    """
    seen = visible_rows(view)
    tables = {f"{name}.csv": _table(view, name, held) for name, held in seen.items()}
    described = _descriptor(view, seen, tables, edition, home)
    told = {DESCRIPTOR: _json(described), README: _readme(view, described, tables, edition, citation).encode()}
    made = dict(sorted((tables | told).items()))
    return made | {SUMS: sums(made)}


def _table(view: View, name: str, held: Sequence[Row]) -> bytes:
    if list(held) == list(view.evidence.rows(name)):
        return (view.folder / f"{name}.csv").read_bytes()
    out = io.StringIO()
    writer = csv.DictWriter(out, _columns(view, name), lineterminator="\n")
    writer.writeheader()
    writer.writerows(held)
    return out.getvalue().encode()


def _columns(view: View, name: str) -> list[str]:
    return [field["name"] for field in view.evidence.resource(name)["schema"]["fields"]]


def _descriptor(
    view: View, seen: Mapping[str, Sequence[Row]], tables: Mapping[str, bytes], edition: str, home: str
) -> dict[str, Any]:
    """The package's descriptor with the size and the hash of each table, and which edition it is."""
    told = dict(view.evidence.package)
    resources = []
    for resource in told.pop("resources"):
        content, schema = tables[resource["path"]], resource["schema"]
        fields = [_field(field, seen[resource["name"]]) for field in schema["fields"]]
        sized = {"bytes": len(content), "hash": f"sha256:{_hash(content)}", "schema": schema | {"fields": fields}}
        resources.append(resource | sized)
    about = {"edition": edition, "cutoff": view.cutoff, "created": f"{view.cutoff}T00:00:00Z"}
    return told | ({"homepage": home} if home else {}) | about | {"resources": resources}


def _field(field: dict[str, Any], held: Sequence[Row]) -> dict[str, Any]:
    """A column's description; what every row must tell in the end may not have been known by an earlier day."""
    asked = field.get("constraints", {})
    if not asked.get("required") or all(row[field["name"]] for row in held):
        return field
    kept = {name: value for name, value in asked.items() if name != "required"}
    return field | {
        "description": f"{field['description'].strip()} Empty where not known by the cutoff.",
        "constraints": kept,
    }


def _readme(view: View, told: Mapping[str, Any], tables: Mapping[str, bytes], edition: str, citation: str) -> str:
    lines = [
        f"| `{resource['path']}` | {_count(tables[resource['path']])} | {resource['title']} |"
        for resource in told["resources"]
    ]
    licences = ", ".join(f"[{one['title']}]({one['path']})" for one in told["licenses"])
    return "\n".join(
        [
            f"# {told['title']}",
            "",
            told["description"].strip(),
            "",
            f"Edition `{edition}`: what was known by {day_name(view.cutoff)}. Later rows are left out.",
            "",
            "| file | rows | what it holds |",
            "|---|---|---|",
            *lines,
            "",
            f"`{DESCRIPTOR}` says what each table and column means, with types, keys and references: a data package as "
            f"described at <https://specs.frictionlessdata.io>. `{SUMS}` holds a checksum for each file: "
            f"`sha256sum --check {SUMS}`.",
            "",
            "## Reading it",
            "",
            READING,
            "",
            "## Licence",
            "",
            f"The compilation: {licences}. The figures remain their publishers'; each row names its source in "
            "`sources.csv`.",
            "",
            "## How to cite",
            "",
            citation,
            "",
        ]
    )


def _count(table: bytes) -> int:
    return sum(1 for _ in csv.reader(io.StringIO(table.decode(), newline=""))) - 1


def sums(files: Mapping[str, bytes]) -> bytes:
    """Checksums as `sha256sum --check` reads them."""
    return "".join(f"{_hash(content)}  {name}\n" for name, content in files.items()).encode()


def zip_files(files: Mapping[str, bytes], day: str) -> bytes:
    """Files as a zip that is the same each time: in the order given, all of one day, no owner and no machine told."""
    out = io.BytesIO()
    year, month, date = (int(part) for part in day.split("-"))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            told = zipfile.ZipInfo(name, (year, month, date, 0, 0, 0))
            told.compress_type, told.create_system, told.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(told, content)
    return out.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
