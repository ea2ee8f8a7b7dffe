"""The charts keep their contract: what is drawn is what is recorded, legible in every variant, and the same everywhere."""

import io
import json
import math
import re
import subprocess
import sys
from datetime import date, timedelta
from functools import cache
from itertools import combinations, pairwise
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

from nolimits import charts, data
from nolimits.charts import gather, style
from nolimits.charts.canvas import measure, wrap
from nolimits.charts.kinds.bars import short
from nolimits.data.quantities import Quantity

WORDS = {
    "id": "trade-sample",
    "headline": "Trade {direction}`growth('trade.turnover', 'latest year')` in the newest year, and $5 is not $6",
    "subtitle": "USD billion, **goods**",
    "caption": "What customs counted.",
    "alt": "Trade was {value}`value('trade.turnover', 'latest year')`.",
}
PRICE = "value('oil.china_imports_from_russia_value', period) / value('oil.china_imports_from_russia', period) * 1000 / 7.33"
CASES = {
    "lines": lambda view, **w: charts.lines(
        view,
        "trade.exports_to_china",
        "trade.imports_from_china",
        "trade.turnover",
        marks=[("2022-02-24", "Full-scale invasion"), ("2022-09", "A later mark that is long"), (2025, "Visit")],
        bands=[(100, 120, "A band")],
        stated=[(2024, 245, "as the paper states")],
        **w,
    ),
    "lines by month": lambda view, **w: charts.lines(
        view, "trade.exports_to_china", "trade.imports_from_china", kind="month", **w
    ),
    "lines since January": lambda view, **w: charts.lines(view, "trade.turnover", kind="ytd", **w),
    "rolling sums": lambda view, **w: charts.lines(
        view, "trade.exports_to_china", "trade.imports_from_china", rolling=True, **w
    ),
    "steps": lambda view, **w: charts.lines(view, "rate.key", kind="point", steps=True, **w),
    "an expression": lambda view, **w: charts.lines(
        view, PRICE, kind="ytd", labels={PRICE: "Unit value"}, unit="USD per barrel", **w
    ),
    "four lines": lambda view, **w: charts.lines(
        view,
        "yuan.share_of_exchange_trading",
        "payments.yuan_share_exports",
        "payments.yuan_share_imports",
        "yuan.share_of_otc_trading",
        kind="month",
        **w,
    ),
    "vintages": lambda view, **w: charts.vintages(view, "budget.deficit_plan", 2025, outturn="budget.deficit", **w),
    "prices of any kind": lambda view, **w: charts.lines(
        view,
        "oil.espo_differential_brent",
        "oil.urals_differential_brent",
        kind="any",
        foreseen="deals struck ahead",
        **w,
    ),
    "vintages in a band": lambda view, **w: charts.vintages(
        view,
        "budget.deficit_plan_gdp_share",
        2023,
        2024,
        2025,
        2026,
        outturn="budget.deficit_gdp_share",
        bands=[(1, 1.5, "A band")],
        **w,
    ),
    "courses": lambda view, **w: charts.courses(
        view, "budget.deficit_ytd", 2023, 2024, 2025, 2026, ends="budget.deficit", **w
    ),
    "one course": lambda view, **w: charts.courses(view, "budget.deficit_ytd", 2025, labels={"2025": "last year"}, **w),
    "chosen bars": lambda view, **w: charts.bars(
        view,
        "trade.turnover",
        periods=[2022, "2023-01-01..2023-11-12", "latest year", "latest ytd"],
        stated=[(2022, "over 200", "a bound"), (2023, 240, "a guess"), (2023, 241, "another")],
        **w,
    ),
    "bars": lambda view, **w: charts.bars(
        view, "trade.turnover", stated=["m032", ("m031", "as the paper states"), (2026, 250, "a guess")], **w
    ),
    "paired bars": lambda view, **w: charts.bars(view, "budget.deficit_plan", "budget.deficit", **w),
    "growth": lambda view, **w: charts.bars(view, "trade.turnover", growth=True, **w),
    "the same months": lambda view, **w: charts.bars(
        view, "trade.turnover", same="2025-01..2025-09", changes=True, **w
    ),
    "bars by month": lambda view, **w: charts.bars(view, "trade.exports_to_china", kind="month", **w),
    "open ends": lambda view, **w: charts.bars(view, "arms.exports_outside_estimate", "arms.exports", **w),
    "contributions": lambda view, **w: charts.contributions(
        view,
        "trade.turnover",
        "trade.exports_to_china",
        "trade.imports_from_china",
        more=["2025-01..2025-09", "latest ytd"],
        stated=["m034", ("m038", "as the paper states")],
        **w,
    ),
    "mirrored": lambda view, **w: charts.mirrored(
        view, up="trade.exports_to_china", down="trade.imports_from_china", **w
    ),
    "ranked": lambda view, **w: charts.ranked(
        view,
        "metals.aluminium_exports_to_china",
        "metals.copper_ore_exports_to_china",
        "food.exports_to_china",
        "oil.china_imports_from_russia_value",
        at="latest",
        **w,
    ),
    "ranked changes": lambda view, **w: charts.ranked(
        view,
        "trade.turnover_yoy",
        "trade.exports_to_china_yoy",
        "trade.imports_from_china_yoy",
        "coal.china_imports_from_russia_yoy",
        at=2025,
        **w,
    ),
    "dumbbell": lambda view, **w: charts.dumbbell(
        view,
        [
            ("Lada", "value('cars.lada_output_plan', 2025)", "value('cars.lada_output', 2025)"),
            ("Moskvich", "value('cars.moskvich_plan', 2024)", "value('cars.moskvich_output', 2024)"),
            (
                "Avtotor, with a name that will not fit on one line of a phone",
                "value('cars.avtotor_plan', 2025)",
                "value('cars.avtotor_output', 2025)",
            ),
        ],
        **w,
    ),
    "heat": lambda view, **w: charts.heat(
        view,
        {
            "Crude": "growth('oil.china_imports_from_russia', period)",
            "Coal": "growth('coal.china_imports_from_russia', period)",
        },
        **w,
    ),
    "shares": lambda view, **w: charts.shares(view, ["trade.exports_to_china"], "trade.turnover", rest="imports", **w),
    "composition": lambda view, **w: charts.composition(
        view,
        [
            ("Exports to China", ["trade.energy_share_of_exports_to_china"], None, "latest year"),
            ("Imports from China", ["trade.machinery_share_of_imports_from_china"], None, "latest month"),
        ],
        **w,
    ),
    "multiples": lambda view, **w: charts.multiples(
        view,
        {
            "Crude oil": "oil.china_imports_from_russia",
            "Coal": "coal.china_imports_from_russia",
            "Liquefied natural gas": "gas.china_lng_imports_from_russia",
            "Both ways": ("trade.exports_to_china", "trade.imports_from_china"),
            "Electricity": "power.exports_to_china",
        },
        **w,
    ),
    "indexed multiples": lambda view, **w: charts.multiples(
        view, {"Crude oil": "oil.china_imports_from_russia", "Coal": "coal.china_imports_from_russia"}, index=2022, **w
    ),
}
BARS = ("bars", "paired bars", "growth", "the same months", "bars by month", "open ends", "mirrored", "shares")
CUTOFFS = ("latest", "2025-09-10", "2021-01-01")
FIRST = min(row["known_on"] for row in data.rows("observations"))


