"""A citation names title, authors, edition, day and original producers in every form, and nothing in a text can break a form."""

import dataclasses
import json
import subprocess
import sys
import time
import warnings

import bibtexparser
import pytest
import rispy
from conftest import known_by

from nolimits.citing import citations
from nolimits.citing.citations import Imprint
from nolimits.data import DataError, period

EDITION = "2024-01-20-0123456789ab"
HOSTILE = 'A {brace}, a lone }, 100% & $5 #1 a_b ~x^2 \\input{y} "quoted" <b>bold</b>\nTY  - EVIL\r\n@book{z,\x07 Ж'
BUNDLE = {"id": "trade-chart", "fingerprint": f"2-{'f' * 64}"}
BUNDLE_SOURCES = [
    "customs-2024-01-20-wool",
    "daily-2023-06-01-wool",
    "institute-2022-03-01-wool",
    "mill-2022-02-01-mills",
]
TESTERS = ({"literal": "The testers"},)


@pytest.fixture(scope="module")
def imprint() -> Imprint:
    return Imprint("Wool and Tea?", "Wool", "Two texts disagree.", TESTERS, "", EDITION, "2024-01-20")


@pytest.fixture(scope="module")
def sited(imprint) -> Imprint:
    return dataclasses.replace(imprint, url="https://example.org/book/")


@pytest.fixture(scope="module")
def view():
    return known_by()


def chart(imprint, view, headline="Wool trade rose"):
    """A chart of wool trade, by customs, and of two more publishers."""
    sources = [
        "customs-2024-01-20-wool",
        "customs-2023-01-20-wool",
        "daily-2023-06-01-wool",
        "institute-2022-03-01-wool",
    ]
    return citations.chart_item(imprint, BUNDLE | {"sources": sources, "spoken": {"headline": headline}}, view)


def number(imprint):
    where = "chapters/rows-trade#x"
    return citations.number_item(imprint, "chapters/why", "Why", "n-1", "USD 1 bn", "stated by Customs", where)


@pytest.fixture(params=["chart", "claim", "value", "number", "section", "book"])
def item(request, imprint, view):
    return {
        "chart": lambda: chart(imprint, view),
        "claim": lambda: citations.claim_item(imprint, "l001", view),
        "value": lambda: citations.value_item(imprint, "wool.turnover", "2023", view),
        "number": lambda: number(imprint),
        "section": lambda: citations.section_item(imprint, "notebooks/trade", "Trade"),
        "book": lambda: citations.book_item(imprint),
    }[request.param]()


def flat(text):
    return " ".join(text.replace("{", "").replace("}", "").replace("\\", "").split())


# --- the imprint


def written(folder, config="title: A book\nauthor: nobody\n", cff=""):
    (folder / "_config.yml").write_text(config)
    if cff:
        (folder / "CITATION.cff").write_text(cff)
    return citations.imprint(folder, EDITION, "2024-01-20")


def test_title_authors_and_abstract_are_those_of_the_citation_file(tmp_path):
    cff = "title: 'A book: the whole'\nabstract: >\n  What it\n   is about.\nauthors:\n- name: We\n- name: They\n"
    made = written(tmp_path, "title: A book\nauthor: nobody\nhtml: {baseurl: https://example.org/b/}\n", cff)
    assert (made.title, made.short, made.abstract) == ("A book: the whole", "A book", "What it is about.")
    assert made.authors == ({"literal": "We"}, {"literal": "They"})
    assert (made.url, made.edition, made.cutoff) == ("https://example.org/b/", EDITION, "2024-01-20")


def test_without_a_citation_file_the_settings_tell(tmp_path):
    made = written(tmp_path)
    assert (made.title, made.short, made.abstract, made.url) == ("A book", "A book", "", "")
    assert made.authors == ({"literal": "nobody"},)


@pytest.mark.parametrize("lost", ["title", "author"])
def test_settings_without_title_or_author_are_refused(tmp_path, lost):
    config = "title: A book\nauthor: nobody\n".replace(f"{lost}:", f"my_{lost}:")
    with pytest.raises(DataError, match=rf"_config\.yml: {lost} is missing: write `{lost}: …`"):
        written(tmp_path, config)


