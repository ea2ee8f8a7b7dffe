"""Each named rule that looks at rows finds its breach, in words that mend it, and lets pass what just fulfils it."""

import re

import pytest
from faults import add, describe, field, line, rewrite, spread, told

from nolimits import checks

RATE = {"indicator": "bank.rate", "period_start": "2022-02-28"}
CARGOES = {"indicator": "tea.cargoes", "period_start": "2022-01-01"}
OVER = {"indicator": "tea.cargoes", "source": "daily-2022-03-01-tea"}
UNDER = {"indicator": "tea.cargoes", "period_start": "2019-01-01"}
SHARE = {"indicator": "wool.share", "period_start": "2023-01-01"}
FIVE_YEARS = {"indicator": "tea.carried", "period_start": "2015-01-01"}
ONE_YEAR = {"indicator": "tea.carried", "period_start": "2020-01-01"}
DUTY = {"measure": "nor-wool-duty"}
TEAL = {"source": "wire-2022-02-28-extra"}


def changed(name, where, /, **cells):
    return lambda tables: tables.change(name, where, **cells)


def added(name, /, **cells):
    return lambda tables: add(tables, name, **cells)


def source(key, published, precision):
    about = {"publisher": "The Wire", "title": "More", "url": f"https://example.org/{key}", "language": "en"}
    return added("sources", source=key, published=published, precision=precision, kind="wire", interest="none", **about)


TEA = "customs-2023-01-20-tea"
WOOL_2023, WOOL_2024 = {"source": "customs-2023-01-20-wool"}, {"source": "customs-2024-01-20-wool"}


def reprint(of, where=WOOL_2023):
    return changed("sources", where, origin=of)


def published(publisher):
    """A source of a publisher, where the data package says what the wire and the customs are called."""
    instead = {"TW": "The Wire", "Customs": "Customs of Norland"}
    return both(
        lambda tables: describe(tables, lambda found: field(found, "sources", "publisher").update(instead=instead)),
        lambda tables: tables.write("sources", *renamed(*tables.read("sources"), publisher)),
    )


def renamed(head, rows, publisher):
    return head, [{**row, "publisher": publisher if row["source"] == TEA else "The Wire"} for row in rows]


def indicator(**bounds):
    about = {"section": "trade", "label": "Tea in the air", "unit": "Mt", "basis": "reported", "frequency": "annual"}
    return added("indicators", indicator="tea.air", definition="As it says.", measures="level", **about, **bounds)


def figure(start, end, known, /, **cells):
    about = {"source": f"wire-{known}-tea", "known_on": known, "period_start": start, "period_end": end}
    return added("observations", value="30", qualifier="exact", **about, **cells)


PUBLIC = {"indicator": "wool.exports", "period_start": "2021-01-01", "known_on": "2022-01-20"}


LATER_TAKE = {"indicator": "wool.exports", "period_start": "2021-01-01", "known_on": "2023-01-20"}


def revised(by):
    return changed("units", {"unit": "USD bn"}, revised=by)


def public(day):
    return changed("observations", PUBLIC, first_public=day, first_public_source="customs-2022-01-20-wool")


def correction(expect, **key):
    whole = {"indicator": "wool.exports", "period_start": "2021-01-01", "period_end": "2021-12-31"}
    whole |= {"known_on": "2023-01-20", "source": "customs-2023-01-20-wool"} | key
    return added("corrections", expect=expect, action="ignore", reason="a slip", **whole)


def correction_of_a_bound(expect):
    whole = {"period_start": "2021-01-01", "period_end": "2021-12-31", "source": "daily-2022-03-01-tea"}
    return correction(expect, indicator="tea.cargoes", known_on="2022-03-01", **whole)


def footnotes(*numbers):
    def plant(tables):
        head, rows = tables.read("footnotes")
        tables.write("footnotes", head, [rows[0] | {"number": number} for number in numbers])

    return plant


def reversed_rows(name):
    def plant(tables):
        head, rows = tables.read(name)
        tables.write(name, head, rows[::-1][-2:])

    return plant


def claim(key, **cells):
    return changed("claims", {"claim": key}, **cells)


def both(*plants):
    def plant(tables):
        for one in plants:
            one(tables)

    return plant


MILL = {"project": "mill-one"}
OF_MONEY = ("wool.exports", "wool.imports", "wool.turnover")


def zeros(many):
    """Zeros behind the points of so many figures of one place, as a program writes them."""

    def plant(tables):
        head, rows = tables.read("observations")
        plain = [row for row in rows if row["value"] and "." not in row["value"]]
        for row in plain[:many]:
            row["value"] += ".0"
        assert len(plain) >= many
        tables.write("observations", head, rows)

    return plant


