"""Columns by year count rows of a register as the cutoff knows them, each with its keys, and say how far they reach."""

import pytest
from test_registers import lines_of, texts

from nolimits.charts import PALETTE, VARIANTS, ChartError, dark, yearly
from nolimits.data import DataError, View

WORDS = {"id": "military-test", "headline": "A headline", "caption": "A caption.", "alt": "What it shows."}
MEETINGS = {"section": "military", "kind": "exercise|patrol"}
CASES = {
    "events by kind": lambda view: yearly(view, by="kind", filters=MEETINGS, since=2020, **WORDS),
    "one group": lambda view: yearly(view, filters=MEETINGS | {"kind": "patrol"}, since=2022, **WORDS),
    "milestones": lambda view: yearly(
        view, "milestones", filters={"milestone": "agreement|contract"}, since=2004, **WORDS
    ),
    "measures by side": lambda view: yearly(view, "measures", by="imposed_by", since=2010, **WORDS),
}
CUTOFFS = ("2021-01-01", "2023-06-30", "2025-09-10", "2024-12-31", "latest")


@pytest.fixture(params=CUTOFFS)
def seen(request, root) -> View:
    return View(request.param, 2018, root / "data")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_no_text_is_small_or_over_another_or_off_the_sheet(seen, case, variant):
    figure = CASES[case](seen).figure(variant)
    boxes = [box for text in texts(figure) for box in lines_of(text)]
    wide, tall = figure.get_size_inches() * figure.dpi
    assert min(text.get_fontsize() for text in texts(figure)) >= 9
    assert all(box[1] >= -1 and box[2] <= wide + 1 and box[3] >= 0 and box[4] <= tall for box in boxes)
    assert not [
        (a[0], b[0])
        for i, a in enumerate(boxes)
        for b in boxes[i + 1 :]
        if a[1] < b[2] - 0.5 and b[1] < a[2] - 0.5 and a[3] < b[4] and b[3] < a[4]
    ]


@pytest.mark.parametrize(
    ("case", "register", "filters", "column", "since"),
    [("events by kind", "events", MEETINGS, "date", "2020"), ("measures by side", "measures", {}, "effective", "2010")],
)
def test_the_columns_add_up_to_the_rows_of_the_register(seen, case, register, filters, column, since):
    wanted = {name: values.split("|") for name, values in filters.items()}
    rows = [row for row in getattr(seen, register)(**wanted) if since <= row[column] <= seen.cutoff]
    records = CASES[case](seen).records
    assert sum(record["count"] for record in records) == len(rows)
    assert all(len(record["rows"].split(";")) == max(record["count"], 1) for record in records)


def test_what_is_drawn_is_as_high_as_the_records_say(latest):
    exhibit = CASES["events by kind"](latest)
    heights = [patch.get_height() for patch in exhibit.figure("wide").findobj(lambda one: one.get_gid() == "data ")]
    assert sorted(heights) == sorted(record["count"] for record in exhibit.records if record["count"])


def test_a_year_without_a_row_stands_as_nought(latest):
    records = yearly(latest, filters=MEETINGS, since=2015, **WORDS).records
    assert [record["count"] for record in records if record["year"] == 2015] == [0]
    assert [record["year"] for record in records] == list(range(2015, int(latest.cutoff[:4]) + 1))


@pytest.mark.parametrize(("cutoff", "said"), [("2025-09-10", "to 10 Sep"), ("2024-12-31", "2024")])
def test_a_year_that_is_not_over_says_how_far_it_reaches(root, cutoff, said):
    figure = CASES["events by kind"](View(cutoff, 2018, root / "data")).figure("wide")
    names = [text.get_text() for text in texts(figure)]
    assert any(name.split("\n")[-1] == said for name in names)
    assert any("to " in name for name in names) is (said != "2024")


def test_an_act_after_the_cutoff_is_not_counted(tables):
    tables.plant(
        "measures",
        measure="x-later",
        imposed_by="China",
        kind="fee",
        goods="x",
        effective="2026-02-01",
        source="bne-2023-11-16-dualuse",
        known_on="2025-01-01",
    )
    records = yearly(View("2025-06-30", 2018, tables.folder), "measures", since=2024, **WORDS).records
    assert not [record for record in records if "x-later" in record["rows"]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_nothing_known_is_said_in_words(latest, variant):
    exhibit = yearly(latest, filters={"kind": "none"}, **WORDS)
    assert exhibit.records == ()
    assert "known by" in " ".join(text.get_text() for text in texts(exhibit.figure(variant)))


def test_names_and_colours_of_groups_may_be_given(latest):
    exhibit = yearly(
        latest, by="kind", filters=MEETINGS, tones={"patrol": "china"}, labels={"patrol": "voyages"}, **WORDS
    )
    assert PALETTE["china"][0] in exhibit.svg("wide")
    assert PALETTE["china"][1] in dark(exhibit.svg("wide"))
    assert {record["group"] for record in exhibit.records} == {"exercise", "voyages"}


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"register": "projects"}, "events, milestones, measures"),
        ({"by": "colour"}, "kind"),
        ({"tones": {"patrol": "pink"}}, "china"),
        ({"by": "source"}, "4 at most"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_would_be_right(latest, wrong, named):
    with pytest.raises(ChartError, match=named):
        yearly(latest, **({"filters": MEETINGS} | wrong), **WORDS)


def test_a_filter_by_a_column_that_does_not_exist_is_refused(latest):
    with pytest.raises(DataError, match="no column 'colour'"):
        yearly(latest, filters={"colour": "red"}, **WORDS)