@cache
def made(case, cutoff="latest"):
    return CASES[case](data.View(cutoff, 2014), **WORDS)


@cache
def drawn(case, variant, cutoff="latest"):
    figure = made(case, cutoff).figure(variant)
    with style.house():
        figure.draw(outlines())
    return figure


@cache
def outlines():
    """What measures a text as an SVG shows it: by its outlines, not fitted to the dots of a screen."""
    return RendererSVG(1000, 1000, io.StringIO())


def boxes(figure):
    found = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(outlines()), text.get_fontsize()) for text in found]


@pytest.mark.parametrize("case", CASES)
def test_a_bundle_holds_what_a_page_needs_as_json(case):
    bundle = json.loads(json.dumps(made(case)._repr_mimebundle_(), allow_nan=False))
    assert set(bundle) == {charts.MIME, "image/svg+xml", "text/plain"}
    wanted = {
        "id",
        "headline",
        "subtitle",
        "caption",
        "alt",
        "unit",
        "cutoff",
        "sources",
        "source_line",
        "fingerprint",
        "records",
        "svg",
        "parameters",
    }
    assert wanted <= set(bundle[charts.MIME])
    assert set(bundle[charts.MIME]["svg"]) == {"wide", "narrow"}


@pytest.mark.parametrize("missing", ["id", "headline", "caption", "alt"])
def test_a_chart_without_a_word_that_it_owes_is_refused_by_name(missing):
    words = {name: text for name, text in WORDS.items() if name != missing}
    with pytest.raises(charts.ChartError, match=f"has no {missing}"):
        CASES["bars"](data.View(), **words)


def test_an_id_that_is_not_section_and_word_is_refused():
    with pytest.raises(charts.ChartError, match="section-what"):
        CASES["bars"](data.View(), **WORDS | {"id": "Trade Balance"})


def test_more_than_four_series_are_refused():
    keys = [row["indicator"] for row in data.rows("indicators")][:5]
    with pytest.raises(charts.ChartError, match="multiples"):
        charts.lines(data.View(), *keys, **WORDS)


def test_two_units_in_one_panel_are_refused():
    with pytest.raises(charts.ChartError, match="one unit"):
        charts.bars(data.View(), "trade.turnover", "oil.china_imports_from_russia", **WORDS)


def test_a_claim_without_a_figure_is_no_mark():
    with pytest.raises(charts.ChartError, match="states no figure"):
        charts.bars(data.View(), "trade.turnover", stated=["m001"], **WORDS)


def test_a_claim_in_another_unit_is_no_mark():
    with pytest.raises(charts.ChartError, match="m021 is in percent"):
        charts.lines(data.View(), "trade.turnover", stated=["m021"], **WORDS)


def test_a_stated_mark_cites_the_paper():
    paper = next(row for row in data.rows("documents") if row["document"] == "milov-2025")
    assert paper["source"] in charts.bars(data.View(), "trade.turnover", stated=["m032"], **WORDS).sources


def test_a_colour_that_is_no_role_is_refused():
    with pytest.raises(charts.ChartError, match="palette"):
        charts.bars(data.View(), "trade.turnover", tones={"trade.turnover": "red"}, **WORDS)


def test_templates_stay_templates_and_are_plain_inside_the_picture():
    exhibit = made("lines")
    assert "{direction}" in exhibit.headline
    assert "{" not in exhibit.spoken["headline"]
    assert exhibit.spoken["subtitle"] == "USD billion, goods"