# rule, what is planted, the row at fault, and what is told of it behind file and line
BREACHES = [
    (
        "rows-are-sorted",
        reversed_rows("remarks"),
        ("remarks", {"remark": "rem-001"}),
        "remark: row out of order: 'rem-001': rows sorted by remark: it belongs above line 2",
    ),
    (
        "rows-are-sorted",
        footnotes("1", "10", "2"),
        ("footnotes", {"number": "2"}),
        "document: row out of order: 'pamphlet-2023;2': rows sorted by document, number: it belongs above line 3",
    ),
    (
        "cells-are-trimmed",
        changed("measures", DUTY, note=" known well"),
        ("measures", DUTY),
        "note: space around a cell: ' known well': 'known well'",
    ),
    (
        "cells-are-trimmed",
        changed("measures", DUTY, goods="wool "),
        ("measures", DUTY),
        "goods: space around a cell: 'wool ': 'wool'",
    ),
    (
        "no-cell-is-a-formula",
        changed("measures", DUTY, note="-1+1"),
        ("measures", DUTY),
        "note: a spreadsheet would run it: '-1+1': text that begins with a letter, a digit or a quote",
    ),
    (
        "addresses-are-of-the-web",
        changed("footnotes", {"number": "1"}, url="file:///etc/passwd"),
        ("footnotes", {"number": "1"}),
        "url: not a web address: 'file:///etc/passwd': an address such as https://example.org/page",
    ),
    (
        "qualifier-fits-its-cells",
        changed("observations", RATE, low="19"),
        ("observations", RATE),
        "low: qualifier and figure disagree: '19': the qualifier exact has value",
    ),
    (
        "qualifier-fits-its-cells",
        changed("observations", RATE, value="", high="21", qualifier="about"),
        ("observations", RATE),
        (
            "value: qualifier and figure disagree: an empty cell: the qualifier about has value",
            "high: qualifier and figure disagree: '21': the qualifier about has value",
        ),
    ),
    (
        "qualifier-fits-its-cells",
        changed("observations", OVER, low="", value="320"),
        ("observations", OVER),
        (
            "low: qualifier and figure disagree: an empty cell: the qualifier over has low",
            "value: qualifier and figure disagree: '320': the qualifier over has low",
        ),
    ),
    (
        "qualifier-fits-its-cells",
        changed("observations", UNDER, low="290"),
        ("observations", UNDER),
        "low: qualifier and figure disagree: '290': the qualifier under has high",
    ),
    (
        "qualifier-fits-its-cells",
        changed("observations", CARGOES, high=""),
        ("observations", CARGOES),
        "high: qualifier and figure disagree: an empty cell: the qualifier range has low and high",
    ),
    (
        "qualifier-fits-its-cells",
        claim("p008", value="5"),
        ("claims", {"claim": "p008"}),
        "value: qualifier and figure disagree: '5': a row without a qualifier has no figure",
    ),
    (
        "bounds-are-those-of-their-notes",
        changed("observations", RATE, value="", low="19", qualifier="over", note="two reports; at least"),
        ("observations", RATE),
        "qualifier: bound left out: over: at_least: “at least”",
    ),
    (
        "bounds-are-those-of-their-notes",
        changed("observations", RATE, value="", high="21", qualifier="under", note="offers of up to 21"),
        ("observations", RATE),
        "qualifier: bound left out: under: up_to: “up to”",
    ),
    (
        "low-is-not-above-high",
        changed("observations", CARGOES, low="1000", high="999"),
        ("observations", CARGOES),
        "low: ends the wrong way round: 1000: at most 999, which is high",
    ),
    (
        "low-is-not-above-high",
        claim("p007", low="330", high="329.9", qualifier="range"),
        ("claims", {"claim": "p007"}),
        "low: ends the wrong way round: 330: at most 329.9, which is high",
    ),
    (
        "low-is-not-above-high",
        changed("projects", {"project": "mill-one"}, cost_low_usd_bn="4"),
        ("projects", {"project": "mill-one"}),
        "cost_low_usd_bn: ends the wrong way round: 4: at most 3, which is cost_high_usd_bn",
    ),
    (
        "stated-sizes-lie-within-bounds",
        claim("p003", value="100.1"),
        ("claims", {"claim": "p003"}),
        "value: implausible figure: 100.1 percent: from 0 to 100, the bounds of wool.share",
    ),
    (
        "stated-sizes-lie-within-bounds",
        both(
            *(changed("indicators", {"indicator": one}, maximum="500") for one in OF_MONEY),
            claim("p002", indicator="", value="500.1"),
        ),
        ("claims", {"claim": "p002"}),
        "value: implausible figure: 500.1 USD bn: from 0 to 500, the bounds of the indicators in USD bn",
    ),
    (
        "stated-sizes-lie-within-bounds",
        both(
            changed("indicators", {"unit": "Mt"}, maximum="500"),
            changed("projects", MILL, capacity_unit="Mt", capacity="501"),
        ),
        ("projects", MILL),
        "capacity: implausible figure: 501 Mt: from 0 to 500, the bounds of the indicators in Mt",
    ),
    (
        "what-is-whole-has-no-halves",
        changed("observations", CARGOES, high="340.5"),
        ("observations", CARGOES),
        "high: half of what is whole: 340.5: a whole number, because the unit is count; or an indicator with another unit",
    ),
    (
        "figures-keep-their-last-place",
        zeros(21),
        ("observations", RATE),
        "value: a program wrote numbers with zeros at their ends: 21 such as 20.0: 20: `nolimits format observations` "
        "takes the zeros away and says so",
    ),
    (
        "figures-keep-their-last-place",
        changed("observations", RATE, value="20.0"),
        ("observations", RATE),
        "value: zeros at the end of a number: 20.0: 20: `nolimits format observations` takes the zeros away and says so",
    ),
    (
        "bounds-run-upwards",
        indicator(minimum="10", maximum="9"),
        ("indicators", {"indicator": "tea.air"}),
        "minimum: bounds the wrong way round: 10: less than 9, which is maximum",
    ),
    (
        "bounds-run-upwards",
        indicator(minimum="-2.5", maximum="-2.5"),
        ("indicators", {"indicator": "tea.air"}),
        "minimum: bounds the wrong way round: -2.5: less than -2.5, which is maximum",
    ),
    (
        "figures-lie-within-bounds",
        changed("observations", SHARE, value="100.1"),
        ("observations", SHARE),
        "value: implausible figure: 100.1 percent: from 0 to 100, the bounds of wool.share",
    ),
    (
        "figures-lie-within-bounds",
        changed("observations", CARGOES, low="-2", high="-1"),
        ("observations", CARGOES),
        (
            "high: implausible figure: -1 count: from 0 to inf, the bounds of tea.cargoes",
            "low: implausible figure: -2 count: from 0 to inf, the bounds of tea.cargoes",
        ),
    ),
    (
        "figures-lie-within-bounds",
        both(changed("indicators", {"indicator": "bank.rate"}, maximum="19.9")),
        ("observations", RATE),
        "value: implausible figure: 20 percent: from -inf to 19.9, the bounds of bank.rate",
    ),
    (
        "days-run-forwards",
        changed("measures", DUTY, ended="2022-02-28"),
        ("measures", DUTY),
        "ended: days the wrong way round: 2022-02-28: a day not before 2022-03-01, which is effective",
    ),
    (
        "days-run-forwards",
        claim("p002", period_end="2021-12-31"),
        ("claims", {"claim": "p002"}),
        "period_end: days the wrong way round: 2021-12-31: a day not before 2022-01-01, which is period_start",
    ),
    *(
        (
            "days-run-forwards",
            changed("projects", {"project": "road-one"}, planned_completion=years),
            ("projects", {"project": "road-one"}),
            f"planned_completion: years the wrong way round: {years}: the earlier year first, or one year",
        )
        for years in ("2022-2021", "2022-2022")
    ),
    (
        "nothing-is-known-before-it-happens",
        changed("events", {"event": "tal-001"}, date="2021-03-03"),
        ("events", {"event": "tal-001"}),
        "known_on: known before it happened: 2021-03-02, before 2021-03-03: not before 2021-03-03, which is date",
    ),
    (
        "nothing-is-known-before-it-happens",
        changed("measures", DUTY, ended_known_on="2022-02-19"),
        ("measures", DUTY),
        "ended_known_on: end known before the measure: 2022-02-19: not before 2022-02-20, which is known_on",
    ),
    (
        "nothing-is-known-before-it-happens",
        figure("2022-02-02", "2022-02-28", "2022-02-01", indicator="tea.sold"),
        ("observations", {"indicator": "tea.sold", "period_start": "2022-02-02"}),
        "known_on: reported before its period: 2022-02-01, before 2022-02-02: "
        "not before its period, for tea.sold is reported, not planned",
    ),
    (
        "known-day-is-the-sources-day",
        changed("events", {"event": "tal-001"}, known_on="2021-03-03"),
        ("events", {"event": "tal-001"}),
        "known_on: not the day of its source: 2021-03-03: 2021-03-02, when wire-2021-03-02-talks was published",
    ),
    (
        "known-day-is-the-sources-day",
        changed("observations", SHARE, known_on="2023-05-09"),
        ("observations", SHARE),
        "known_on: not the day of its source: 2023-05-09: 2023-05-10, when pamphlet-2023-05-10-text was published",
    ),
    (
        "sources-name-their-day",
        source("wire-2022-02-28-extra", "2022-02-27", "day"),
        ("sources", TEAL),
        "published: not the day in the key: 2022-02-27: the day in the key wire-2022-02-28-extra",
    ),
    (
        "sources-name-their-day",
        source("wire-2024-02-28-extra", "2024-02-28", "month"),
        ("sources", {"source": "wire-2024-02-28-extra"}),
        "published: not the end of its month: 2024-02-28: 2024-02-29, or the precision day",
    ),
    (
        "sources-name-their-day",
        source("wire-2022-11-30-extra", "2022-11-30", "year"),
        ("sources", {"source": "wire-2022-11-30-extra"}),
        "published: not the end of its year: 2022-11-30: 2022-12-31, or the precision day",
    ),
    (
        "keys-name-their-kind",
        changed("measures", {"measure": "nor-late-fee"}, imposed_by="Sudland"),
        ("measures", {"measure": "nor-late-fee"}),
        "imposed_by: key and column disagree: Sudland: Norland, as the key nor-late-fee says",
    ),
    (
        "cells-come-together",
        changed("projects", {"project": "mill-one"}, capacity_unit=""),
        ("projects", {"project": "mill-one"}),
        "capacity_unit: cell missing: an empty cell: a value, because capacity is 5",
    ),
    (
        "cells-come-together",
        changed("projects", {"project": "mill-one"}, capacity=""),
        ("projects", {"project": "mill-one"}),
        "capacity: cell missing: an empty cell: a value, because capacity_unit is Mt per year",
    ),
    (
        "cells-stand-where-they-belong",
        changed("indicators", {"indicator": "tea.sold"}, level="tea.plan"),
        ("indicators", {"indicator": "tea.sold"}),
        "level: a word too many: tea.plan: an empty cell, because measures is not growth",
    ),
    (
        "long-periods-say-what-they-are",
        changed("observations", FIVE_YEARS, aggregate=""),
        ("observations", FIVE_YEARS),
        "aggregate: cell missing: an empty cell: total, mean or stock, because the period is longer than a year",
    ),
    (
        "long-periods-say-what-they-are",
        changed("observations", ONE_YEAR, period_end="2021-01-02", value="12"),
        ("observations", ONE_YEAR),
        "aggregate: cell missing: an empty cell: total, mean or stock, because the period is longer than a year",
    ),
    (
        "long-periods-say-what-they-are",
        changed("observations", ONE_YEAR, aggregate="total"),
        ("observations", ONE_YEAR),
        "aggregate: a word too many: total: an empty cell, because the period is no longer than a year",
    ),
    (
        "claims-use-the-indicators-unit",
        claim("p002", unit="percent"),
        ("claims", {"claim": "p002"}),
        "unit: another unit than the indicator: percent: USD bn, the unit of wool.exports",
    ),
    (
        "footnotes-exist",
        claim("p002", footnotes="1;2"),
        ("claims", {"claim": "p002"}),
        "footnotes: no such footnote: 2: the number of a footnote of pamphlet-2023",
    ),
    (
        "footnotes-exist",
        claim("l002", footnotes="1"),
        ("claims", {"claim": "l002"}),
        "footnotes: no such footnote: 1: the number of a footnote of letter-2023",
    ),
    (
        "footnotes-exist",
        claim("p002", footnotes="1;1;1"),
        ("claims", {"claim": "p002"}),
        "footnotes: named twice: 1: each once",
    ),
    (
        "forms-of-terms-are-of-one",
        both(
            added("glossary", term="Mill", forms="works", says="A house."), added("glossary", term="works", says="A.")
        ),
        ("glossary", {"term": "works"}),
        "forms: a form that has a term already: works: none of Mill",
    ),
    (
        "counterparts-run-both-ways",
        claim("l002", counterpart="agrees:p900"),
        ("claims", {"claim": "l002"}),
        "counterpart: no such claim: agrees:p900: perhaps p…",
    ),
    (
        "counterparts-run-both-ways",
        claim("l002", counterpart="agrees:l003"),
        ("claims", {"claim": "l002"}),
        "counterpart: a claim of the same document: agrees:l003: a claim of the other document",
    ),
    (
        "counterparts-run-both-ways",
        claim("l002", counterpart="agrees:p002"),
        ("claims", {"claim": "l002"}),
        "counterpart: one-way counterpart: agrees:p002: agrees:l002 among the counterparts of p002, line {p002}",
    ),
    (
        "counterparts-run-both-ways",
        claim("l001", counterpart="contradicts:p001;contradicts:p001"),
        ("claims", {"claim": "l001"}),
        "counterpart: named twice: contradicts:p001: each once",
    ),
    (
        "superseded-measures-exist",
        changed("measures", DUTY, supersedes="nor-silk-duty"),
        ("measures", DUTY),
        "supersedes: no such measure: nor-silk-duty: one of nor-late-fee, nor-tea-opening, sud-tea-ban, sud-wool-quota",
    ),
    (
        "superseded-measures-exist",
        changed("measures", DUTY, supersedes="sud-tea-ban"),
        ("measures", DUTY),
        "supersedes: a measure of the other side: sud-tea-ban: a measure of Norland",
    ),
    (
        "superseded-measures-exist",
        changed("measures", DUTY, supersedes="nor-tea-opening"),
        ("measures", DUTY),
        "supersedes: superseded before it began: nor-tea-opening: a measure that began by 2022-03-01",
    ),
    (
        "superseded-measures-exist",
        both(
            changed("measures", {"measure": "nor-late-fee"}, supersedes="nor-wool-duty"),
            changed("measures", {"measure": "nor-tea-opening"}, supersedes="nor-wool-duty"),
        ),
        ("measures", {"measure": "nor-tea-opening"}),
        "supersedes: superseded twice: nor-wool-duty: one successor: nor-late-fee takes its place already",
    ),
    (
        "takes-of-one-period-agree",
        both(revised("0.8"), changed("observations", PUBLIC, value="119")),
        ("observations", LATER_TAKE),
        "value: two counts under one indicator: from 119 of 2022-01-20 to 121: at most 0.8 % away, or another indicator",
    ),
    (
        "an-earlier-day-is-earlier",
        public("2022-01-20"),
        ("observations", PUBLIC),
        "first_public: not an earlier day: 2022-01-20: a day before 2022-01-20, or an empty cell",
    ),
    (
        "an-earlier-day-is-earlier",
        public("2021-12-30"),
        ("observations", PUBLIC),
        "first_public: not an earlier day: 2021-12-30: not before 2021-12-31, the end of its period",
    ),
    (
        "a-reprint-names-an-original",
        reprint("customs-2023-01-20-wool"),
        ("sources", WOOL_2023),
        "origin: repeats itself: customs-2023-01-20-wool: another source, or an empty cell",
    ),
    (
        "a-reprint-names-an-original",
        reprint("customs-2024-01-20-wool"),
        ("sources", WOOL_2023),
        "origin: younger than its reprint: customs-2024-01-20-wool: "
        "a source published by 2023-01-20: it is of 2024-01-20",
    ),
    (
        "a-reprint-names-an-original",
        both(reprint("customs-2022-01-20-wool"), reprint("customs-2023-01-20-wool", WOOL_2024)),
        ("sources", WOOL_2024),
        "origin: a reprint itself: customs-2023-01-20-wool: customs-2022-01-20-wool, which that one repeats",
    ),
    (
        "statements-end-by-their-paper-or-words",
        claim("l002", period_end="2022-12-31"),
        ("claims", {"claim": "l002"}),
        "period_end: a day that neither paper nor words give: 2022-12-31: "
        "2023-03-05, the paper's day, a day of a year that the statement names, or an empty cell",
    ),
    (
        "statements-end-by-their-paper-or-words",
        claim("l002", statement="Both still mean well.", period_end="2023-03-05"),
        ("claims", {"claim": "l002"}),
        "period_end: an end of what lasts: 2023-03-05: an empty cell: it says still",
    ),
    *(
        (
            "one-body-has-one-name",
            published(name),
            ("sources", {"source": TEA}),
            f"publisher: another name of the same: {other}: {right}",
        )
        for name, other, right in (
            ("TW", "TW", "The Wire"),
            ("Daily (citing TW)", "TW", "The Wire"),
            ("Daily (TW copy)", "TW", "The Wire"),
            ("Daily (citing Bureau, TW)", "TW", "The Wire"),
            ("Daily (TW-based)", "TW", "The Wire"),
            ("Customs via Daily", "Customs", "Customs of Norland"),
        )
    ),
    (
        "corrections-still-hold",
        correction("122"),
        ("corrections", {"expect": "122"}),
        "expect: the figure has changed: 122: '121', which line {121} of observations now holds: "
        "look at the correction again",
    ),
    (
        "corrections-still-hold",
        correction_of_a_bound("321"),
        ("corrections", {"expect": "321"}),
        "expect: the figure has changed: 321: '320', which line {over} of observations now holds: "
        "look at the correction again",
    ),
]

