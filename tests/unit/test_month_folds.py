"""Each month is folded under a line that counts what came and what moved."""

import re

from bs4 import BeautifulSoup
from comparing import HOSTILE

from nolimits.pages.months import month_fold
from nolimits.pages.moves import CAUSES

MOVED = {"page": "chapters/ledger", "anchor": "l001", "about": "it grows", "before": "confirmed", "after": "refuted"}
WHY = [{"claim": "l001", "cause": "rows", "rows": [{"page": "chapters/rows-trade", "anchor": "x", "says": HOSTILE}]}]


def folded(moved=(), rows=None, copied: int = 0) -> BeautifulSoup:
    month = {"until": "2024-02-29", "rows": rows or {}, "copied": copied, "late": 0, "moved": list(moved)}
    return BeautifulSoup(month_fold(month, lambda page, anchor: f"../{page}.html#{anchor}"), "lxml").details


def test_a_month_has_an_address_and_a_line_of_counts():
    verdict = MOVED | {"kind": "verdict", "why": WHY}
    headline = MOVED | {"kind": "headline", "why": [], "anchor": "a-chart", "before": "It fell", "after": "It rose"}
    made = folded([verdict, headline, headline], {"trade": 3, "military": 1}, copied=2)
    assert (made["id"], made.strong.text) == ("month-2024-02", "February 2024")
    assert made.summary.small.text == "6 figures and dated acts; 1 verdict and 2 headlines moved"
    assert folded(rows={"trade": 1}).summary.small.text == "1 figure or dated act; nothing moved"
    assert folded().summary.small.text == "nothing became known; nothing moved"


def test_what_moved_leads_to_its_place_and_no_cell_becomes_markup():
    made = folded([MOVED | {"kind": "verdict", "about": HOSTILE, "why": WHY}])
    assert not made.select("script")
    assert [one["href"] for one in made.select("li a")] == [
        "../chapters/ledger.html#l001",
        "../chapters/rows-trade.html#x",
    ]
    assert [one.text for one in made.select(".badge")] == ["confirmed", "refuted"]


def test_what_moved_a_verdict_is_told_to_a_reader_who_knows_no_rows():
    assert not [words for words in CAUSES.values() if re.search(r"\brows?\b", words.replace("{rows}", ""))]
