"""What has changed on a page since is what the comparison of two editions says, the charts' own pages among them."""

import json

import pytest
from trees import CHART, NEW, OLD, tree

from nolimits.editions.compare import KINDS
from nolimits.editions.since import NOUNS, since

PAGE, OWN = "notebooks/trade", f"charts/{CHART}"


def rewritten(folder, name, **told):
    """A page as data with other contents."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"fingerprint": json.dumps(told)} | told))
    return folder


def pair(tmp_path, **later):
    return tree(tmp_path / "old", OLD), tree(tmp_path / "new", NEW, **later)


def test_of_an_edition_that_says_the_same_nothing_has_changed(tmp_path):
    assert since(*pair(tmp_path)) == {}


def test_each_kind_of_change_has_a_word_but_for_pages_that_came_or_went():
    assert set(NOUNS) == set(KINDS) - {"page"}


@pytest.mark.parametrize(
    ("later", "found"),
    [
        ({"number": "2%"}, {PAGE: {"number": 1}}),
        ({"verdict": "refuted"}, {PAGE: {"verdict": 1}}),
        ({"drawn": "2", "headline": "It is 1"}, {PAGE: {"exhibit": 1}, OWN: {"exhibit": 1}}),
        ({"headline": "It rose"}, {PAGE: {"headline": 1}, OWN: {"headline": 1}}),
    ],
)
def test_what_changed_is_counted_on_the_page_and_on_the_chart_s_own(tmp_path, later, found):
    old, new = pair(tmp_path, **later)
    data = json.loads((new / f"{PAGE}.json").read_text())
    rewritten(new, PAGE, **{name: data[name] for name in ("numbers", "exhibits", "verdicts")})
    assert since(old, new) == found


def test_a_verdict_counts_on_the_page_of_a_chart_that_draws_its_rows(tmp_path):
    old, new = pair(tmp_path, verdict="refuted")
    for folder in (old, new):
        data = json.loads((folder / f"{PAGE}.json").read_text())
        told = {name: [data[name][0] | {"rows": ["a"]}] for name in ("exhibits", "verdicts")}
        row = {"table": "observations", "says": "It is", "known_on": "2025-01-01", "digest": "d"}
        rewritten(folder, PAGE, **told, rows={"a": row})
    assert since(old, new) == {PAGE: {"verdict": 1}, OWN: {"verdict": 1}}


def test_a_page_that_reads_otherwise_in_what_is_not_counted_says_that_much(tmp_path):
    old, new = pair(tmp_path)
    for folder, words in ((old, "Known by 10 September 2025: one."), (new, "Known by 31 March 2026: two.")):
        (folder / "index.html").write_text(f"<html><article>{words}</article></html>")
    assert since(old, new) == {"index": {"words": 1}}


def test_that_a_page_names_its_own_day_and_edition_and_the_sizes_of_files_is_no_change(tmp_path):
    old, new = pair(tmp_path)
    for folder, key, day, size in ((old, OLD, "10 September 2025", 3), (new, NEW, "31 March 2026", 4)):
        words = f"Known by {day}, edition {key}.<section id='download'>{size} KiB</section><nav>{size}</nav>"
        (folder / "index.html").write_text(f"<html><article>{words}</article></html>")
    assert since(old, new) == {}