def test_the_source_line_names_five_publishers_at_most_and_the_cutoff():
    line = made("lines").source_line(data.View())
    assert re.fullmatch(r"Sources: .+ and \d+ more; as known by \d+ \w+ \d{4}", line)


@pytest.mark.parametrize("case", CASES)
def test_every_record_has_its_sources_or_says_how_it_came_to_be(case):
    for record in made(case).records:
        assert record.get("sources") or record["how"] or record["mark"] == "stated"
        assert all(source in made(case).sources for source in filter(None, record.get("sources", "").split(";")))


def test_the_same_picture_has_the_same_fingerprint_and_another_has_not():
    view, other = data.View("latest", 2014), data.View("latest", 2018)
    fingerprints = [CASES["bars"](one, **WORDS).fingerprint for one in (view, view, other)]
    assert fingerprints[0] == fingerprints[1] != fingerprints[2]


def test_another_colour_is_another_fingerprint():
    view = data.View()
    plain, red = (
        charts.bars(view, "trade.turnover", tones=tones, **WORDS) for tones in ({}, {"trade.turnover": "china"})
    )
    assert plain.fingerprint != red.fingerprint


def test_two_processes_in_two_folders_draw_the_same_bytes(tmp_path):
    code = (
        "import hashlib, json, sys; sys.path.insert(0, sys.argv[1]); from tests import test_charts as t;"
        "print(hashlib.sha256(json.dumps([t.made(c)._repr_mimebundle_() for c in ('lines', 'bars', 'heat')]).encode()).hexdigest())"
    )
    root = str(data.folder().parent)
    answers = [
        subprocess.run(
            [sys.executable, "-c", code, root], cwd=folder, capture_output=True, text=True, check=True
        ).stdout
        for folder in (root, tmp_path)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("variant", charts.VARIANTS)
@pytest.mark.parametrize("case", CASES)
def test_no_text_is_small_clipped_or_over_another(case, variant, cutoff):
    figure = drawn(case, variant, cutoff)
    found = boxes(figure)
    assert found
    assert min(size for *_, size in found) >= 9
    wide, tall = figure.bbox.width, figure.bbox.height
    outside = [text for text, box, _ in found if box.x0 < -1 or box.x1 > wide + 1 or box.y0 < -3 or box.y1 > tall + 3]
    assert not outside
    over = [(a, b) for (a, one, _), (b, two, _) in combinations(found, 2) if _over(one, two)]
    assert not over


def _over(one, two):
    # a line's box holds room above its letters: lines set close touch by it, letters do not
    room = 0.18 * min(one.height, two.height)
    across = min(one.x1, two.x1) - max(one.x0, two.x0)
    upwards = min(one.y1, two.y1) - max(one.y0, two.y0)
    return across > 1 and upwards > 2 * room


@pytest.mark.parametrize("case", BARS)
@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_bars_stand_on_nought(case, variant):
    for axes in drawn(case, variant).axes:
        low, high = axes.get_ylim()
        assert low <= 0 <= high
        assert all(bar.get_y() == 0 for bar in axes.patches if case != "shares")


@pytest.mark.parametrize("cutoff", CUTOFFS)
@pytest.mark.parametrize("case", [case for case in CASES if case != "heat"])
@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_the_records_are_what_the_artists_hold(case, variant, cutoff):
    recorded = sorted(round(record["drawn"], 6) for record in made(case, cutoff).records)
    held = sorted(round(value, 6) for value in _held(drawn(case, variant, cutoff), case))
    assert held == recorded


def _held(figure, case):
    """The numbers at which the marks of the data stand, each once."""
    for axes in figure.axes:
        sideways = case in ("ranked", "ranked changes", "dumbbell", "composition")
        seen = set()
        for bar in (patch for patch in axes.patches if (patch.get_gid() or "").startswith("data")):
            size = bar.get_width() if sideways else bar.get_height()
            yield abs(size) if case == "mirrored" else size
        for line in (line for line in axes.lines if (line.get_gid() or "").startswith("data")):
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True):
                if (
                    place := (line.get_gid(), line.get_marker() == "D" and not axes.patches, round(x, 9), round(y, 9))
                ) not in seen:
                    if line.get_gid() != "data" and (line.get_gid(), round(x, 9), round(y, 9)) in seen:
                        continue
                    seen |= {place, (line.get_gid(), round(x, 9), round(y, 9))}
                    yield x if sideways else y


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_a_dark_picture_keeps_no_light_ink(case, variant):
    dark = charts.dark(made(case).svg(variant))
    left = set(re.findall(r"#[0-9a-f]{6}\b", dark)) & (
        {light for light, _ in charts.PALETTE.values()} - {d for _, d in charts.PALETTE.values()}
    )
    assert not left


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_every_colour_of_a_picture_is_of_the_palette(case, variant):
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', made(case).svg(variant)))
    assert used <= {light for light, _ in charts.PALETTE.values()}


@pytest.mark.parametrize("case", CASES)
def test_pictures_are_small_sized_and_free_of_style_sheets(case):
    for variant in charts.VARIANTS:
        svg = made(case).svg(variant)
        root = ElementTree.fromstring(svg)
        assert {"width", "height", "viewBox", "role", "aria-label"} <= set(root.attrib)
        assert len(svg.encode()) < (72 if variant == "frame" else 60) * 1024
        assert "<style" not in svg
        assert "style=" not in svg
        assert ("<metadata" in svg) is (variant == "frame")


