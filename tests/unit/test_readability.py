"""How pages read is told in figures: words, sentences, and an index that falls with long words and long sentences."""

import sys

import pytest
from conftest import known_by

from nolimits.data import DataError
from nolimits.manuscript import page
from nolimits.pagemodel import readability
from nolimits.pagemodel.readability import read_ease, readability_table


@pytest.fixture
def read(tmp_path):
    """How a chapter of some text reads."""

    def one(text: str):
        path = tmp_path / "one.md"
        path.write_text(text)
        return list(readability.readability([page("chapters/one", path)], known_by()))

    return one


def test_words_and_sentences_are_counted_and_the_longest_is_told(read):
    (found,) = read("# A head\n\nIt runs. The mill stands still by night.")
    assert (found.words, found.sentences, found.mean, found.longest) == (8, 2, 4.0, 6)


def test_headings_tables_and_figures_are_no_words_of_sentences(read):
    (found,) = read("# A long head of a page\n\nIt has 25 parts.\n\n| a | b |\n|---|---|\n| one | two |")
    assert (found.words, found.sentences) == (3, 1)


def test_a_page_that_says_nothing_is_passed_over(read):
    assert read("# A head") == []
    assert read_ease("one", ["25.", "–"]) is None


def test_short_words_in_short_sentences_read_more_easily():
    plain = read_ease("one", ["The mill runs.", "The wool is sold."])
    hard = read_ease("two", ["Considerable administrative complications necessitate organisational reconsideration."])
    assert plain.ease > 90 > 10 > hard.ease


def test_the_index_is_flesch_s():
    # three words of a syllable each, in one sentence
    assert read_ease("one", ["The mill runs."]).ease == pytest.approx(206.835 - 1.015 * 3 - 84.6)


def test_the_report_has_a_line_for_each_page_under_a_head():
    found = [read_ease("chapters/one", ["The mill runs."]), read_ease("two", ["It stands still."])]
    assert readability_table(found).splitlines() == [
        "page          words  sentences  mean  longest  ease",
        "chapters/one      3          1   3.0        3   119",
        "two               3          1   3.0        3   119",
    ]


def test_without_the_library_one_sentence_says_what_to_install(monkeypatch):
    readability._hyphens.cache_clear()
    monkeypatch.setitem(sys.modules, "pyphen", None)
    with pytest.raises(DataError, match="counted by pyphen, which is not installed"):
        readability._hyphens()
