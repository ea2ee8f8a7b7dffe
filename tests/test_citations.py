"""A citation names title, authors, edition, day and original producers in every form, and nothing in a text can break a form."""

import dataclasses
import json
import subprocess
import sys
import time
import warnings
from pathlib import Path

import bibtexparser
import pytest
import rispy
import yaml

from nolimits.citing import citations, exhibits
from nolimits.claims import claims
from nolimits.cli import main
from nolimits.data import DataError, View, package

EDITION = "2026-03-31-0123456789ab"
HOSTILE = 'A {brace}, a lone }, 100% & $5 #1 a_b ~x \\input{y} "quoted" <b>bold</b>\nTY  - EVIL\r\n@book{z,\x07 Ж'
BUNDLE = {"id": "trade-test", "fingerprint": "f" * 64}


@pytest.fixture(scope="module")
def imprint(root):
    return citations.imprint(root, EDITION, "2026-03-31")


def chart(imprint, view, headline="Trade fell by 6.9% in 2025"):
    sources = list(dict.fromkeys(figure.rows[0].source for figure in view.series("trade.turnover", "year")))
    return citations.chart(imprint, BUNDLE | {"sources": sources}, headline, view)


@pytest.fixture(params=["chart", "claim", "value", "section", "book"])
def item(request, imprint, latest):
    return {
        "chart": lambda: chart(imprint, latest),
        "claim": lambda: citations.claim(imprint, "m021", latest),
        "value": lambda: citations.value(imprint, "trade.turnover", "2024", latest),
        "section": lambda: citations.section(imprint, "notebooks/trade", "Trade"),
        "book": lambda: citations.book(imprint),
    }[request.param]()


def flat(text):
    return " ".join(text.replace("{", "").replace("}", "").replace("\\", "").split())


def test_title_and_authors_are_those_of_the_citation_file(imprint, root):
    told = yaml.safe_load((root / "CITATION.cff").read_text())
    assert imprint.title == told["title"]
    assert [one["literal"] for one in imprint.authors] == [one["name"] for one in told["authors"]]


def test_all_files_that_name_the_authors_name_the_same(imprint, root):
    literal = [one["literal"] for one in imprint.authors]
    assert [yaml.safe_load((root / "_config.yml").read_text())["author"]] == literal
    assert [one["title"] for one in package(root / "data")["contributors"]] == literal