@pytest.mark.parametrize("case", CASES)
def test_nothing_known_is_said_in_words(case):
    exhibit = CASES[case](data.View(FIRST, 2014), **WORDS)
    words = " ".join(text.get_text() for text in exhibit.figure("narrow").findobj(Text))
    assert exhibit.records or data.day_name(FIRST) in words


def test_a_missing_year_parts_a_line():
    lines = [
        line
        for axes in drawn("multiples", "wide").axes
        for line in axes.lines
        if (line.get_gid() or "").startswith("data")
    ]
    steps = [
        b - a
        for line in lines
        if line.get_linestyle() == "-"
        for a, b in zip(line.get_xdata(), line.get_xdata()[1:], strict=False)
    ]
    assert steps
    assert max(steps) < 1.5


# --- what the evidence asks of the drawing


def planted(tables, figures, key="zz.test", **about):
    """A view of a series of its own: (period, qualifier, figure), each known on the day after its period."""
    head, rows = tables.read("indicators")
    tables.plant(
        "indicators",
        **(
            dict.fromkeys(head, "")
            | rows[0]
            | {"indicator": key, "label": "A test", "unit": "USD bn", "basis": "measured", "minimum": "", "maximum": ""}
            | about
        ),
    )
    source = tables.read("sources")[1][0]["source"]
    for when, qualifier, figure in figures:
        span = data.period(when)
        cells = {"value": figure} if qualifier in ("exact", "about") else {"low": figure, "high": figure}
        tables.plant(
            "observations",
            indicator=key,
            period_start=span.start,
            period_end=span.end,
            known_on=span.end,
            source=source,
            qualifier=qualifier,
            **cells,
        )
    return data.View("latest", 2014, tables.folder)


