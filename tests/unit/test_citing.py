"""What can be taken away of a chart, what pages tell machines, and how a thing is found by its name to be cited."""

import base64
import csv
import dataclasses
import hashlib
import io
import json
from functools import partial
from pathlib import Path

import pyshacl
import pytest
import rdflib
from bs4 import BeautifulSoup
from conftest import known_by
from jsonschema import Draft202012Validator
from manuscripts import Manuscript

import nolimits
from nolimits import charts, manuscript
from nolimits.citing import citations, exhibits, meta
from nolimits.citing.citations import Imprint
from nolimits.citing.naming import citation_of
from nolimits.data import DataError
from nolimits.editions import snapshots

EDITION = "2024-01-20-0123456789ab"
IMPRINT = Imprint(
    "Wool and Tea?", "Wool", "Two texts disagree.", ({"literal": "The testers"},), "", EDITION, "2024-01-20"
)
SITED = Imprint(*list(vars(IMPRINT).values())[:4], "https://example.org/b/", EDITION, "2024-01-20")
HOSTILE = '</script><script>alert(1)</script>"'


@pytest.fixture(scope="module")
def view():
    return known_by()


@pytest.fixture(scope="module")
def bundle(view) -> dict:
    """What a notebook keeps of a chart."""
    words = {"headline": "Wool <rose>", "subtitle": "By year", "caption": "By *customs*.", "alt": "A line of wool."}
    return charts.lines(view, "wool.turnover", kind="year", id="trade-chart", **words).bundle()


@pytest.fixture(scope="module")
def files(bundle, view) -> dict[str, bytes]:
    return exhibits.files(bundle, view, IMPRINT)


# --- the files of a chart


def test_a_chart_has_all_its_files(files):
    assert set(files) == {f"trade-chart.{end}" for end in exhibits.KINDS}
    assert files["trade-chart.svg"].startswith(b"<?xml") or files["trade-chart.svg"].startswith(b"<svg")
    assert files["trade-chart.png"].startswith(b"\x89PNG")
    assert files["trade-chart.pdf"].startswith(b"%PDF")


def test_pictures_are_those_of_the_notebook(files, bundle):
    assert files["trade-chart.svg"].decode() == bundle["frame"]
    assert files["trade-chart.png"] == base64.b64decode(bundle["png"])
    assert files["trade-chart.pdf"] == base64.b64decode(bundle["pdf"])


def test_pictures_carry_the_identity_of_their_chart(files, bundle):
    told = f"trade-chart {bundle['fingerprint']}".encode()
    assert all(told in files[f"trade-chart.{end}"] for end in ("svg", "png", "pdf"))
    assert all(
        bundle["fingerprint"].encode() in files[f"trade-chart.{end}"] for end in ("bib", "ris", "csl.json", "json")
    )


def test_citations_are_those_of_the_chart(files, bundle, view):
    item = citations.chart_item(IMPRINT, bundle, view)
    assert files["trade-chart.bib"].decode() == citations.bibtex(item)
    assert files["trade-chart.ris"].decode() == citations.ris(item)
    assert files["trade-chart.csl.json"].decode() == citations.csl(item)


def test_the_table_holds_the_records_as_drawn(files, bundle):
    rows = list(csv.DictReader(io.StringIO(files["trade-chart.csv"].decode(), newline="")))
    assert [(row["period_start"], float(row["value"])) for row in rows] == [
        ("2019-01-01", 150.0),
        ("2020-01-01", 180.0),
        ("2021-01-01", 220.0),
        ("2022-01-01", 189.0),
        ("2023-01-01", 196.0),
    ]
    assert list(rows[0]) == exhibits.reader_columns(bundle["records"])


def test_the_record_tells_words_identity_sources_and_the_other_files(files, bundle):
    told = json.loads(files["trade-chart.json"])
    schema = json.loads(snapshots.schemas()["chart.schema.json"])
    assert [error.message for error in Draft202012Validator(schema).iter_errors(told)] == []
    assert (told["id"], told["kind"], told["headline"], told["caption"]) == (
        "trade-chart",
        "lines",
        "Wool <rose>",
        "By customs.",
    )
    assert (told["subtitle"], told["alt"], told["unit"]) == ("By year", "A line of wool.", bundle["unit"])
    assert (told["cutoff"], told["edition"], told["fingerprint"]) == ("2024-01-20", EDITION, bundle["fingerprint"])
    assert told["source_line"] == "Source: Customs; as known by 20 January 2024"
    assert told["sources"][0] == {
        "source": bundle["sources"][0],
        "publisher": "Customs",
        "title": "Wool of 2020-01-20",
        "url": "https://example.org/customs-2020-01-20-wool",
        "published": "20 January 2020",
    }
    assert set(told["files"]) == set(files) - {"trade-chart.json"}
    for name, about in told["files"].items():
        assert about == {"sha256": hashlib.sha256(files[name]).hexdigest(), "bytes": len(files[name])}
    assert set(told["citation"]["text"]) == {"apa", "chicago"}
    assert told["citation"]["item"]["title"] == "Wool <rose>"