def test_persons_keep_their_parts(tmp_path):
    made = written(tmp_path, cff="authors:\n- {family-names: Doe, given-names: Jane}\n- {family-names: Plato}\n")
    assert made.authors == ({"family": "Doe", "given": "Jane"}, {"family": "Plato"})
    item = citations.book_item(dataclasses.replace(made, authors=made.authors[:1]))
    assert citations.bibliography_line(item, "apa").startswith("Doe, J. (2024)")
    assert "AU  - Doe, Jane" in citations.ris(item)
    assert 'author = "Doe, Jane"' in citations.bibtex(item)


# --- styles


@pytest.mark.parametrize("style", citations.CSL_STYLES)
def test_a_text_names_author_title_edition_and_book(item, style, imprint):
    made = citations.bibliography_line(item, style)
    assert all(part in made for part in ("The testers", item["title"], EDITION, "2024", imprint.title))
    assert made.endswith(".")


def test_a_text_reads_as_the_style_wants(imprint, view):
    item = citations.value_item(imprint, "wool.turnover", "2023", view)
    place = "chapters/rows-trade.html#wool.turnover.2023-01-01.2023-12-31.2024-01-20.customs-2024-01-20-wool"
    assert citations.bibliography_line(item, "apa") == (
        f"The testers. (2024). Wool trade, 2023: USD 196 bn [Data point; data from Customs]. In Wool and Tea? "
        f"({EDITION} edition). In the folder of the edition: {place}."
    )
    assert citations.bibliography_line(item, "chicago") == (
        f"The testers. ‘Wool trade, 2023: USD 196 bn’. In Wool and Tea?, {EDITION} edition. 20 January 2024. "
        f"Data point; data from Customs. In the folder of the edition: {place}."
    )


def test_a_question_mark_is_not_followed_by_a_full_stop(imprint):
    made = [
        citations.bibliography_line(citations.section_item(imprint, "chapters/why", "Why?"), style)
        for style in ("apa", "chicago")
    ]
    assert not [text for text in made if "?." in text or "?’." in text]
    made = citations.bibliography_line(citations.section_item(imprint, "chapters/why", "Because"), "apa")
    assert " Because. In Wool and Tea? (" in made


def test_an_address_stands_in_all_forms_once_the_site_has_one(sited, view):
    item = citations.claim_item(sited, "l001", view)
    address = f"https://example.org/book/editions/{EDITION}/chapters/ledger.html#l001"
    assert item["URL"] == address
    assert all(address in form(item) for form in citations.FORMS.values())
    assert not any(" chapters/ledger.html#l001" in form(item) for form in citations.FORMS.values())


def test_without_a_site_a_text_names_the_place_in_the_book(imprint, view):
    item = citations.claim_item(imprint, "l001", view)
    assert "URL" not in item
    assert citations.bibliography_line(item, "apa").endswith(" chapters/ledger.html#l001.")
    assert "In the book at chapters/ledger.html#l001" in item["note"]


@pytest.mark.parametrize("form", citations.FORMS)
def test_the_day_of_access_is_told_only_when_given(item, form):
    without, with_day = citations.FORMS[form](item), citations.FORMS[form](citations.on(item, "2027-05-06"))
    assert "2027" not in without
    assert "2027" in with_day


def test_the_day_of_access_ends_a_text(imprint):
    item = citations.on(citations.book_item(imprint), "2027-05-06")
    assert citations.bibliography_line(item, "apa").endswith(" index.html. Accessed 6 May 2027.")


# --- the forms, read by others


def test_bibtex_is_read_by_another_library(item, imprint):
    library = bibtexparser.parse_string(citations.bibtex(item))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: flat(field.value) for field in entry.fields}
    assert fields["title"] == flat(item["title"])
    assert fields["author"] == "The testers"
    assert (fields["edition"], fields["date"], fields["year"]) == (EDITION, "2024-01-20", "2024")
    assert imprint.title in fields.get("booktitle", "") + fields.get("howpublished", "") + fields["title"]
    assert not {"url", "urldate"} & set(fields)