# rule, and what just fulfils it
FULFILLED = [
    ("rows-are-sorted", footnotes("1", "2", "10")),
    ("cells-are-trimmed", changed("measures", DUTY, note="known  very   well")),
    ("no-cell-is-a-formula", changed("measures", DUTY, note="-25.5")),
    ("addresses-are-of-the-web", changed("footnotes", {"number": "1"}, url="")),
    ("qualifier-fits-its-cells", changed("observations", RATE, value="", low="19", qualifier="over")),
    ("qualifier-fits-its-cells", changed("observations", RATE, value="", high="21", qualifier="under")),
    ("qualifier-fits-its-cells", changed("observations", RATE, value="", low="19", high="21", qualifier="range")),
    ("qualifier-fits-its-cells", changed("observations", RATE, qualifier="about")),
    (
        "bounds-are-those-of-their-notes",
        changed("observations", RATE, value="", low="19", qualifier="at_least", note="at least"),
    ),
    (
        "bounds-are-those-of-their-notes",
        changed("observations", RATE, value="", high="21", qualifier="up_to", note="up to"),
    ),
    (
        "bounds-are-those-of-their-notes",
        changed("observations", RATE, value="", low="19", qualifier="over", note="slightly more than 19"),
    ),
    ("low-is-not-above-high", changed("observations", CARGOES, low="340", high="340")),
    ("low-is-not-above-high", changed("observations", CARGOES, low="999", high="1000")),
    ("low-is-not-above-high", changed("projects", {"project": "mill-one"}, cost_high_usd_bn="")),
    ("stated-sizes-lie-within-bounds", claim("p003", value="100")),
    ("stated-sizes-lie-within-bounds", claim("p002", indicator="", value="500.1")),
    ("what-is-whole-has-no-halves", changed("observations", RATE, value="20.5")),
    ("figures-keep-their-last-place", zeros(0)),
    ("figures-keep-their-last-place", changed("observations", RATE, value="20.05")),
    ("bounds-run-upwards", indicator(minimum="9", maximum="10")),
    ("bounds-run-upwards", indicator(minimum="9")),
    ("bounds-run-upwards", indicator(maximum="-9")),
    ("figures-lie-within-bounds", changed("observations", SHARE, value="100")),
    ("figures-lie-within-bounds", changed("observations", SHARE, value="0")),
    ("figures-lie-within-bounds", changed("observations", RATE, value="-99999")),
    ("days-run-forwards", changed("measures", DUTY, ended="2022-03-01")),
    ("days-run-forwards", changed("measures", DUTY, ended="", ended_known_on="")),
    ("days-run-forwards", claim("p006", period_end="1999-12-31")),
    ("days-run-forwards", changed("projects", {"project": "road-one"}, planned_completion="2021-2022")),
    ("nothing-is-known-before-it-happens", changed("events", {"event": "tal-001"}, date="2021-03-02")),
    ("nothing-is-known-before-it-happens", changed("measures", DUTY, ended_known_on="2022-02-20")),
    ("nothing-is-known-before-it-happens", figure("2022-02-01", "2022-02-27", "2022-02-01", indicator="tea.sold")),
    ("nothing-is-known-before-it-happens", figure("2030-01-01", "2030-12-31", "2022-02-01", indicator="tea.plan")),
    ("known-day-is-the-sources-day", changed("measures", DUTY, announced="2022-02-19")),
    ("sources-name-their-day", source("wire-2024-02-29-extra", "2024-02-29", "month")),
    ("sources-name-their-day", source("wire-2022-12-31-extra", "2022-12-31", "month")),
    ("sources-name-their-day", source("wire-2022-12-31-extra", "2022-12-31", "year")),
    ("sources-name-their-day", source("wire-2022-06-15-extra", "2022-06-15", "day")),
    (
        "keys-name-their-kind",
        both(
            lambda tables: describe(
                tables, lambda found: field(found, "measures", "measure")["prefix"]["means"].pop("nor")
            ),
            changed("measures", {"measure": "nor-late-fee"}, imposed_by="Sudland"),
        ),
    ),
    ("cells-come-together", changed("projects", {"project": "mill-one"}, capacity="", capacity_unit="")),
    ("cells-come-together", changed("measures", DUTY, ended="")),  # it is over since a day that is not known
    ("cells-stand-where-they-belong", changed("indicators", {"indicator": "wool.exports_yoy"}, level="tea.sold")),
    ("cells-stand-where-they-belong", changed("indicators", {"indicator": "wool.exports_yoy"}, level="")),
    ("long-periods-say-what-they-are", changed("observations", ONE_YEAR, period_end="2021-01-01")),
    ("long-periods-say-what-they-are", changed("observations", ONE_YEAR, period_end="2021-01-02", aggregate="stock")),
    ("claims-use-the-indicators-unit", claim("p002", indicator="", unit="percent")),
    ("claims-use-the-indicators-unit", claim("p002", value="", qualifier="", unit="")),
    ("footnotes-exist", both(footnotes("1", "2"), claim("p002", footnotes="2;1"))),
    ("forms-of-terms-are-of-one", added("glossary", term="Mill", forms="works;house", says="A house.")),
    (
        "counterparts-run-both-ways",
        both(claim("l001", counterpart="contradicts:p001;agrees:p002"), claim("p002", counterpart="agrees:l001")),
    ),
    ("superseded-measures-exist", changed("measures", {"measure": "nor-late-fee"}, supersedes="nor-wool-duty")),
    ("an-earlier-day-is-earlier", public("2021-12-31")),
    ("a-reprint-names-an-original", reprint("customs-2022-01-20-wool")),
    ("a-reprint-names-an-original", reprint("customs-2023-01-20-tea")),  # of the same day
    ("statements-end-by-their-paper-or-words", claim("l002", period_end="2023-03-05")),
    ("statements-end-by-their-paper-or-words", claim("l002", period_end="2023-03-01")),  # it may have been out
    ("statements-end-by-their-paper-or-words", claim("l002", statement="Now both mean well.")),
    (
        "statements-end-by-their-paper-or-words",
        claim("l002", statement="In 2022 both meant well, and still more.", period_end="2022-06-30"),
    ),
    # an event is of its day
    ("statements-end-by-their-paper-or-words", claim("l002", kind="event", period_end="2022-12-31")),
    *(
        ("one-body-has-one-name", published(name))
        for name in ("The Wire", "Daily (TWO)", "TW.org", "TW North", "Customs of Norland (copy)", "tw")
    ),
    ("takes-of-one-period-agree", both(revised("0.9"), changed("observations", PUBLIC, value="119"))),  # 1 of 121
    ("takes-of-one-period-agree", changed("observations", PUBLIC, value="119")),  # of the unit nothing is held
    ("corrections-still-hold", correction_of_a_bound("320")),
]
IDENTITIES = {
    "wholes-are-made-of-their-parts",
    "month-is-difference-of-year-to-dates",
    "stated-growth-is-recomputed-growth",
    "no-part-is-above-its-whole",  # and these have a file of their own
    "sums-since-january-rise",
    "parts-are-of-a-whole",
    "rates-stand-beside-levels-of-their-vintage",
}