@pytest.mark.parametrize("lost", ["fingerprint", "files", "licence", "citation"])
def test_a_record_that_lacks_a_part_is_refused_by_the_schema(files, lost):
    told = json.loads(files["trade-chart.json"])
    told.pop(lost)
    schema = json.loads(snapshots.schemas()["chart.schema.json"])
    assert any(lost in error.message for error in Draft202012Validator(schema).iter_errors(told))


def test_columns_are_in_the_order_in_which_a_reader_looks_for_them():
    rows = [{"source": "s", "value": 1, "zebra": 1, "known_on": "d"}, {"label": "l", "apple": 1, "panel": "p"}]
    assert exhibits.reader_columns(rows) == ["panel", "label", "value", "apple", "zebra", "known_on", "source"]
    assert exhibits.reader_columns([]) == []


def test_cells_of_a_table_are_text_numbers_or_json(bundle, view):
    record = {"label": "a,b", "value": None, "sources": ["s", "t"], "at": {"é": 1}}
    table = exhibits.files(bundle | {"records": [record, {"label": "c"}]}, view, IMPRINT)["trade-chart.csv"].decode()
    assert table.splitlines() == ["label,value,at,sources", '"a,b",,"{""é"": 1}","[""s"", ""t""]"', "c,,,"]


def test_an_empty_chart_has_a_table_with_a_head(bundle, view):
    assert exhibits.files(bundle | {"records": []}, view, IMPRINT)["trade-chart.csv"] == b"label,value\n"


# --- what pages tell


def told(*asked, **options) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for _, name, content in meta.tags(*asked, **options):
        found.setdefault(name, []).append(content)
    return found


def test_a_page_tells_who_what_and_when():
    found = told(IMPRINT, "notebooks/trade", "Trade", None, ("card.png", "A line"))
    assert found["citation_title"] == found["DC.title"] == found["og:title"] == ["Trade"]
    assert found["citation_author"] == found["DC.creator"] == ["The testers"]
    assert (found["citation_publication_date"], found["DC.date"]) == (["2024/01/20"], ["2024-01-20"])
    assert (
        found["description"] == found["og:description"] == ["Trade. Two texts disagree. As known by 20 January 2024."]
    )
    assert (found["og:image"], found["og:image:alt"], found["DC.type"]) == (["../card.png"], ["A line"], ["Text"])
    assert (found["citation_inbook_title"], found["og:site_name"]) == (["Wool and Tea?"], ["Wool"])
    assert found["DC.identifier"] == ["notebooks/trade.html"]
    assert found["DC.rights"] == [meta.CC_BY]
    assert not {"og:url", "citation_public_url"} & set(found)


def test_a_page_is_described_by_what_it_begins_with():
    found = told(IMPRINT, "notebooks/trade", "Trade", None, ("", ""), "Trade fell.")
    assert found["description"] == ["Trade fell. As known by 20 January 2024."]


def test_once_the_site_has_an_address_a_page_tells_its_own_and_its_permanent_one():
    found = told(SITED, "notebooks/trade", "Trade", None, ("card.png", "A line"))
    permanent = f"https://example.org/b/editions/{EDITION}/notebooks/trade.html"
    assert found["DC.identifier"] == found["citation_public_url"] == [permanent]
    assert found["og:url"] == ["https://example.org/b/notebooks/trade.html"]
    assert found["og:image"] == ["https://example.org/b/card.png"]


def test_a_chart_s_page_tells_of_the_chart(bundle):
    found = told(IMPRINT, "charts/trade-chart", "It rose", bundle, ("card.png", "A line"))
    assert found["description"] == ["It rose. By customs."]
    assert found["og:image"] == ["../charts/trade-chart/trade-chart.share.png"]
    assert (found["og:image:alt"], found["DC.type"]) == (["A line of wool."], ["Image"])


def test_names_of_properties_and_of_names_are_kept_apart():
    kinds = {name: kind for kind, name, _ in meta.tags(SITED, "index", "x", None, ("", ""))}
    assert {kind for name, kind in kinds.items() if name.startswith("og:")} == {"property"}
    assert {kind for name, kind in kinds.items() if not name.startswith("og:")} == {"name"}