def words_of(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


def joins(figure, key="zz.test"):
    """Pairs of places in time between which a line of a series is drawn."""
    lines = [
        line
        for axes in figure.axes
        for line in axes.lines
        if line.get_linestyle() != "None" and len(line.get_xdata()) > 1
    ]
    return [
        pair
        for line in lines
        if (line.get_gid() or key).endswith(key) and len(set(line.get_xdata())) > 1
        for pair in pairwise(line.get_xdata())
    ]


def arrows(figure):
    return [text for text in figure.findobj(Annotation) if text.arrow_patch is not None]


def paper(key="milov-2025"):
    return next(row for row in data.rows("documents") if row["document"] == key)


def day_before(iso):
    return (date.fromisoformat(iso) - timedelta(days=1)).isoformat()


@pytest.mark.parametrize("chart", [charts.bars, charts.lines])
@pytest.mark.parametrize("stated", ["m032", ("m032", "a name"), (2024, 245, "a name", "milov-2025")])
def test_a_statement_is_drawn_from_the_day_of_its_paper_and_not_before(chart, stated):
    published = paper()["published_to"]
    marks = [
        [
            record
            for record in chart(data.View(day, 2014), "trade.turnover", stated=[stated], **WORDS).records
            if record["mark"] == "stated"
        ]
        for day in (day_before(published), published)
    ]
    assert [len(some) for some in marks] == [0, 1]


def test_a_statement_of_no_named_paper_waits_for_the_first_of_them():
    first = min(row["published_to"] for row in data.rows("documents"))
    marks = [
        charts.bars(data.View(day, 2014), "trade.turnover", stated=[(2024, 245, "a name")], **WORDS).records[-1]["mark"]
        for day in (day_before(first), first)
    ]
    assert marks == ["outturn", "stated"]


def test_a_paper_that_there_is_not_cannot_have_stated_anything():
    with pytest.raises(charts.ChartError, match="milov-2025"):
        charts.bars(data.View(), "trade.turnover", stated=[(2024, 245, "a name", "milov")], **WORDS)


@pytest.mark.parametrize(("figure", "pointing"), [(245, 0), ("over 200", 1), ("under 230", 1)])
def test_a_bound_that_a_paper_states_is_an_arrow(figure, pointing):
    exhibit = charts.bars(data.View("latest", 2023), "trade.turnover", stated=[(2024, figure, "a name")], **WORDS)
    assert len(arrows(exhibit.figure("wide"))) == pointing
    assert exhibit.records[-1]["drawn"] == float(str(figure).split()[-1])


def test_stated_marks_on_one_spot_stand_side_by_side():
    exhibit = charts.bars(
        data.View("latest", 2022),
        "trade.turnover",
        stated=[(2024, 245, "one"), (2024, 246, "another"), (2023, 100, "afar")],
        **WORDS,
    )
    places = [
        line.get_xdata()[0] for axes in exhibit.figure("wide").axes for line in axes.lines if line.get_marker() == "D"
    ]
    assert len(set(places)) == 3
    assert sum(place == int(place) for place in places) == 1


def test_a_mark_after_the_cutoff_is_not_drawn():
    marks = [("2022-02-24", "early"), ("2025-09-11", "late")]
    said = words_of(charts.lines(data.View("2025-09-10", 2014), "trade.turnover", marks=marks, **WORDS).figure("wide"))
    assert ("early" in said, "late" in said) == (True, False)


@pytest.mark.parametrize(("qualifier", "pairs"), [("exact", 2), ("over", 0), ("under", 0)])
def test_no_line_leads_to_a_bound(tables, qualifier, pairs):
    view = planted(tables, [(2020, "exact", "30"), (2021, qualifier, "40"), (2022, "exact", "50")])
    figure = charts.lines(view, "zz.test", **WORDS).figure("wide")
    assert (len(joins(figure)), len(arrows(figure))) == (pairs, 0 if pairs else 1)


@pytest.mark.parametrize(
    ("months", "pairs"), [(["2022-01..2022-11"], 0), (["2021-01..2021-11", "2022-01..2022-11"], 1)]
)
def test_rolling_sums_are_joined_from_month_to_month_only(tables, months, pairs):
    years = [(year, "exact", "30") for year in (2020, 2021, 2022)]
    view = planted(tables, [*years, *((span, "exact", "25") for span in months)])
    figure = charts.lines(view, "zz.test", rolling=True, **WORDS).figure("wide")
    assert len(joins(figure)) == pairs


@pytest.mark.parametrize(
    ("before", "drawn"), [(("exact", "40"), -12.5), (("over", "40"), -12.5), (("under", "40"), None)]
)
def test_growth_from_a_bound_is_a_bound(tables, before, drawn):
    view = planted(tables, [(2021, *before), (2022, "exact", "35")])
    exhibit = charts.bars(view, "zz.test", growth=True, **WORDS)
    assert [record["drawn"] for record in exhibit.records] == pytest.approx([drawn] if drawn else [], abs=2)
    assert all(bool(arrows(exhibit.figure("wide"))) is (before[0] == "over") for _ in exhibit.records)


def test_the_whole_year_is_since_january_too(tables):
    view = planted(tables, [("2022-01..2022-11", "exact", "10"), (2022, "exact", "12"), ("2022-12", "exact", "2")])
    exhibit = charts.lines(view, "zz.test", kind="ytd", **WORDS)
    assert [record["drawn"] for record in exhibit.records] == [10, 12]
    assert len(joins(exhibit.figure("wide"))) == 1


def test_figures_of_any_kind_stand_at_the_end_of_their_periods(tables):
    view = planted(
        tables,
        [
            ("2022-03", "exact", "1"),
            ("2022-04-10..2022-04-20", "exact", "2"),
            ("2022-05-03", "exact", "3"),
            ("2022-01..2022-03", "exact", "9"),
        ],
    )
    exhibit = charts.lines(view, "zz.test", kind="any", **WORDS)
    assert [record["period_end"] for record in exhibit.records] == ["2022-03-31", "2022-04-20", "2022-05-03"]
    assert [record["drawn"] for record in exhibit.records] == [1, 2, 3]


def test_a_kind_of_period_that_there_is_not_is_refused():
    with pytest.raises(charts.ChartError, match="any"):
        charts.lines(data.View(), "trade.turnover", kind="decade", **WORDS)


def test_a_plan_stands_until_it_is_replaced_whatever_the_gap(tables):
    view = planted(tables, [], basis="plan")
    source = tables.read("sources")[1][0]["source"]
    for day, figure in (("2015-01-10", "1"), ("2021-01-10", "2")):
        tables.plant(
            "observations",
            indicator="zz.test",
            period_start="2040-01-01",
            period_end="2040-12-31",
            known_on=day,
            source=source,
            qualifier="exact",
            value=figure,
        )
    view = data.View("latest", 2014, tables.folder)
    exhibit = charts.vintages(view, "zz.test", 2040, bands=[(0, 1, "a band")], **WORDS)
    figure = exhibit.figure("wide")
    assert [b - a for a, b in joins(figure)] == [pytest.approx(6, abs=0.01)]
    assert "a band" in words_of(figure)
    assert any(
        collection.get_linestyle()[0][1] for axes in figure.axes for collection in axes.collections
    )  # held to the cutoff


def test_years_have_no_country_s_colour():
    svg = charts.vintages(data.View(), "budget.deficit_plan", 2024, 2025, outturn="budget.deficit", **WORDS).svg("wide")
    assert not {style.LIGHT["china"], style.LIGHT["russia"]} & set(re.findall(r"#[0-9a-f]{6}", svg))


@pytest.mark.parametrize(("unit", "whole"), [("count", True), ("USD bn", False)])
@pytest.mark.parametrize("chart", [charts.bars, charts.lines])
def test_counts_have_whole_numbers_on_their_axis(tables, chart, unit, whole):
    view = planted(tables, [(2021, "exact", "1"), (2022, "exact", "2")], unit=unit)
    named = [text for text in words_of(chart(view, "zz.test", **WORDS).figure("wide")) if re.fullmatch(r"\d\.\d", text)]
    assert (not named) is whole


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Quantity(0.36666, 0.375), "0.37–0.38"),
        (Quantity(0.3741, 0.3749), "~0.37"),
        (Quantity(14, 18), "14–18"),
        (Quantity(-8, -7), "−8 to −7"),
        (Quantity(0.36666, math.inf), ">0.37"),
        (Quantity(-math.inf, 6), "<6"),
        (Quantity(0.00123, 0.00178), "0.0012–0.0018"),
    ],
)
def test_ranges_and_bounds_are_printed_like_other_figures(given, text):
    assert gather.said(given) == text


