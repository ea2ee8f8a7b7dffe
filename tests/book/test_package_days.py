"""The book's own tables make a valid data package on any day, and every series in them is used or kept for a reason."""

import frictionless
import pytest
from conftest import CUTOFFS, ROOT
from sizes import first

from nolimits import manuscript
from nolimits.checks import upkeep
from nolimits.data import View
from nolimits.data.observations import public_on
from nolimits.editions import visible_rows
from nolimits.takeaway.package import data_files

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("day", first(2, CUTOFFS))
def test_the_package_is_valid_on_any_day(day, tmp_path):
    for name, content in data_files(View(day, folder=ROOT / "data"), "KEY", "Cite so.").items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])[:3]


def test_no_row_is_in_it_that_became_known_later(view):
    for name, rows in visible_rows(view).items():
        assert [row for row in rows if public_on(row) > view.cutoff] == [], name


def test_all_tables_are_in_the_newest_package_as_they_lie_there(latest):
    made = data_files(latest, "KEY", "Cite so.")
    for path in (ROOT / "data").glob("*.csv"):
        assert made[path.name] == path.read_bytes()


def test_every_series_is_bounded_and_used_or_listed_with_a_reason():
    named = {name for page in manuscript.pages(manuscript.contents(ROOT)) for name in page.indicators}
    assert [str(one) for one in upkeep.upkeep_problems(ROOT / "data", named)] == []


def test_the_list_of_unused_series_is_short(latest):
    assert len(latest.evidence.rows("unused")) < len(latest.indicators) / 15