def names(cases):
    return [f"{number}-{case[0]}" for number, case in enumerate(cases)]


@pytest.mark.parametrize(("rule", "plant", "where", "says"), BREACHES, ids=names(BREACHES))
def test_a_breach_of_a_rule_is_the_one_problem_told_with_its_place_and_its_remedy(
    frozen_tables, rule, plant, where, says
):
    plant(frozen_tables)
    name, row = where
    lines = {
        "{p002}": line(frozen_tables, "claims", claim="p002"),
        "{121}": line(frozen_tables, "observations", indicator="wool.exports", value="121"),
        "{over}": line(frozen_tables, "observations", source="daily-2022-03-01-tea", indicator="tea.cargoes"),
    }
    expected = []
    for one in (says,) if isinstance(says, str) else says:
        for mark, number in lines.items():
            one = one.replace(mark, str(number))
        expected.append(f"{name}.csv:{line(frozen_tables, name, **row)}:{one}")
    found = told(frozen_tables)
    assert len(found) == len(expected), found
    for one, due in zip(found, sorted(expected), strict=True):
        assert one.startswith(due[:-1]) if due.endswith("…") else one == due


@pytest.mark.parametrize(("rule", "plant"), FULFILLED, ids=names(FULFILLED))
def test_what_just_fulfils_a_rule_is_no_problem(frozen_tables, rule, plant):
    plant(frozen_tables)
    assert told(frozen_tables) == []