@pytest.mark.parametrize(("value", "text"), [(-63, "about −63"), (63, "~63")])
def test_a_vague_figure_is_marked_as_such_once(value, text):
    row = SimpleNamespace(qualifier="about")
    assert gather.said(Quantity(value - 1, value + 1, value), [row]) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ("2025-01-01..2025-12-11", "1 Jan–11 Dec\n2025"),
        ("2025-08-28..2025-09-12", "28 Aug–12 Sep\n2025"),
        ("2025-08..2025-09", "Aug–Sep\n2025"),
        ("2024-07..2025-06", "Jul 2024–\nJun 2025"),
        ("2011..2018", "2011–\n2018"),
        ("2025-09-10", "10 Sep\n2025"),
    ],
)
def test_a_period_is_named_to_the_day_where_it_is_not_whole_months(span, text):
    assert short(data.period(span), narrow=False) == text


def test_two_spans_of_the_same_months_are_told_apart(tables):
    spans = ["2022-08..2022-09", "2022-08-28..2022-09-12"]
    view = planted(tables, [(span, "exact", "1") for span in spans])
    said = words_of(charts.bars(view, "zz.test", periods=spans, **WORDS).figure("wide"))
    assert {"Aug–Sep\n2022", "28 Aug–12 Sep\n2022"} <= set(said)


@pytest.mark.parametrize(("qualifier", "figure"), [("exact", "0"), ("about", "0")])
def test_nought_draws_no_whisker_and_moves_no_axis(tables, qualifier, figure):
    view = planted(tables, [(2021, qualifier, figure), (2022, "exact", "3")], minimum="0")
    axes = charts.bars(view, "zz.test", **WORDS).figure("wide").axes[0]
    assert axes.get_ylim()[0] == 0
    assert bool(axes.collections) is (qualifier == "about")


@pytest.mark.parametrize(
    ("kind", "when", "turns"),
    [("year", (2019, 2022), []), ("point", ("2021-03-31", "2023-12-31"), [2020.5, 2021.5, 2022.5, 2023.5])],
)
@pytest.mark.parametrize("chart", [charts.lines, lambda view, key, **more: charts.multiples(view, {"A": key}, **more)])
def test_ticks_are_the_turns_of_years_only_where_marks_are_days(tables, chart, kind, when, turns):
    view = planted(tables, [(one, "exact", "3") for one in when])
    axes = chart(view, "zz.test", kind=kind, **WORDS).figure("wide").axes[0]
    assert list(axes.get_xticks(minor=True)) == turns
    assert {tick.tick1line.get_markersize() > 0 for tick in axes.xaxis.get_major_ticks()} == {not turns}


@pytest.mark.parametrize(("years", "dashed"), [((2021, 2022), True), ((2018, 2022), False)])
def test_what_is_foreseen_has_a_dashed_key_only_where_a_dashed_line_is_drawn(tables, years, dashed):
    view = planted(tables, [(year, "exact", "3") for year in years], basis="plan")
    for chart in (charts.lines(view, "zz.test", **WORDS), charts.multiples(view, {"A": "zz.test"}, **WORDS)):
        figure = chart.figure("wide")
        strokes = [one.get_linestyle() for one in (*figure.lines, *figure.artists) if isinstance(one, Line2D)]
        assert strokes == ["--" if dashed else "None"]


def test_periods_may_be_the_latest_ones_each_once(tables):
    view = planted(tables, [(2021, "exact", "3"), (2022, "exact", "4"), ("2023-01..2023-05", "exact", "2")])
    exhibit = charts.bars(view, "zz.test", periods=[2021, 2022, "latest year", "latest ytd", "latest point"], **WORDS)
    assert [record["period_end"] for record in exhibit.records] == ["2021-12-31", "2022-12-31", "2023-05-31"]


def test_an_earlier_moment_is_filled_and_smaller_and_a_bound_has_its_arrow(tables):
    view = planted(tables, [(2021, "exact", "30"), (2022, "over", "90")])
    exhibit = charts.dumbbell(view, [("A", "value('zz.test', 2021)", "value('zz.test', 2022)")], **WORDS)
    figure = exhibit.figure("wide")
    marks = sorted(
        (line.get_xdata()[0], line.get_markersize(), line.get_markerfacecolor())
        for axes in figure.axes
        for line in axes.lines
        if line.get_gid() == "data"
    )
    assert [face != style.LIGHT["paper"] for *_, face in marks] == [True, True]
    assert marks[0][1] < marks[1][1]
    assert len(arrows(figure)) == 1
    assert ">90" in words_of(figure)


@pytest.mark.parametrize(("later", "together"), [("31", False), ("90", True)])
def test_moments_that_would_hide_each_other_stand_aside(tables, later, together):
    view = planted(
        tables, [(2021, "exact", "30"), (2022, "exact", later), (2023, "exact", "2000"[: 3 if together else 4])]
    )
    rows = [
        ("A", "value('zz.test', 2021)", "value('zz.test', 2022)"),
        ("B", "value('zz.test', 2021)", "value('zz.test', 2023)"),
    ]
    figure = charts.dumbbell(view, rows, zero=True, **WORDS).figure("narrow")
    heights = [line.get_ydata()[0] for axes in figure.axes for line in axes.lines if line.get_gid() == "data"]
    assert bool(heights[0] == heights[1]) is together


