"""What notebooks are run with is told by section and name, each of its type; whatever is wrong gets one sentence."""

import pytest
from manuscripts import Manuscript

from nolimits.book.parameters import BuildError, parameters_of
from nolimits.manuscript import contents

DAY = "2023-01-31"


@pytest.fixture
def book(frozen_tables) -> Manuscript:
    made = Manuscript(frozen_tables, one="Hello.")
    made.notebook("trade", "wool.turnover", "year", "2021")
    made.notebook("talks", "bank.rate", "point", "2022-02-28")
    return made


def chosen(book, *settings: str):
    return parameters_of(contents(book.root), settings, DAY)


def test_each_notebook_is_run_with_the_book_s_day(book):
    assert chosen(book) == {"trade": {"cutoff": DAY}, "talks": {"cutoff": DAY}}


def test_what_is_set_of_a_section_holds_for_the_page_that_carries_it_on_unless_that_is_set_itself(book):
    book.notebook("trade-more", "wool.exports", "year", "2021")
    book.notebook("trade-winds", "wool.exports", "year", "2021")  # a section of its own
    found = chosen(book, "trade.start=2015")
    assert (found["trade"]["start"], found["trade-more"]["start"]) == (2015, 2015)
    assert "start" not in found["trade-winds"]
    assert "start" not in found["talks"]
    both = chosen(book, "trade-more.start=2010", "trade.start=2015")
    assert (both["trade"]["start"], both["trade-more"]["start"]) == (2015, 2010)
    assert "start" not in chosen(book, "trade-more.start=2010")["trade"]


def test_what_a_page_that_carries_a_section_on_does_not_have_is_not_put_into_it(book):
    book.notebook("trade-more", "wool.exports", "year", "2021")
    path = book.root / "notebooks" / "trade-more.ipynb"
    path.write_text(path.read_text().replace("start: int", "begin: int"))
    assert chosen(book, "trade.start=2015")["trade-more"] == {"cutoff": DAY}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("trade.start=2015", 2015),
        ("trade.factor=2.5", 2.5),
        ("trade.factor=2", 2.0),
        (f"trade.start={2**63 - 1}", 2**63 - 1),
        ("trade.bold=true", True),
        ("trade.bold=False", False),
    ],
)
def test_a_setting_is_read_as_the_parameter_s_type(book, setting, value):
    found = chosen(book, setting)
    (given,) = (held for name, held in found["trade"].items() if name != "cutoff")
    assert (given, type(given)) == (value, type(value))
    assert found["talks"] == {"cutoff": DAY}


def test_of_two_settings_the_last_counts_and_several_go_together(book):
    found = chosen(book, "trade.start=2015", "trade.start=2016", "talks.start=2017")
    assert (found["trade"]["start"], found["talks"]["start"]) == (2016, 2017)


def test_words_may_hold_an_equals_sign(book):
    path = book.root / "notebooks/trade.ipynb"
    path.write_text(path.read_text().replace("factor: float = 1.5", "factor: str = 'x'"))
    assert chosen(book, "trade.factor=a=b")["trade"]["factor"] == "a=b"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("trade.start", "write SECTION.PARAM=VALUE, such as trade.start=2015"),
        ("start=2015", "write SECTION.PARAM=VALUE"),
        (".start=2015", "write SECTION.PARAM=VALUE"),
        ("trade.=2015", "write SECTION.PARAM=VALUE"),
        ("sport.start=2015", "no section is called 'sport': the sections are trade, talks"),
        ("trade.colour=red", "trade has no parameter 'colour': its parameters are cutoff, start, factor, bold"),
        ("trade.cutoff=2025-01-01", "the cutoff is the whole book's: write --cutoff 2025-01-01"),
        ("trade.start=early", "'early' is not a whole number such as 2015"),
        ("trade.start=2015.5", "'2015.5' is not a whole number"),
        ("trade.factor=big", "'big' is not a number such as 2.5"),
        ("trade.factor=nan", "'nan' is beyond all bounds: write a finite number, a whole one of at most 64 bits"),
        ("trade.factor=1e999", "'1e999' is beyond all bounds"),
        (f"trade.start={2**63}", f"'{2**63}' is beyond all bounds"),
        ("trade.bold=perhaps", "'perhaps' is not true or false"),
    ],
)
def test_what_is_wrong_is_told_in_one_sentence(book, setting, said):
    with pytest.raises(BuildError) as told:
        chosen(book, setting)
    assert str(told.value).startswith(f"--set {setting}: ")
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_a_parameter_of_another_type_cannot_be_set(book):
    path = book.root / "notebooks/trade.ipynb"
    path.write_text(path.read_text().replace("factor: float = 1.5", "factor: list = [1]"))
    with pytest.raises(BuildError, match="a parameter of type list cannot be set from the command line"):
        chosen(book, "trade.factor=1")


def test_a_notebook_without_a_day_is_refused(book):
    path = book.root / "notebooks/trade.ipynb"
    path.write_text(path.read_text().replace('cutoff: str = \\"latest\\"\\n', ""))
    with pytest.raises(
        BuildError, match=r'notebooks/trade\.ipynb: no parameter `cutoff`: add `cutoff: str = "latest"`'
    ):
        chosen(book)
