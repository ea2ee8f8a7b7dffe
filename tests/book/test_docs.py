"""What docs/ take from the code is what the code says, and their examples run."""

import importlib.util
import re
import sys

import pytest

from nolimits.charts.registry import KINDS

DOCS = (
    *(f"docs/{name}" for name in ("architecture.svg", "charts.md", "language.md", "view.md")),
    "codemeta.json",
    ".zenodo.json",
)


@pytest.fixture(scope="module")
def write(root):
    spec = importlib.util.spec_from_file_location("write_docs", root / "docs" / "write.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", DOCS)
def test_a_written_page_is_what_make_docs_writes(root, write, name):
    assert (root / name).read_text(encoding="utf-8") == write.FILES[name](), "run `make docs`"


def test_every_written_page_is_looked_at(write):
    assert sorted(write.FILES) == sorted(DOCS)


def test_the_example_of_a_kind_of_chart_draws(root, tmp_path, latest):
    text = (root / "docs" / "adding.md").read_text(encoding="utf-8")
    (code,) = (block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "@chart" in block)
    (tmp_path / "dots_of_the_docs.py").write_text(code, encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    try:
        import dots_of_the_docs
    finally:
        sys.path.remove(str(tmp_path))
        KINDS.pop("dots", None)  # it is of this test only
    first = next(name for name in latest.indicators if latest.about(name)["frequency"] == "annual")
    exhibit = dots_of_the_docs.dots(latest, first, id="trade-try", headline="A try", caption="Dots.", alt="Dots.")
    assert exhibit.records
    assert exhibit.files()["png"].startswith(b"\x89PNG")


def test_links_within_the_docs_lead_somewhere(root):
    for page in [*(root / "docs").glob("*.md"), root / "README.md", root / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            place = page.parent / target
            assert place.exists() or (root / "chapters" / target).exists(), f"{page.name} leads to {target}"


def test_the_columns_of_a_sweep_are_told_and_no_others(root):
    from nolimits.sweeps.table import COLUMNS

    text = (root / "docs" / "sweeps.md").read_text(encoding="utf-8").partition("## The table")[2].partition("\n## ")[0]
    told = [name for line in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", line)]
    assert told == list(COLUMNS)


def test_every_room_is_told_of_in_the_readme(root):
    from nolimits import ROOMS

    text = (root / "README.md").read_text(encoding="utf-8")
    assert [room for room in ROOMS if f"| `{room}` |" not in text] == []