def test_bibtex_has_a_type_for_each_kind(item):
    told = {"book": "book", "chapter": "incollection"}.get(item["type"], "misc")
    assert citations.bibtex(item).startswith(f"@{told}{{")


def test_bibtex_tells_where_a_chart_stands_and_where_it_is_to_be_found(sited, view):
    item = citations.on(chart(sited, view), "2027-05-06")
    (entry,) = bibtexparser.parse_string(citations.bibtex(item)).entries
    fields = {field.key: field.value for field in entry.fields}
    assert fields["howpublished"] == "Chart, in: Wool and Tea?"
    assert fields["url"] == item["URL"]
    assert fields["urldate"] == "2027-05-06"
    assert fields["note"] == "As known by 20 January 2024"
    assert "Data from Customs, The Daily, The Institute" in fields["annotation"]


def test_ris_is_read_back(item, imprint):
    (entry,) = rispy.loads(citations.ris(item))
    assert entry["title"] == item["title"]
    assert entry["authors"] == ["The testers"]
    assert (entry["edition"], entry["date"], entry["year"]) == (EDITION, "2024/01/20", "2024")
    assert (entry["id"], entry["language"], entry["notes"]) == (item["id"], "en-GB", [item["note"]])
    assert entry.get("secondary_title") == (None if item["type"] == "book" else imprint.title)
    assert (
        entry["type_of_reference"]
        == {"figure": "CHART", "entry": "ENCYC", "dataset": "DATA", "chapter": "CHAP", "book": "BOOK"}[item["type"]]
    )
    assert "urls" not in entry
    assert citations.ris(item).startswith("TY  - ")


def test_ris_tells_address_and_day_of_access(sited, view):
    item = citations.on(chart(sited, view), "2027-05-06")
    (entry,) = rispy.loads(citations.ris(item))
    assert (entry["urls"], entry["access_date"]) == ([item["URL"]], "2027/05/06")
    assert entry["type_of_work"] == item["medium"]


def test_csl_json_is_rendered_by_citeproc_without_a_warning_to_the_user(item):
    (told,) = json.loads(citations.csl(item))
    assert told == item
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert citations.bibliography_line(told, "apa") == citations.bibliography_line(item, "apa")


@pytest.mark.parametrize("form", citations.FORMS)
def test_hostile_text_stays_text(form, imprint, view):
    item = chart(imprint, view, HOSTILE)
    made = citations.FORMS[form](item)
    assert "\x07" not in made
    match form:
        case "bibtex":
            library = bibtexparser.parse_string(made)
            assert not library.failed_blocks
            (entry,) = library.entries
            title = entry.fields_dict["title"].value
            assert all(escaped in title for escaped in (r"\textbraceleft", r"\%", r"\&", r"\$", r"\#", r"\_"))
            assert r"{\textbackslash}input" in title
            assert r"{\textasciitilde}x{\textasciicircum}2" in title
        case "ris":
            (entry,) = rispy.loads(made)
            assert entry["title"] == item["title"]
            assert entry["type_of_reference"] == "CHART"
        case "csl":
            assert json.loads(made)[0]["title"] == item["title"]
        case _:
            assert item["title"] in made
            assert len(made.splitlines()) == 1


def test_an_item_holds_no_line_ends_and_a_name_without_strange_signs(imprint, view):
    item = chart(imprint, view, HOSTILE)
    assert all(text.isprintable() for text in item.values() if isinstance(text, str))
    assert item["title"].endswith("EVIL @book{z, Ж")
    item = citations.section_item(imprint, "chapters/a b/c&d", "X")
    assert item["id"] == "nolimits-c-d-2024-01-20"


def test_a_note_is_short_and_holds_no_word_that_runs_off_a_page(imprint, view):
    long = BUNDLE | {"sources": BUNDLE_SOURCES, "spoken": {"headline": f"{'wool ' * 60}{'x' * 90}"}, "id": "y" * 90}
    item = citations.chart_item(imprint, long, view)
    for note in (item["note"], rispy.loads(citations.ris(item))[0]["notes"][0]):
        assert len(note) <= citations.NOTE
        assert max(map(len, note.split())) <= citations.WORD


