"""Every mark can be asked: where it stands is where it is drawn, and what it answers is what its row says."""

import re

import pytest
from cases import CASES
from conftest import known_by
from drawing import WORDS, enlarged_copy, planted
from matplotlib.patches import Rectangle
from sizes import first

from nolimits import charts
from nolimits.charts.sheet.marks import dot
from nolimits.data import View
from nolimits.pages.exhibits import answers

pytestmark = pytest.mark.slow

SOLD = "wool.exports"
PIXELS = 96 / 72


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    return enlarged_copy(tmp_path_factory.mktemp("tables"))


def drawn_at(axes, x, y):
    """Where a place of some axes is in the picture, in pixels."""
    right, up = axes.transData.transform((x, y))
    return round(right * PIXELS), round((axes.figure.bbox.height - up) * PIXELS)


# --- where it stands


@pytest.mark.parametrize("variant", ["wide", "narrow"])
def test_a_bar_is_found_where_it_is_drawn_and_leads_to_its_own_row(variant):
    exhibit = charts.bars(known_by(), SOLD, **WORDS)
    axes = exhibit.figure(variant).axes[0]
    bars = [one for one in axes.patches if isinstance(one, Rectangle) and one.get_gid() == f"data {SOLD}"]
    for (n, left, top, *size), bar in zip(exhibit.marks(variant), bars, strict=True):
        assert (left, top) == drawn_at(axes, bar.get_x(), bar.get_height())
        assert min(size) > 0
        assert exhibit.records[n]["drawn"] == bar.get_height()
        assert exhibit.cards[n][3].startswith(f"{SOLD}.{exhibit.records[n]['period_start']}.")


def test_a_point_of_a_line_is_found_at_its_year_and_height():
    exhibit = charts.lines(known_by(), SOLD, "wool.imports", **WORDS)
    axes = exhibit.figure("wide").axes[0]
    assert [tuple(at) for _, *at in exhibit.marks("wide")] == [
        drawn_at(axes, int(record["period_start"][:4]), record["drawn"]) for record in exhibit.records
    ]


def test_a_line_with_too_many_points_for_markers_can_be_asked_at_each(frozen_tables):
    months = [(f"{year}-{month:02}", "exact", str(month + 1)) for year in (2020, 2021, 2022) for month in range(1, 13)]
    exhibit = charts.lines(planted(frozen_tables, months), "zz.test", kind="month", **WORDS)
    assert [n for n, *_ in exhibit.marks("wide")] == list(range(36))


def test_a_mark_off_the_sheet_is_not_offered():
    def draw(canvas):
        axes = canvas.axes(0, 1)
        axes.set_xlim(0, 1)
        dot(axes, 0.5, 0.5, "o", 5, "ink", n=0)
        dot(axes, -2.0, 0.5, "o", 5, "ink", n=1)
        canvas.top += 1

    exhibit = charts.finish(known_by(), charts.Drawing(draw, [charts.Datum({"a": 1})] * 2), **WORDS)
    assert [n for n, *_ in exhibit.marks("wide")] == [0]


def test_the_frame_has_no_marks_to_ask():
    with pytest.raises(charts.ChartError, match="'frame' has no marks to ask"):
        charts.bars(known_by(), SOLD, **WORDS).marks("frame")


@pytest.mark.parametrize("case", first(8, CASES))
def test_every_record_of_any_chart_can_be_asked(grown, case):
    exhibit = CASES[case](View("latest", 2014, grown.folder), **WORDS)
    wanted = {n for n, record in enumerate(exhibit.records) if record.get("count") != 0}
    for variant in ("wide", "narrow"):
        found = {n for n, *_ in exhibit.marks(variant)}
        # an act before the first year shown, whose state still holds, has no mark
        missing = wanted - found
        assert not missing or exhibit.kind == "milestones"
        assert found <= set(range(len(exhibit.records)))