def test_persons_are_named_family_first_and_need_no_given_names():
    authors = ({"family": "Doe", "given": "Jane"}, {"family": "Plato"}, {"literal": "The testers"})
    imprint = Imprint("B", "B", "", authors, "", EDITION, "2024-01-20")
    found = told(imprint, "index", "x", None, ("", ""))
    assert found["citation_author"] == ["Doe, Jane", "Plato", "The testers"]
    assert imprint.names == ("Jane Doe", "Plato", "The testers")
    assert meta.publisher(imprint) == [
        {"@type": "Person", "familyName": "Doe", "givenName": "Jane"},
        {"@type": "Person", "familyName": "Plato"},
        {"@type": "Organization", "name": "The testers"},
    ]


def test_tags_are_lines_in_which_nothing_is_markup():
    made = meta.tag_lines([("name", "description", f"a\n b {HOSTILE}"), ("property", "og:title", "x")])
    lines = BeautifulSoup(made, "lxml").select("meta")
    assert (lines[0]["name"], lines[0]["content"]) == ("description", f"a b {HOSTILE}")
    assert (lines[1]["property"], lines[1]["content"]) == ("og:title", "x")
    assert not BeautifulSoup(made, "lxml").select("script")
    assert made.count("\n") == 2


# --- schema.org


def graph(things: list[dict]) -> rdflib.Graph:
    """Records as triples, with schema.org's terms taken as they are, so that nothing is fetched."""
    context = {"@vocab": "https://schema.org/", "isBasedOn": {"@type": "@id"}}
    plain = [{key: value for key, value in thing.items() if key != "@context"} for thing in things]
    data = json.dumps({"@context": context, "@graph": plain})
    return rdflib.Graph().parse(data=data, format="json-ld", publicID="https://example.org/")


def faults(things: list[dict], tmp_path: Path) -> str:
    shapes = tmp_path / "shapes.ttl"
    shapes.write_text(snapshots.schemas()["shapes.ttl"])
    holds, _, text = pyshacl.validate(graph(things), shacl_graph=str(shapes), shacl_graph_format="turtle")
    return "" if holds else text


def records(tables, bundle) -> dict[str, dict]:
    """What pages tell of the data, the book and a chart; shapes want more words on the data than the tables have."""
    path = tables.folder / "datapackage.yaml"
    short = "Two countries that are not, for tests."
    path.write_text(path.read_text().replace(short, f"{short} What tests expect of them is worked out by hand."))
    return {
        "Dataset": meta.dataset(tables.view(), IMPRINT),
        "Report": meta.report_data(IMPRINT, "chapters/summary"),
        "ImageObject": meta.image(bundle, IMPRINT),
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_records_hold_to_the_published_shapes(frozen_tables, bundle, tmp_path):
    assert faults(list(records(frozen_tables, bundle).values()), tmp_path) == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("kind", "part"),
    [("ImageObject", "license"), ("Dataset", "distribution"), ("Report", "author"), ("ImageObject", "identifier")],
)
def test_a_record_that_lacks_a_part_does_not(frozen_tables, bundle, tmp_path, kind, part):
    thing = records(frozen_tables, bundle)[kind]
    assert thing.pop(part)
    assert part in faults([thing], tmp_path)


def test_the_data_are_told_with_what_is_measured_and_where_they_are(view):
    made = meta.dataset(view, IMPRINT)
    assert (made["@type"], made["name"], made["version"]) == ("Dataset", "Norland and Sudland", EDITION)
    assert made["temporalCoverage"] == "2010-01-01/2024-01-20"
    assert [one["name"] for one in made["spatialCoverage"]] == ["Norland", "Sudland"]
    assert made["variableMeasured"][0] == {
        "@type": "PropertyValue",
        "name": "Bank rate",
        "propertyID": "bank.rate",
        "unitText": "percent",
        "description": "Bank rate.",
    }
    assert len(made["variableMeasured"]) == len(view.indicators)
    assert [one["contentUrl"] for one in made["distribution"][:3]] == [
        "../data.zip",
        "../data/datapackage.json",
        "../data/indicators.csv",
    ]
    early = meta.dataset(known_by("2020-01-31"), SITED)
    assert early["temporalCoverage"] == "2010-01-01/2020-01-31"
    assert early["url"] == f"https://example.org/b/editions/{EDITION}/chapters/dictionary.html"


