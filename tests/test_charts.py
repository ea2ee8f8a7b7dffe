"""The charts keep their contract: what is drawn is what is recorded, legible in every variant, and the same everywhere."""

import io
import json
import re
import subprocess
import sys
from functools import cache
from itertools import combinations
from xml.etree import ElementTree

import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text

from nolimits import charts, data
from nolimits.charts import style

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
        view, "trade.exports_to_china", "trade.imports_from_china", "trade.turnover",
        marks=[("2022-02-24", "Full-scale invasion"), ("2022-09", "A later mark that is long"), (2025, "Visit")],
        bands=[(100, 120, "A band")], stated=[(2024, 245, "as the paper states")], **w),
    "lines by month": lambda view, **w: charts.lines(view, "trade.exports_to_china", "trade.imports_from_china", kind="month", **w),
    "lines since January": lambda view, **w: charts.lines(view, "trade.turnover", kind="ytd", **w),
    "rolling sums": lambda view, **w: charts.lines(view, "trade.exports_to_china", "trade.imports_from_china", rolling=True, **w),
    "steps": lambda view, **w: charts.lines(view, "rate.key", kind="point", steps=True, **w),
    "an expression": lambda view, **w: charts.lines(view, PRICE, kind="ytd", labels={PRICE: "Unit value"}, unit="USD per barrel", **w),
    "four lines": lambda view, **w: charts.lines(
        view, "yuan.share_of_exchange_trading", "payments.yuan_share_exports", "payments.yuan_share_imports",
        "yuan.share_of_otc_trading", kind="month", **w),
    "vintages": lambda view, **w: charts.vintages(view, "budget.deficit_plan", 2025, outturn="budget.deficit", **w),
    "bars": lambda view, **w: charts.bars(view, "trade.turnover", stated=["m032", ("m031", "as the paper states"), (2026, 250, "a guess")], **w),
    "paired bars": lambda view, **w: charts.bars(view, "budget.deficit_plan", "budget.deficit", **w),
    "growth": lambda view, **w: charts.bars(view, "trade.turnover", growth=True, **w),
    "the same months": lambda view, **w: charts.bars(view, "trade.turnover", same="2025-01..2025-09", changes=True, **w),
    "bars by month": lambda view, **w: charts.bars(view, "trade.exports_to_china", kind="month", **w),
    "open ends": lambda view, **w: charts.bars(view, "arms.exports_outside_estimate", "arms.exports", **w),
    "mirrored": lambda view, **w: charts.mirrored(view, up="trade.exports_to_china", down="trade.imports_from_china", **w),
    "ranked": lambda view, **w: charts.ranked(
        view, "metals.aluminium_exports_to_china", "metals.copper_ore_exports_to_china", "food.exports_to_china",
        "oil.china_imports_from_russia_value", at="latest", **w),
    "ranked changes": lambda view, **w: charts.ranked(
        view, "trade.turnover_yoy", "trade.exports_to_china_yoy", "trade.imports_from_china_yoy", "coal.china_imports_from_russia_yoy",
        at=2025, **w),
    "dumbbell": lambda view, **w: charts.dumbbell(view, [
        ("Lada", "value('cars.lada_output_plan', 2025)", "value('cars.lada_output', 2025)"),
        ("Moskvich", "value('cars.moskvich_plan', 2024)", "value('cars.moskvich_output', 2024)"),
        ("Avtotor, with a name that will not fit on one line of a phone", "value('cars.avtotor_plan', 2025)",
         "value('cars.avtotor_output', 2025)")], **w),
    "heat": lambda view, **w: charts.heat(view, {
        "Crude": "growth('oil.china_imports_from_russia', period)", "Coal": "growth('coal.china_imports_from_russia', period)"}, **w),
    "shares": lambda view, **w: charts.shares(view, ["trade.exports_to_china"], "trade.turnover", rest="imports", **w),
    "composition": lambda view, **w: charts.composition(view, [
        ("Exports to China", ["trade.energy_share_of_exports_to_china"], None, "latest year"),
        ("Imports from China", ["trade.machinery_share_of_imports_from_china"], None, "latest month")], **w),
    "multiples": lambda view, **w: charts.multiples(view, {
        "Crude oil": "oil.china_imports_from_russia", "Coal": "coal.china_imports_from_russia",
        "Liquefied natural gas": "gas.china_lng_imports_from_russia",
        "Both ways": ("trade.exports_to_china", "trade.imports_from_china"), "Electricity": "power.exports_to_china"}, **w),
    "indexed multiples": lambda view, **w: charts.multiples(view, {
        "Crude oil": "oil.china_imports_from_russia", "Coal": "coal.china_imports_from_russia"}, index=2022, **w),
}  # fmt: skip
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
    wanted = {"id", "headline", "subtitle", "caption", "alt", "unit", "cutoff", "sources", "source_line", "fingerprint", "records",
              "svg", "parameters"}  # fmt: skip
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
    plain, red = (charts.bars(view, "trade.turnover", tones=tones, **WORDS) for tones in ({}, {"trade.turnover": "china"}))
    assert plain.fingerprint != red.fingerprint


def test_two_processes_in_two_folders_draw_the_same_bytes(tmp_path):
    code = (
        "import hashlib, json, sys; sys.path.insert(0, sys.argv[1]); from tests import test_charts as t;"
        "print(hashlib.sha256(json.dumps([t.made(c)._repr_mimebundle_() for c in ('lines', 'bars', 'heat')]).encode()).hexdigest())"
    )
    root = str(data.folder().parent)
    answers = [
        subprocess.run([sys.executable, "-c", code, root], cwd=folder, capture_output=True, text=True, check=True).stdout
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
                if (place := (line.get_gid(), line.get_marker() == "D" and not axes.patches, round(x, 9), round(y, 9))) not in seen:
                    if line.get_gid() != "data" and (line.get_gid(), round(x, 9), round(y, 9)) in seen:
                        continue
                    seen |= {place, (line.get_gid(), round(x, 9), round(y, 9))}
                    yield x if sideways else y


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("variant", charts.VARIANTS)
def test_a_dark_picture_keeps_no_light_ink(case, variant):
    dark = charts.dark(made(case).svg(variant))
    left = set(re.findall(r"#[0-9a-f]{6}\b", dark)) & ({light for light, _ in charts.PALETTE.values()} - {d for _, d in charts.PALETTE.values()})
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
    lines = [line for axes in drawn("multiples", "wide").axes for line in axes.lines if (line.get_gid() or "").startswith("data")]
    steps = [b - a for line in lines if line.get_linestyle() == "-" for a, b in zip(line.get_xdata(), line.get_xdata()[1:], strict=False)]
    assert steps
    assert max(steps) < 1.5


def test_markup_in_a_text_stays_text():
    words = WORDS | {"headline": "<script>alert(1)</script> & $x^2$"}
    svg = CASES["bars"](data.View(), **words).svg("frame")
    assert "<script" not in svg


@pytest.mark.parametrize("role", [role for role in charts.PALETTE if role not in ("paper", "grid", "rest", "untestable", "axis")
                                  and not role.startswith("heat")])  # fmt: skip
def test_colours_can_be_read_on_both_pages(role):
    for theme, ground in ((0, "#ffffff"), (1, "#121212")):
        assert _contrast(charts.PALETTE[role][theme], ground) >= 4.5


def test_the_two_sides_differ_in_lightness_too():
    for theme in (0, 1):
        a, b = (_luminance(charts.PALETTE[role][theme]) for role in ("china", "russia"))
        assert max(a, b) / min(a, b) > 1.25


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(a, b):
    high, low = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)
