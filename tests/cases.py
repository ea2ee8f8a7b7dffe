"""Charts of every kind on the frozen tables: what a test asks of any chart, it asks of these."""

from collections.abc import Callable

from nolimits import charts
from nolimits.charts import Exhibit

RATIO = "value('wool.exports', period) / value('wool.imports', period)"
BALANCE = "value('wool.exports', period) - value('wool.imports', period)"
SOLD, BOUGHT, BOTH = "wool.exports", "wool.imports", "wool.turnover"
GOODS = {
    "wool, under a name that is too long for one line of any sheet of paper": ("nor-wool-duty", "nor-late-fee"),
    "tea": ("nor-tea-opening", "sud-tea-ban"),
    "quotas": "sud-wool-quota",
}
SERIES: dict[str, Callable[..., Exhibit]] = {
    "lines": lambda view, **w: charts.lines(
        view,
        SOLD,
        BOUGHT,
        BOTH,
        marks=[("2020-02-24", "A war"), ("2021-01", "A later mark that is long"), (2022, "Visit")],
        bands=[(100, 120, "A band")],
        stated=[(2021, 130, "as the paper states")],
        **w,
    ),
    "lines by month": lambda view, **w: charts.lines(view, "tea.sold", kind="month", **w),
    "lines since January": lambda view, **w: charts.lines(view, SOLD, kind="ytd", **w),
    "rolling sums": lambda view, **w: charts.lines(view, "tea.sold", rolling=True, **w),
    "steps": lambda view, **w: charts.lines(view, "bank.rate", kind="point", steps=True, **w),
    "an expression": lambda view, **w: charts.lines(view, RATIO, labels={RATIO: "Sold for bought"}, unit="ratio", **w),
    "four lines": lambda view, **w: charts.lines(
        view, SOLD, BOUGHT, BOTH, BALANCE, labels={BALANCE: "The balance of them"}, foreseen="a guess of the trade", **w
    ),
    "spans": lambda view, **w: charts.lines(view, "tea.carried", kind="span", **w),
    "any kind": lambda view, **w: charts.lines(view, "tea.sold", "tea.stock", kind="any", **w),
    "courses": lambda view, **w: charts.courses(view, SOLD, 2022, 2023, **w),
    "one course": lambda view, **w: charts.courses(view, "tea.sold", 2022, labels={"2022": "last year"}, **w),
    "bars": lambda view, **w: charts.bars(
        view, SOLD, stated=["p002", ("p002", "as the paper states"), (2025, 120, "a guess")], **w
    ),
    "chosen bars": lambda view, **w: charts.bars(
        view,
        SOLD,
        periods=[2021, "2022-01..2022-04", "latest year", "latest ytd"],
        stated=[(2021, "over 100", "a bound"), (2022, 92, "a guess"), (2022, 93, "another")],
        **w,
    ),
    "paired bars": lambda view, **w: charts.bars(view, "tea.plan", "tea.sold", **w),
    "growth": lambda view, **w: charts.bars(view, SOLD, growth=True, **w),
    "the same months": lambda view, **w: charts.bars(view, SOLD, same="2023-01..2023-03", changes=True, **w),
    "bars by month": lambda view, **w: charts.bars(view, "tea.sold", kind="month", **w),
    "open ends": lambda view, **w: charts.bars(view, "tea.cargoes", **w),
    "contributions": lambda view, **w: charts.contributions(
        view, BOTH, SOLD, BOUGHT, stated=["p004", ("p004", "as the paper states")], **w
    ),
    "mirrored": lambda view, **w: charts.mirrored(view, up=SOLD, down=BOUGHT, **w),
    "ranked": lambda view, **w: charts.ranked(
        view, SOLD, BOTH, "total('wool.imports', 'year')", labels={"total('wool.imports', 'year')": "All bought"}, **w
    ),
    "ranked changes": lambda view, **w: charts.ranked(
        view,
        rows={
            "Wool sold, by a name that will not fit on one line of a phone": "growth('wool.exports', 2022)",
            "Wool bought": "growth('wool.imports', 2022)",
            "Tea": "growth('tea.sold', 2022)",
        },
        **w,
    ),
    "dumbbell": lambda view, **w: charts.dumbbell(
        view,
        [
            ("Tea", "value('tea.plan', 2022)", "value('tea.sold', 2022)"),
            (
                "Tea later, under a name that will not fit on a phone",
                "value('tea.plan', 2023)",
                "value('tea.sold', 2023)",
            ),
        ],
        **w,
    ),
    "multiples": lambda view, **w: charts.multiples(
        view,
        {"Both ways": (SOLD, BOUGHT), "Cargoes": "tea.cargoes", "The price of wool": "wool.price", "Tea": "tea.plan"},
        **w,
    ),
    "indexed multiples": lambda view, **w: charts.multiples(
        view, {"Wool": SOLD, "Price": "wool.price"}, index=2020, **w
    ),
}
REGISTERS: dict[str, Callable[..., Exhibit]] = {
    "gantt": lambda view, **w: charts.gantt(view, **w),
    "gantt of one side": lambda view, **w: charts.gantt(view, imposed_by="Norland", most=2, **w),
    "in force": lambda view, **w: charts.in_force(view, **w),
    "in force, panels": lambda view, **w: charts.in_force(view, panels="kind", kind="fee|quota|tariff", **w),
    "in force by kind": lambda view, **w: charts.in_force(view, by="kind", **w),
    "access": lambda view, **w: charts.access(view, GOODS, **w),
    "answers": lambda view, **w: charts.answers(view, since="2022-01-01", window=30, **w),
    "board": lambda view, **w: charts.board(view, **w),
    "board by status": lambda view, **w: charts.board(view, by="status", **w),
    "milestones": lambda view, **w: charts.milestones(view, "mill-one", "mill-two", "road-one", **w),
    "outcomes": lambda view, **w: charts.outcomes(view, since=2021, **w),
    "slippage": lambda view, **w: charts.slippage(view, **w),
    "costs": lambda view, **w: charts.costs(view, **w),
    "entries": lambda view, **w: charts.entries(view, turn="2021-02-24", **w),
    "voices": lambda view, **w: charts.voices(
        view, "mill-one", lanes={"The river's side": ["2021-05-20", "mill-2023-02-03-mills"]}, **w
    ),
    "strip": lambda view, **w: charts.strip(view, **w),
    "strip by kind": lambda view, **w: charts.strip(view, by="kind", told=["tal-002"], **w),
    "yearly": lambda view, **w: charts.yearly(view, by="direction", **w),
    "yearly, one group": lambda view, **w: charts.yearly(view, "measures", since=2021, **w),
}
CASES = SERIES | REGISTERS