@pytest.mark.parametrize(("last", "inside"), [(2016, True), (2021, False)])
def test_a_series_that_stopped_long_ago_is_named_where_it_stopped(tables, last, inside):
    planted(tables, [(year, "exact", "30") for year in range(2014, last + 1)], key="zz.old", label="Old one")
    view = planted(tables, [(year, "exact", "80") for year in range(2014, 2022)])
    wide, narrow = (charts.lines(view, "zz.old", "zz.test", **WORDS).figure(variant) for variant in ("wide", "narrow"))
    assert any("in 2016" in text for text in words_of(wide)) is inside
    assert any("to 2016" in text for text in words_of(narrow)) is inside


@pytest.mark.parametrize(("kind", "span", "months"), [("span", "2014..2018", False), ("month", "2018-05", True)])
def test_a_single_span_of_years_is_not_set_among_months(tables, kind, span, months):
    view = planted(tables, [(span, "exact", "30")])
    said = words_of(charts.lines(view, "zz.test", kind=kind, **WORDS).figure("wide"))
    assert any(text.startswith("May") for text in said) is months


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_months_below_one_row_of_panels_stay_clear_of_the_next(tables, variant):
    figures = [(f"2022-{number:02}", "exact" if number > 2 else "over", "30") for number in range(1, 7)]
    view = planted(tables, figures)
    figure = charts.multiples(view, {f"Panel {i}": "zz.test" for i in range(6)}, kind="month", **WORDS).figure(variant)
    with style.house():
        figure.draw(outlines())
    found = boxes(figure)
    assert not [(a, b) for (a, one, _), (b, two, _) in combinations(found, 2) if _over(one, two)]
    for axes in figure.axes:
        tops = [arrow.arrow_patch.get_window_extent().y1 for arrow in axes.findobj(Annotation) if arrow.arrow_patch]
        assert tops
        assert max(tops) <= axes.get_window_extent().y1 + 1


@pytest.mark.parametrize("foreseen", ["", "deals struck ahead"])
@pytest.mark.parametrize("chart", [charts.lines, charts.bars])
def test_what_is_foreseen_goes_by_the_name_that_the_author_gives(chart, foreseen):
    named = {"foreseen": foreseen} if foreseen else {}
    said = words_of(chart(data.View("latest", 2018), "gas.price_china", **named, **WORDS).figure("wide"))
    assert (foreseen or "forecast or plan") in said


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_the_line_at_nought_runs_through_no_name(variant):
    figure = drawn("ranked changes", variant)
    zeros = [
        collection.get_window_extent()
        for axes in figure.axes
        for collection in axes.collections
        if len(segments := collection.get_segments()) == 1 and set(segments[0][:, 0]) == {0.0}
    ]
    names = [(text, box) for text, box, _ in boxes(figure) if text.strip("~>+−0123456789.–")]
    assert zeros
    assert not [
        text
        for text, box in names
        for zero in zeros
        if box.x0 < zero.x0 < box.x1 and zero.y1 > box.y0 + 0.25 * box.height and zero.y0 < box.y1
    ]


def test_a_word_that_is_set_twice_is_held_once():
    outlined = [
        made("dumbbell").svg("wide").count("<use"),
        sum(len(text.replace(" ", "")) for text in words_of(drawn("dumbbell", "wide"))),
    ]
    assert outlined[0] <= outlined[1] + 40
    once, twice = (
        charts.ranked(
            data.View(), *keys, at=2024, labels=dict.fromkeys(keys, "Considerable considerations"), **WORDS
        ).svg("wide")
        for keys in (["trade.exports_to_china"], ["trade.exports_to_china", "trade.imports_from_china"])
    )
    assert twice.count("<use") < once.count("<use") + 20


@pytest.mark.parametrize(("text", "lines"), [("one two three", 1), ("one two three " * 9, 4)])
def test_running_text_keeps_to_its_width(text, lines):
    found = wrap(text, 2.0, style.SMALL)
    assert " ".join(found).split() == text.split()
    assert (len(found) > 1) is (lines > 1)
    assert all(measure(line, style.SMALL)[0] <= 2.01 for line in found)


def test_markup_in_a_text_stays_text():
    words = WORDS | {"headline": "<script>alert(1)</script> & $x^2$"}
    svg = CASES["bars"](data.View(), **words).svg("frame")
    assert "<script" not in svg


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in charts.PALETTE
        if role not in ("paper", "grid", "rest", "untestable", "axis") and not role.startswith("heat")
    ],
)
def test_colours_can_be_read_on_both_pages(role):
    for theme, ground in ((0, "#ffffff"), (1, "#121212")):
        assert _contrast(charts.PALETTE[role][theme], ground) >= 4.5


def test_the_two_sides_differ_in_lightness_too():
    for theme in (0, 1):
        a, b = (_luminance(charts.PALETTE[role][theme]) for role in ("china", "russia"))
        assert max(a, b) / min(a, b) > 1.25


def test_rows_of_a_ranking_stand_for_its_indicators_and_labels():
    named = charts.ranked(data.View(), at=2025, rows={"Trade": "trade.turnover_yoy"}, tones={"Trade": "cyan"}, **WORDS)
    plain = charts.ranked(
        data.View(),
        "trade.turnover_yoy",
        at=2025,
        labels={"trade.turnover_yoy": "Trade"},
        tones={"trade.turnover_yoy": "cyan"},
        **WORDS,
    )
    assert (named.records, named.fingerprint) == (plain.records, plain.fingerprint)


