"""A picture that is kept is the one that would be drawn: it is found by what is drawn, by its words and by the code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cases import CASES
from conftest import known_by
from drawing import enlarged_copy
from sizes import first

from nolimits import charts
from nolimits.charts import style
from nolimits.charts.output import cache
from nolimits.data import DataError, Period, View, store

pytestmark = pytest.mark.slow

WORDS = {"id": "wool-sold", "headline": "Wool is sold", "caption": "By customs.", "alt": "A line."}
KEYS = """
import json, sys
from cases import CASES
from drawing import WORDS
from nolimits.charts.output import cache
from nolimits.data import View
print(json.dumps({name: cache.drawing_hash(CASES[name](View(), **WORDS)._draw) for name in sys.argv[1:]}))
"""


@pytest.fixture
def kept(tmp_path):
    with store.at(tmp_path / "store", "code"):
        yield tmp_path / "store"


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> View:
    """The frozen tables with more projects and acts, which some kinds of chart want."""
    return View(folder=enlarged_copy(tmp_path_factory.mktemp("tables")).folder)


def drawn(kind: str = "lines", view=None, **words) -> charts.Exhibit:
    return CASES[kind](view or known_by(), **WORDS | words)


def pictures(folder) -> set[str]:
    return {path.name for path in folder.glob("*.json")}


# --- what is drawn reads no tables


def test_a_drawing_that_reads_a_table_is_refused(kept):
    view = known_by()

    def draw(canvas) -> None:
        view.register("events")

    made = charts.finish(view, charts.Drawing(draw, [charts.Datum({"label": "a"})]), **WORDS)
    with pytest.raises(DataError, match="the drawing of wool-sold reads 'events': take what it needs from the tables"):
        made.bundle()


def test_a_drawing_that_holds_the_tables_is_refused(kept):
    tables = known_by().evidence

    def draw(canvas) -> None:
        tables.folder  # noqa: B018

    made = charts.finish(known_by(), charts.Drawing(draw, [charts.Datum({"label": "a"})]), **WORDS)
    with pytest.raises(DataError, match="a drawing holds the tables: give it what it draws"):
        made.bundle()


@pytest.mark.parametrize("kind", first(8, CASES))
def test_a_chart_of_any_kind_is_drawn_without_the_tables(kept, grown, kind):
    made = drawn(kind, grown)
    assert made.svg("narrow").startswith("<svg")
    assert drawn(kind, grown).svg("narrow") == made.svg("narrow")


# --- which picture it is


def test_equal_drawings_have_one_key_in_whichever_process(grown):
    tests = Path(__file__).resolve().parents[1]
    kinds, found = list(CASES), []
    for seed in ("1", "2"):
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": os.pathsep.join(map(str, (tests.parent, tests))),
            "NOLIMITS_DATA": str(grown.folder),
        }
        command = [sys.executable, "-c", KEYS, *kinds]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found.append(json.loads(done.stdout))
    assert found[0] == found[1]
    assert len(set(found[0].values())) == len(kinds)


def test_what_is_drawn_once_is_not_drawn_again(kept, monkeypatch):
    first = drawn().bundle()
    monkeypatch.setattr(charts.Exhibit, "_figure", lambda *_: pytest.fail("it is drawn again"))
    assert drawn().bundle() == first


CHANGED = {
    "headline": lambda: drawn(headline="Wool is sold no more"),
    "alt": lambda: drawn(alt="Another line."),
    "subtitle": lambda: drawn(subtitle="In bales"),
    "id": lambda: drawn(id="wool-again"),
    "day": lambda: drawn(view=known_by("2023-06-30")),
    "first year": lambda: drawn(view=known_by().since(2021)),
}


@pytest.mark.parametrize("change", CHANGED)
def test_other_words_or_another_day_make_another_picture(kept, change):
    before, there = drawn().bundle(), pictures(kept)
    after = CHANGED[change]().bundle()
    assert after["frame"] != before["frame"]
    assert pictures(kept) > there


def test_another_record_makes_another_picture(kept, frozen_tables):
    view = frozen_tables.view()
    before = drawn(view=view).bundle()
    frozen_tables.change("observations", {"indicator": "wool.exports", "period_start": "2020-01-01"}, value="101")
    after = drawn(view=frozen_tables.view()).bundle()
    assert after["fingerprint"] != before["fingerprint"]
    assert after["frame"] != before["frame"]


def test_a_row_that_changes_nothing_of_what_is_drawn_is_the_same_picture(kept, frozen_tables):
    drawn(view=frozen_tables.view()).bundle()
    there = pictures(kept)
    frozen_tables.change("observations", {"indicator": "tea.stock"}, note="looked at again")
    frozen_tables.change("events", {"event": "tal-001"}, description="Another treaty")
    drawn(view=frozen_tables.view()).bundle()
    assert pictures(kept) == there


def test_a_plot_is_drawn_once_for_all_days_on_which_the_same_is_known(kept, monkeypatch):
    """The lone picture names its day; what a page shows does not, unless it ends with its day or is empty."""
    first, later, before = (known_by(day) for day in ("2024-07-01", "2024-08-01", "2020-06-30"))
    assert drawn(view=first).records == drawn(view=later).records != drawn(view=before).records
    shown = drawn(view=first).svg("wide")
    empty = [drawn(view=known_by(day)).svg("wide") for day in ("2015-02-01", "2015-03-01")]
    assert empty[0] != empty[1]
    monkeypatch.setattr(charts.Exhibit, "_figure", lambda *_: pytest.fail("it is drawn again"))
    assert drawn(view=later).svg("wide") == shown
    with pytest.raises(pytest.fail.Exception, match="drawn again"):
        drawn(view=before).svg("wide")


def test_equal_things_are_one_drawing_whichever_objects_they_are(kept):
    def of(*held: object):
        def draw(canvas) -> None:
            canvas.told = held

        return draw

    day = "2022-01-01"
    again = "".join(("2022", "-01-01"))
    one, other = Period(day, day), Period(again, "".join(("2022", "-01-01")))
    assert one.kind == "point"  # what it remembers of itself is none of its matter
    keys = {cache.drawing_hash(of(a, b, c)) for a, b, c in ((day, one, one), (again, one, other), (day, other, other))}
    assert len(keys) == 1
    assert cache.drawing_hash(of(day, one, Period(day, "2022-01-02"))) not in keys


def test_another_colour_of_the_drawing_is_another_drawing(kept):
    def in_colour(tone: str):
        def draw(canvas) -> None:
            canvas.paragraph("Wool", tone=tone, size=style.SMALL)

        return draw

    assert cache.drawing_hash(in_colour("muted")) == cache.drawing_hash(in_colour("muted"))
    assert cache.drawing_hash(in_colour("muted")) != cache.drawing_hash(in_colour("ink"))


def test_other_code_makes_another_picture(tmp_path):
    for code in ("one", "two"):
        with store.at(tmp_path / "store", code):
            drawn().bundle()
    with store.at(tmp_path / "again", "one"):
        drawn().bundle()
    assert len(pictures(tmp_path / "store")) == 2 * len(pictures(tmp_path / "again"))


def test_a_stated_figure_that_changes_changes_the_chart_that_marks_it(kept, frozen_tables):
    before = drawn("bars", frozen_tables.view()).bundle()
    frozen_tables.change("claims", {"claim": "p002"}, value="81")
    after = drawn("bars", frozen_tables.view()).bundle()
    assert after["fingerprint"] != before["fingerprint"]
    assert "81" in after["svg"]["wide"] or after["svg"]["wide"] != before["svg"]["wide"]