def test_what_the_standard_styles_print_of_an_entry_is_three_lines(imprint, view):
    long = BUNDLE | {"sources": BUNDLE_SOURCES, "spoken": {"headline": "Wool trade rose again " * 20}}
    (entry,) = bibtexparser.parse_string(citations.bibtex(citations.chart_item(imprint, long, view))).entries
    fields = {field.key: field.value for field in entry.fields}
    printed = " ".join(fields[name] for name in ("author", "title", "howpublished", "year", "note"))
    assert len(printed) <= 3 * 95
    assert fields["title"].endswith(" …}")
    assert fields["annotation"].startswith("Wool trade rose again " * 19)


# --- what is named


def test_a_chart_names_who_first_published_what_it_draws(imprint, view):
    item = chart(imprint, view)
    assert item["note"] == (
        "Chart trade-chart, fingerprint 2-ffffffffffff. Data from Customs, The Daily and The Institute. "
        "As known by 20 January 2024. In the book at charts/trade-chart.html"
    )
    assert item["custom"]["detail"] == (
        f"Chart trade-chart, fingerprint 2-{'f' * 64}. Data from Customs, The Daily, The Institute. "
        "As known by 20 January 2024"
    )
    assert item["medium"] == "Chart; data from Customs, The Daily and The Institute"
    assert (item["type"], item["custom"]["path"]) == ("figure", "charts/trade-chart.html")
    assert (item["id"], item["container-title"]) == ("nolimits-trade-chart-2024-01-20", "Wool and Tea?")


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ([], "Chart"),
        (["customs-2024-01-20-wool"], "Chart; data from Customs"),
        (["customs-2024-01-20-wool", "daily-2023-06-01-wool"], "Chart; data from Customs and The Daily"),
        (
            [
                "customs-2024-01-20-wool",
                "daily-2023-06-01-wool",
                "institute-2022-03-01-wool",
                "mill-2022-02-01-mills",
                "wire-2021-03-02-talks",
            ],
            "Chart; data from Customs, The Daily, The Institute and 2 more",
        ),
    ],
)
def test_of_many_publishers_three_are_named_in_a_text(imprint, view, sources, told):
    bundle = BUNDLE | {"sources": sources, "spoken": {"headline": "It rose"}}
    assert citations.chart_item(imprint, bundle, view)["medium"] == told


def test_a_value_names_its_row_its_source_and_the_day_it_was_known(imprint, view):
    item = citations.value_item(imprint, "wool.turnover", "2023", view)
    row = "wool.turnover.2023-01-01.2023-12-31.2024-01-20.customs-2024-01-20-wool"
    assert item["note"] == (
        "wool.turnover, stated; from Wool of 2024-01-20, 20 January 2024. Data from Customs. "
        "As known by 20 January 2024. In the book at chapters/rows-trade.html"
    )
    assert item["custom"]["detail"] == (
        f"wool.turnover, stated; row {row}, known 20 January 2024, from Wool of 2024-01-20, "
        "https://example.org/customs-2024-01-20-wool. Data from Customs. As known by 20 January 2024"
    )
    assert item["custom"]["path"] == f"chapters/rows-trade.html#{row}"
    assert item["id"] == "nolimits-wool.turnover-2023-01-01-2023-12-31-2024-01-20"
    assert (item["type"], item["medium"]) == ("dataset", "Data point; data from Customs")


def test_a_value_can_be_asked_for_by_its_period_or_as_the_latest(imprint, view):
    named = citations.value_item(imprint, "wool.turnover", "2023", view)
    assert citations.value_item(imprint, "wool.turnover", period("2023"), view) == named
    assert citations.value_item(imprint, "wool.turnover", "latest", view) == named


def test_a_computed_value_names_all_its_rows_and_leads_to_its_indicator(imprint, frozen_tables):
    # since January 27 by April, 20 by March: April alone 7
    item = citations.value_item(imprint, "wool.exports", "2022-04", frozen_tables.view())
    assert "Wool sold, April 2022: USD 7 bn" in item["title"]
    assert item["custom"]["detail"].count("row wool.exports.2022-01-01.2022-0") == 2
    assert "difference" in item["medium"]
    assert item["custom"]["path"] == "chapters/rows-trade.html#wool.exports"