def test_whatever_a_spreadsheet_would_run_is_a_formula(frozen_tables):
    cells = ["=A1", "+A1", "-1+1", "@SUM(A1)", "＝1", "＋1", "－1", "＠A", "-", "-.5", "-1.", "+1e5", "=1"]
    spread(frozen_tables, "sources", "title", [*cells, "-25.5", "+5", "-5", "a=b", "'=A1", "5-", "0"])
    assert told(frozen_tables) == [
        f"sources.csv:{number}:title: a spreadsheet would run it: '{cell}': "
        "text that begins with a letter, a digit or a quote"
        for number, cell in enumerate(cells, 2)
    ]


def test_an_address_has_a_scheme_and_a_host_of_the_web_and_nothing_that_would_end_a_link(frozen_tables):
    cells = [
        "javascript:alert(1)",
        "ftp://example.org/page",
        "example.org/page",
        "see https://example.org",
        "https://localhost",
        "https:///page.html",
        "https://user@example.org",
        "https://example.org/a b",
        'https://example.org/"><script>',
        "https://example.org/{page}",
        "HTTPS://example.org",
    ]
    sound = [
        "http://example.org",
        "https://example.org/a?b=c&d=e#f",
        "https://example.org/@user",
        "https://пример.example/стр",
    ]
    spread(frozen_tables, "sources", "url", cells + sound)
    assert told(frozen_tables) == [
        f"sources.csv:{number}:url: not a web address: '{cell}': an address such as https://example.org/page"
        for number, cell in enumerate(cells, 2)
    ]