def test_a_colour_for_a_row_that_a_ranking_has_not_is_refused():
    with pytest.raises(charts.ChartError, match="no row is called 'Gas'"):
        charts.ranked(data.View(), rows={"Trade": "trade.turnover_yoy"}, tones={"Gas": "cyan"}, **WORDS)


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(a, b):
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("index", "drawn"), [(2022, 112.5), (0, 90), (1950, 90)])
def test_panels_stay_in_their_own_units_where_there_is_no_base(tables, index, drawn):
    view = planted(tables, [(2022, "exact", "80"), (2023, "exact", "90")])
    exhibit = charts.multiples(view, {"One": "zz.test"}, index=index, **WORDS)
    assert exhibit.records[-1]["drawn"] == drawn


def test_an_expression_of_a_panel_goes_by_the_unit_that_its_author_names():
    exhibit = charts.multiples(
        data.View(), {"Price": PRICE}, labels={PRICE: "Price"}, units={"Price": "USD per barrel"}, **WORDS
    )
    assert exhibit.unit == "USD per barrel"


@pytest.mark.parametrize(("qualifier", "beyond"), [("under", True), ("over", False)])
def test_a_bound_is_told_beside_its_bar_and_its_arrow_does_not_lie_on_it(tables, qualifier, beyond):
    view = planted(tables, [(2022, qualifier, "40")])
    axes = charts.ranked(view, "zz.test", at=2022, **WORDS).figure("wide").axes[0]
    arrow, said = sorted(
        (note for note in axes.texts if isinstance(note, Annotation)), key=lambda note: len(note.get_text())
    )
    assert said.get_text() == ("<40" if beyond else ">40")
    assert said.xy[0] > 40
    assert bool(arrow.xy[0] > 40) is beyond


def test_a_name_at_the_end_of_a_line_keeps_off_the_other_lines(tables):
    planted(tables, [(year, "exact", "30") for year in (2015, 2016)], key="zz.old", label="Old one")
    view = planted(tables, [(2016, "exact", "31"), (2017, "exact", "29"), (2018, "exact", "29")])
    axes = charts.lines(view, "zz.old", "zz.test", **WORDS).figure("wide").axes[0]
    heights = [text.xy[1] for text in axes.texts if "Old" in text.get_text() or "2016" in text.get_text()]
    assert heights
    assert all(abs(height - 30) > 0.05 for height in heights)


def test_bars_without_a_colour_of_their_own_take_the_one_that_is_named():
    rows = {"Trade": "trade.turnover", "Sold to China": "trade.exports_to_china"}
    used = charts.ranked(data.View(), at=2025, rows=rows, tones={"Trade": "cyan"}, tone="amber", **WORDS).svg("wide")
    assert charts.PALETTE["cyan"][0] in used
    assert charts.PALETTE["amber"][0] in used
    assert charts.PALETTE["russia"][0] not in used


def test_a_colour_for_all_bars_that_does_not_exist_is_refused():
    with pytest.raises(charts.ChartError, match="mauve"):
        charts.ranked(data.View(), "trade.turnover", at=2025, tone="mauve", **WORDS)


@pytest.mark.parametrize(("years", "middle"), [((2023, 2024), True), ((2022, 2024), False)])
def test_bars_stand_in_the_middle_of_their_periods_unless_a_period_has_two(tables, years, middle):
    planted(tables, [(year, "exact", "30") for year in years], key="zz.old", label="Old one")
    view = planted(tables, [(2022, "exact", "31")])
    axes = charts.bars(view, "zz.test", "zz.old", **WORDS).figure("wide").axes[0]
    middles = [bar.get_x() + bar.get_width() / 2 for bar in axes.patches if (bar.get_gid() or "").startswith("data")]
    assert all(abs(x - round(x)) < 1e-9 for x in middles) is middle


@pytest.mark.parametrize(("key", "hatched"), [("budget.deficit_plan", True), ("budget.deficit", False)])
def test_the_key_of_bars_that_are_all_foreseen_is_hatched_as_they_are(key, hatched):
    figure = charts.bars(data.View(), "budget.deficit_plan", "budget.deficit", tones={key: "cyan"}, **WORDS).figure(
        "wide"
    )
    own = [patch for patch in figure.findobj(Rectangle) if to_hex(patch.get_facecolor()) == charts.PALETTE["cyan"][0]]
    own = [patch for patch in own if not (patch.get_gid() or "").startswith("data")]
    assert own
    assert all(bool(patch.get_hatch()) is hatched for patch in own)


@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_a_stated_mark_between_two_bars_touches_no_figure(variant):
    keys = "cars.exports_from_china_value", "gas.china_pipeline_imports_from_russia_value"
    mark = (2024, f"value('{keys[1]}', 2024) * 1.08", "stated", "milov-2025")
    figure = charts.bars(data.View("2026-03-31", 2021), *keys, stated=[mark], **WORDS).figure(variant)
    with style.house():
        figure.draw(outlines())
    marks = [line for axes in figure.axes for line in axes.lines if line.get_marker() == "D"]
    spots = [line.get_window_extent().padded(line.get_markeredgewidth()) for line in marks]
    figures = [(text, box) for text, box, _ in boxes(figure) if not text.strip("0123456789.")]
    assert spots
    assert not [text for text, box in figures for spot in spots if box.overlaps(spot)]