def test_a_value_that_was_not_known_is_refused_with_what_is(imprint, view):
    with pytest.raises(DataError) as told:
        citations.value_item(imprint, "wool.turnover", "1990", view)
    assert str(told.value) == (
        "wool.turnover was not known for 1990 by 20 January 2024: the last known are 2021, 2022, 2023"
    )
    with pytest.raises(DataError, match=r"not known for 1990 by 1 January 2021: nothing of it was$"):
        citations.value_item(imprint, "wool.price", period("1990"), known_by("2021-01-01"))


def test_a_verdict_is_that_of_the_edition_s_day_and_names_the_paper(imprint, view):
    # sold and bought: 99 and 97 in 2023, 90 and 99 the year before
    late, early = (citations.claim_item(imprint, "l001", one) for one in (view, known_by("2023-12-31")))
    assert late["medium"] == "Verdict: confirmed; data from Customs"
    assert early["medium"].startswith("Verdict: refuted")
    assert late["title"] == "l001: Norland sells more wool than it buys"
    assert late["note"].startswith("Statement l001 of an article, The Daily. Data from Customs.")
    other = citations.claim_item(imprint, "p001", view)
    assert other["note"].startswith("Statement p001 of Wool and its limits, A. Pamphleteer.")
    assert (late["type"], late["custom"]["path"]) == ("entry", "chapters/ledger.html#l001")


def test_a_verdict_on_no_rows_names_no_producer(imprint, view):
    assert citations.claim_item(imprint, "l002", view)["medium"] == "Verdict: untestable"
    with pytest.raises(DataError, match="z999"):
        citations.claim_item(imprint, "z999", view)


def test_a_source_that_was_not_published_yet_is_no_producer(imprint):
    # the mill was heard of on 25 May 2021; its plan came out in June
    assert "Mill" not in citations.claim_item(imprint, "p005", known_by("2021-05-25"))["medium"]


def test_a_number_in_the_text_names_where_it_comes_from_and_its_row(imprint):
    item = number(imprint)
    assert item["title"] == "Why: USD 1 bn"
    assert item["medium"] == "Number in the text: stated by Customs; row chapters/rows-trade#x"
    assert (item["id"], item["custom"]["path"]) == ("nolimits-why-n-1-2024-01-20", "chapters/why.html#n-1")
    without = citations.number_item(imprint, "chapters/why", "Why", "n-1", "USD 1 bn", "", "x")
    assert without["medium"] == "Number in the text; row x"


def test_the_book_stands_in_no_other_and_a_page_in_the_book(imprint):
    book, page = citations.book_item(imprint), citations.section_item(imprint, "notebooks/trade", "Trade")
    assert (book["type"], book["title"], book["id"]) == ("book", "Wool and Tea?", "nolimits-2024-01-20")
    assert ("container-title" in book, book["custom"]["path"]) == (False, "index.html")
    assert (page["type"], page["container-title"]) == ("chapter", "Wool and Tea?")
    assert (page["title"], page["id"], page["custom"]["path"]) == (
        "Trade",
        "nolimits-trade-2024-01-20",
        "notebooks/trade.html",
    )
    assert "medium" not in page
    assert page["issued"] == {"date-parts": [[2024, 1, 20]]}
    assert page["edition"] == f"{EDITION} edition"


def test_publishers_are_named_once_in_the_order_of_their_sources(view):
    keys = ["daily-2023-06-01-wool", "customs-2024-01-20-wool", "daily-2021-03-01-tea"]
    assert citations.publishers(keys, view) == ["The Daily", "Customs"]


# --- speed


def test_a_thousand_citations_take_no_time(imprint, view):
    item = chart(imprint, view)
    citations.bibliography_line(item, "apa")
    started = time.perf_counter()
    for serial in range(1000):
        citations.bibliography_line(item | {"title": f"Title {serial}"}, "apa")
    assert time.perf_counter() - started < 1


def test_the_module_needs_no_library_until_it_is_asked():
    code = (
        "import sys, nolimits.citing.citations; print([m for m in ('citeproc', 'pybtex', 'rispy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