def test_every_rule_has_a_breach_and_a_case_that_fulfils_it():
    assert {case[0] for case in BREACHES} | IDENTITIES == set(checks.RULES)
    assert {case[0] for case in FULFILLED} | IDENTITIES == set(checks.RULES)


@pytest.mark.parametrize("rule", checks.RULES)
def test_a_rule_says_in_a_sentence_what_it_demands(rule):
    assert re.match(r"[A-Z].*[.]", checks.rule_text(rule))


def test_the_text_of_a_rule_is_that_of_its_function_without_indents():
    text = checks.rule_text("nothing-is-known-before-it-happens")
    assert text.startswith("An act is not known before its day")
    assert "\n\nPlans, estimates" in text


def test_a_cell_that_its_column_refuses_is_not_told_again_by_a_rule(frozen_tables):
    frozen_tables.change("observations", RATE, qualifier="exact ", value="=20")
    at = line(frozen_tables, "observations", **RATE)
    assert told(frozen_tables) == [
        f"observations.csv:{at}:qualifier: unknown value: 'exact ': perhaps exact",
        f"observations.csv:{at}:value: not a number: '=20': a plain number such as 244.819",
    ]


def test_cells_of_an_unsound_row_are_still_looked_at_for_formulas_and_spaces(frozen_tables):
    frozen_tables.change("observations", RATE, value="much", note="@all ")
    at = line(frozen_tables, "observations", **RATE)
    assert [one.split(": ")[:2] for one in told(frozen_tables)] == [
        [f"observations.csv:{at}:note", "a spreadsheet would run it"],
        [f"observations.csv:{at}:note", "space around a cell"],
        [f"observations.csv:{at}:value", "not a number"],
    ]