@pytest.mark.parametrize(("case", "side", "column"), [("outcomes", 2, "share_percent"), ("yearly", 3, "count")])
def test_each_part_of_a_whole_is_as_large_as_its_own_record_says(grown, case, side, column):
    exhibit = CASES[case](View("latest", 2014, grown.folder), **WORDS)
    sizes = [(exhibit.records[n][column], place[side]) for n, *place in exhibit.marks("wide") if len(place) == 4]
    largest = max(sizes)
    assert len({amount for amount, _ in sizes}) > 1
    assert all(size == pytest.approx(largest[1] * amount / largest[0], abs=1) for amount, size in sizes)


# --- what it answers


def test_a_mark_answers_with_value_period_source_and_the_day_it_became_known():
    exhibit = charts.bars(known_by("2021-06-30"), SOLD, **WORDS)
    assert exhibit.cards[1] == (
        "Wool sold: USD 100 bn, 2020",
        "Customs, known 20 January 2021",
        "chapters/rows-trade",
        "wool.exports.2020-01-01.2020-12-31.2021-01-20.customs-2021-01-20-wool",
    )


def test_an_index_says_where_it_is_drawn_besides_its_figure():
    exhibit = charts.multiples(known_by(), {"Wool": SOLD}, index=2019, **WORDS)
    assert [said for said, *_ in exhibit.cards][:2] == [
        "Wool sold: USD 80 bn (drawn at 100.0), 2019",
        "Wool sold: USD 100 bn (drawn at 125.0), 2020",
    ]
    assert "drawn at" not in charts.lines(known_by(), SOLD, **WORDS).cards[0][0]


@pytest.mark.parametrize("day", ["latest", "2022-07-05"])
def test_no_mark_answers_with_nothing_or_with_what_came_later(grown, day):
    view = View(day, 2014, grown.folder)
    for case in CASES:
        exhibit = CASES[case](view, **WORDS)
        for record, (said, origin, _, _) in zip(exhibit.records, exhibit.cards, strict=True):
            assert said, (case, record)
            assert bool(origin) is bool(record.get("sources") or record.get("source")), (case, record)


# --- on a page


def test_a_page_holds_each_mark_once_with_its_places_in_both_pictures():
    cards = [("A: 1, 2020", "One, known 1 May 2021", "rows", "a.1"), ("B & C: 2", "Two", "other", "b.2")]
    marks = {"wide": [[0, 10, 20], [1, 5, 6, 7, 8]], "narrow": [[0, 3, 4]]}
    html = answers(marks, cards, lambda page: f"../{page}.html")
    assert re.findall(r'<li data-at="(.*?)" data-to="(.*?)">(.*?)\n(.*?)</li>', html) == [
        ("10,20;3,4", "#a.1", "A: 1, 2020", "One, known 1 May 2021"),
        ("5,6,7,8;", "../other.html#b.2", "B &amp; C: 2", "Two"),
    ]
    assert 'data-page="../rows.html"' in html


@pytest.mark.parametrize("marks", [{}, {"wide": [], "narrow": []}])
def test_a_chart_without_marks_has_no_field_over_it(marks):
    assert answers(marks, [("A", "", "", "")], str) == ""


def test_a_mark_takes_few_bytes(grown):
    view = View("latest", 2014, grown.folder)
    made = [CASES[case](view, **WORDS).bundle() for case in ("lines", "bars", "strip", "access", "dumbbell", "yearly")]
    size = sum(len(answers(one["marks"], one["cards"], "../{}.html".format).encode()) for one in made)
    assert size / sum(len(one["records"]) for one in made) < 250


def test_all_scripts_of_the_book_take_26_kibibytes_at_most_and_that_of_other_days_18(root):
    sizes = {path.name: path.stat().st_size for path in (root / "nolimits/pages/static").glob("*.js")}
    past = sizes.pop("past.js")  # of books alone that were asked for other days
    assert sum(sizes.values()) <= 26 * 1024
    assert past <= 18 * 1024