def test_the_book_is_a_report_that_rests_on_the_data():
    made = meta.report_data(SITED, "chapters/summary")
    assert made["isBasedOn"] == {"@id": meta.dataset(known_by(), SITED)["@id"]}
    assert "isBasedOn" not in meta.report_data(SITED, "chapters/summary", described=False)
    assert (made["name"], made["abstract"]) == ("Wool and Tea?", "Two texts disagree.")
    assert (made["datePublished"], made["version"]) == ("2024-01-20", EDITION)
    assert made["url"].endswith("/chapters/summary.html")


@pytest.mark.parametrize(
    ("short", "name"), [("No Limits?", "no-limits"), ("Über Wolle", "uber-wolle"), ("Шерсть", "book")]
)
def test_a_books_files_are_called_by_its_title(short, name):
    assert dataclasses.replace(IMPRINT, short=short).file_name == name


def test_a_shared_link_shows_a_picture_only_where_there_is_one():
    bare = {name for _, name, _ in meta.tags(IMPRINT, "chapters/summary", "Wool", None, ("", ""))}
    shown = {name for _, name, _ in meta.tags(IMPRINT, "chapters/summary", "Wool", None, ("card.png", "A card"))}
    assert "og:image" in shown
    assert "og:image" not in bare


def test_a_chart_is_an_image_with_its_licence_and_its_data(bundle):
    made = meta.image(bundle, IMPRINT)
    assert (made["name"], made["caption"], made["description"]) == ("Wool <rose>", "By customs.", "A line of wool.")
    assert (made["contentUrl"], made["isBasedOn"]) == (
        "../charts/trade-chart/trade-chart.png",
        ["../charts/trade-chart/trade-chart.csv"],
    )
    assert (made["license"], made["identifier"]) == (meta.CC_BY, bundle["fingerprint"])
    assert made["creditText"] == "The testers; Source: Customs; as known by 20 January 2024"
    assert made["copyrightNotice"].endswith("The testers")


def test_nothing_in_a_record_ends_its_script():
    made = meta.json_script({"name": HOSTILE})
    (script,) = BeautifulSoup(made, "lxml").select("script")
    assert json.loads(script.string) == {"name": HOSTILE}


# --- by name


@pytest.fixture
def cited(frozen_tables, bundle):
    """Finds a thing of a small book by its name, and gives its item."""
    book = Manuscript(frozen_tables, summary="Words.", method="More.")
    book.notebook("trade", "wool.turnover", "year", "2021")
    pages = {page.name: page for page in manuscript.pages(manuscript.contents(book.root))}
    drawn = []

    def draw(page, name):
        drawn.append((page.name, name))
        return bundle

    find = partial(citation_of, pages=pages, view=frozen_tables.view(), imprint=IMPRINT, drawn=draw)
    find.drawn = drawn
    return find


@pytest.mark.parametrize(
    ("what", "path", "kind"),
    [
        ("trade-chart", "charts/trade-chart.html", "figure"),
        ("l001", "chapters/ledger.html#l001", "entry"),
        ("wool.turnover", "chapters/rows-trade.html#wool.turnover.2023", "dataset"),
        ("wool.turnover@2022", "chapters/rows-trade.html#wool.turnover.2022", "dataset"),
        ("wool.turnover@latest", "chapters/rows-trade.html#wool.turnover.2023", "dataset"),
        ("trade", "notebooks/trade.html", "chapter"),
        ("method", "chapters/method.html", "chapter"),
        ("book", "index.html", "book"),
    ],
)
def test_anything_in_the_book_is_found_by_its_name(cited, what, path, kind):
    item = cited(what)
    assert item["custom"]["path"].startswith(path)
    assert item["type"] == kind


def test_a_chart_is_asked_of_the_page_that_shows_it(cited):
    cited("trade-chart")
    assert cited.drawn == [("notebooks/trade", "trade-chart")]


def test_a_page_is_cited_by_its_title(cited):
    assert cited("method")["title"] == "Method"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("trade-cahrt", "nothing is called 'trade-cahrt': perhaps trade-chart"),
        ("wool.turnovr@2024", "perhaps wool.turnover"),
        ("l0011", "l001"),
        ("chart", "perhaps trade-chart"),
        ("zzzzzz", "name a chart, a claim, an indicator, a section, or the book"),
        ("", "name a chart, a claim, an indicator, a section, or the book"),
        ("wool.turnover@20x", "is not a period"),
        ("wool.turnover@1990", "not known for 1990"),
    ],
)
def test_an_unknown_name_is_told_in_one_sentence(cited, what, said):
    with pytest.raises(DataError) as told:
        cited(what)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def test_the_schemas_lie_in_the_package():
    assert (Path(nolimits.__file__).parent / "schemas/chart.schema.json").is_file()