def test_a_rule_goes_on_after_a_row_that_it_cannot_judge(frozen_tables):
    """A claim of no known indicator comes before one of another unit than its indicator."""
    frozen_tables.change("claims", {"claim": "p002"}, indicator="wool.exprts")
    frozen_tables.change("claims", {"claim": "p003"}, unit="count")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == [
        "no such row in indicators",
        "another unit than the indicator",
    ]


def test_a_figure_of_an_unsound_indicator_is_not_held_to_its_bounds_but_the_next_is(frozen_tables):
    frozen_tables.change("indicators", {"indicator": "bank.rate"}, maximum="ten")
    frozen_tables.change("observations", SHARE, value="101")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["not a number", "implausible figure"]


def test_a_reported_figure_known_early_is_told_also_behind_one_of_an_unknown_indicator(frozen_tables):
    figure("2022-02-02", "2022-02-28", "2022-02-01", indicator="tea.sold")(frozen_tables)
    frozen_tables.change("indicators", {"indicator": "bank.rate"}, maximum="ten")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["not a number", "reported before its period"]


def test_footnotes_and_counterparts_wait_for_tables_that_could_not_be_read(frozen_tables):
    frozen_tables.change("claims", {"claim": "p002"}, footnotes="7", counterpart="agrees:l009")
    rewrite(frozen_tables, "footnotes.csv", lambda text: text + b"pamphlet-2023,7\n")
    rewrite(frozen_tables, "claims.csv", lambda text: text + b"p009,pamphlet-2023\n")
    found = told(frozen_tables)
    assert [one.split(": ")[1] for one in found if not one.startswith("criteria")] == ["missing cell", "missing cell"]


def test_a_footnote_of_an_unsound_row_exists_all_the_same(frozen_tables):
    frozen_tables.change("footnotes", {"number": "1"}, accessed="soon")
    frozen_tables.change("claims", {"claim": "p002"}, footnotes="1", counterpart="agrees:l002")
    frozen_tables.change("claims", {"claim": "l002"}, counterpart="agrees:p002", kind="guess")
    assert [one.split(": ")[1] for one in told(frozen_tables)] == ["unknown value", "not a date"]


def test_several_numbers_named_twice_are_told_in_order(frozen_tables):
    footnotes("1", "2")(frozen_tables)
    claim("p002", footnotes="2;1;2;1")(frozen_tables)
    assert [one.split(": ")[1:3] for one in told(frozen_tables)] == [["named twice", "1"], ["named twice", "2"]]