def test_persons_keep_their_parts(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A book\nauthor: nobody\nhtml: {baseurl: https://example.org/b/}\n")
    (tmp_path / "CITATION.cff").write_text("authors:\n- {family-names: Doe, given-names: Jane}\n")
    made = citations.imprint(tmp_path, EDITION, "2026-03-31")
    assert made.authors == ({"family": "Doe", "given": "Jane"},)
    assert (made.title, made.url) == ("A book", "https://example.org/b/")
    assert citations.text(citations.book(made), "apa").startswith("Doe, J. (2026)")


@pytest.mark.parametrize("style", citations.CSL_STYLES)
def test_a_text_names_author_title_edition_and_book(item, style, imprint):
    made = citations.text(item, style)
    assert all(part in made for part in ("The No Limits? contributors", item["title"], EDITION, "2026", imprint.title))
    assert made.endswith(".")


def test_a_text_reads_as_the_style_wants(imprint, latest):
    item = citations.value(imprint, "trade.turnover", "2024", latest)
    place = "chapters/rows-trade.html#" + latest.value("trade.turnover", "2024").rows[0].anchor
    assert citations.text(item, "apa") == (
        f"The No Limits? contributors. (2026). {item['title']} [{item['medium']}]. In {imprint.title} "
        f"({EDITION} edition). {place}."
    )
    assert citations.text(item, "chicago") == (
        f"The No Limits? contributors. ‘{item['title']}’. In {imprint.title}, {EDITION} edition. 31 March 2026. "
        f"{item['medium']}. {place}."
    )


def test_a_question_mark_is_not_followed_by_a_full_stop(imprint):
    made = [citations.text(citations.section(imprint, "chapters/why", "Why?"), style) for style in ("apa", "chicago")]
    assert not [text for text in made if "?." in text or "?’." in text]


def test_an_address_stands_in_all_forms_once_the_site_has_one(imprint, latest):
    sited = dataclasses.replace(imprint, url="https://example.org/book/")
    item = citations.claim(sited, "m021", latest)
    address = f"https://example.org/book/editions/{EDITION}/chapters/ledger.html#m021"
    assert item["URL"] == address
    assert all(address in form(item) for form in citations.FORMS.values())


def test_without_a_site_a_text_names_the_place_in_the_book(imprint, latest):
    item = citations.claim(imprint, "m021", latest)
    assert "URL" not in item
    assert "chapters/ledger.html#m021." in citations.text(item, "apa")


@pytest.mark.parametrize("form", citations.FORMS)
def test_the_day_of_access_is_told_only_when_given(item, form):
    without, with_day = citations.FORMS[form](item), citations.FORMS[form](citations.on(item, "2027-05-06"))
    assert "2027" not in without
    assert "2027" in with_day


# --- the forms, read by others


def test_bibtex_is_read_by_another_library(item, imprint):
    library = bibtexparser.parse_string(citations.bibtex(item))
    assert not library.failed_blocks
    (entry,) = library.entries
    fields = {field.key: flat(field.value) for field in entry.fields}
    assert fields["title"] == flat(item["title"])
    assert fields["author"] == "The No Limits? contributors"
    assert (fields["edition"], fields["date"]) == (EDITION, "2026-03-31")
    assert imprint.title in fields.get("booktitle", "") + fields.get("howpublished", "") + fields["title"]


def test_ris_is_read_back(item):
    (entry,) = rispy.loads(citations.ris(item))
    assert entry["title"] == item["title"]
    assert entry["authors"] == ["The No Limits? contributors"]
    assert (entry["edition"], entry["date"]) == (EDITION, "2026/03/31")


def test_csl_json_is_rendered_by_citeproc_without_a_warning_to_the_user(item):
    (told,) = json.loads(citations.csl(item))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert citations.text(told, "apa") == citations.text(item, "apa")


@pytest.mark.parametrize("form", citations.FORMS)
def test_hostile_text_stays_text(form, imprint, latest):
    item = chart(imprint, latest, HOSTILE)
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
        case "ris":
            (entry,) = rispy.loads(made)
            assert entry["title"] == item["title"]
            assert entry["type_of_reference"] == "CHART"
        case "csl":
            assert json.loads(made)[0]["title"] == item["title"]
        case _:
            assert item["title"] in made
            assert len(made.splitlines()) == 1


def test_an_item_holds_no_line_ends(imprint, latest):
    item = chart(imprint, latest, HOSTILE)
    assert all(text.isprintable() for text in item.values() if isinstance(text, str))


# --- who is named


def test_the_original_producers_are_named(imprint, latest):
    item = chart(imprint, latest)
    named = {latest.source(fig.rows[0].source)["publisher"] for fig in latest.series("trade.turnover", "year")}
    assert all(publisher in item["note"] for publisher in named)
    assert "data from" in item["medium"]
    if len(named) > citations.MOST_PRODUCERS:
        assert f"and {len(named) - citations.MOST_PRODUCERS} more" in item["medium"]


def test_a_value_names_its_row_its_source_and_the_day_it_was_known(imprint, latest):
    item = citations.value(imprint, "trade.turnover", "2024", latest)
    (row,) = latest.value("trade.turnover", "2024").rows
    source = latest.source(row.source)
    assert all(part in item["note"] for part in (row.anchor, source["title"], source["url"], source["publisher"]))
    assert item["custom"]["path"].endswith(f"#{row.anchor}")


def test_a_computed_value_names_all_its_rows(imprint, latest):
    month = next(one for one in latest.series("trade.turnover", "month") if len(one.rows) == 2)
    item = citations.value(imprint, "trade.turnover", month.period, latest)
    assert all(row.anchor in item["note"] for row in month.rows)
    assert "difference" in item["medium"]


def test_a_value_that_was_not_known_is_refused_with_what_is(imprint, latest):
    with pytest.raises(DataError, match=r"not known for 1990 .* the last known are"):
        citations.value(imprint, "trade.turnover", "1990", latest)


def test_the_verdict_is_that_of_the_edition_s_day(root, imprint):
    early, late = (View(day, folder=root / "data") for day in ("2025-09-10", "latest"))
    turned = next(
        key
        for key in claims(root / "data")
        if citations.claim(imprint, key, early)["medium"].partition(";")[0]
        != citations.claim(imprint, key, late)["medium"].partition(";")[0]
    )
    assert turned


# --- speed


def test_a_thousand_citations_take_no_time(imprint, latest):
    item = chart(imprint, latest)
    citations.text(item, "apa")
    started = time.perf_counter()
    for number in range(1000):
        citations.text(item | {"title": f"Title {number}"}, "apa")
    assert time.perf_counter() - started < 1


# --- the command


@pytest.fixture
def cite(root, monkeypatch, capsys):
    """Run the command in the book's root: exit code, output, complaints."""
    monkeypatch.chdir(root)

    def run(*arguments):
        code = main(["cite", *arguments, "--accessed", "2027-05-06"])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("what", "part"),
    [
        ("trade-level", "[Chart; data from "),
        ("m021", "[Verdict: "),
        ("trade.turnover@2024", "[Data point; data from "),
        ("trade", "notebooks/trade.html"),
        ("method", "chapters/method.html"),
        ("book", "index.html"),
    ],
)
def test_anything_in_the_book_is_cited_by_its_name(cite, what, part):
    code, said, complaints = cite(what)
    assert (code, complaints) == (0, "")
    assert part in said
    assert said.endswith("Accessed 6 May 2027.\n")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("trade-levle", "perhaps trade-level"),
        ("trade.turnovr@2024", "perhaps trade.turnover"),
        ("m0211", "or m021"),
        ("zzzzzz", "name a chart, a claim, an indicator, a section, or the book"),
        ("trade.turnover@20x", "is not a period"),
        ("trade.turnover@1990", "not known for 1990"),
    ],
)
def test_an_unknown_name_is_told_in_one_sentence(root, imprint, latest, what, said):
    with pytest.raises(DataError) as told:
        exhibits.cited(what, root, latest, imprint)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_an_unknown_name_ends_the_command_with_one_line(cite):
    code, said, complaints = cite("trade-levle")
    assert (code, said) == (1, "")
    assert len(complaints.splitlines()) == 1


def test_an_early_edition_is_cited_as_of_its_day(cite):
    _, said, _ = cite("trade-level", "--cutoff", "2025-09-10", "--style", "csl")
    (item,) = json.loads(said)
    assert item["issued"] == {"date-parts": [[2025, 9, 10]]}
    assert item["edition"].startswith("2025-09-10-")


def test_the_module_needs_no_library_until_it_is_asked():
    code = (
        "import sys, nolimits.citing.citations; print([m for m in ('citeproc', 'pybtex', 'rispy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert done.stdout.strip() == "[]"
