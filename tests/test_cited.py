"""What a scholar takes away is there for every chart and number, tells what it is, and validates against its shapes."""

import hashlib
import json
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from test_site import SECTIONS, soup

from nolimits.citing import exhibits

pytestmark = [
    pytest.mark.xdist_group("site"),
    # rdflib tells of its own plans
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
]
ROOT = Path(__file__).resolve().parents[1]
SHAPES = ROOT / "nolimits/schemas/shapes.ttl"


@pytest.fixture
def charts(latest_site) -> list[str]:
    return sorted(path.name for path in (latest_site / "charts").iterdir() if path.is_dir())


def described(page: Path) -> list[dict]:
    """The records of a page in schema.org's terms, one for each thing."""
    found = [json.loads(node.string) for node in soup(page).select('script[type="application/ld+json"]')]
    return [thing for one in found for thing in one.get("@graph", [one])]


def graph(things: list[dict]) -> rdflib.Graph:
    """Records as triples, with schema.org's terms taken as they are, so that nothing is fetched."""
    told = {"@context": {"@vocab": "https://schema.org/", "isBasedOn": {"@type": "@id"}}, "@graph": things}
    plain = [{key: value for key, value in thing.items() if key != "@context"} for thing in things]
    return rdflib.Graph().parse(
        data=json.dumps(told | {"@graph": plain}), format="json-ld", publicID="https://example.org/"
    )


def faults(things: list[dict]) -> str:
    holds, _, text = pyshacl.validate(graph(things), shacl_graph=str(SHAPES), shacl_graph_format="turtle")
    return "" if holds else text


def test_every_chart_has_all_its_files_its_page_and_its_place_in_the_catalogue(latest_site, charts):
    assert len(charts) >= 40
    listed = {node["href"] for node in soup(latest_site / "chapters/charts.html").select(".catalogue a")}
    assert listed == {f"../charts/{name}.html" for name in charts}
    for name in charts:
        assert (latest_site / f"charts/{name}.html").is_file()
        assert {path.name for path in (latest_site / "charts" / name).iterdir()} == {
            f"{name}.{end}" for end in exhibits.KINDS
        }


def test_the_hashes_that_records_and_the_manifest_tell_are_those_of_the_files(latest_site, charts):
    manifest = json.loads((latest_site / "edition.json").read_text())
    assert set(manifest["charts"]) == set(charts)
    for name in charts:
        folder = latest_site / "charts" / name
        record = json.loads((folder / f"{name}.json").read_text())
        told = {file: about["sha256"] for file, about in manifest["charts"][name]["files"].items()}
        assert told == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        assert record["files"].items() <= {file: record["files"].get(file) for file in told}.items()
        assert all(about["sha256"] == told[file] for file, about in record["files"].items())
        assert record["fingerprint"] == manifest["charts"][name]["fingerprint"]


def test_the_quiet_line_under_each_chart_leads_to_its_page(latest_site):
    for section in SECTIONS:
        for figure in soup(latest_site / f"notebooks/{section}.html").select("figure.exhibit"):
            words = [node.get_text() for node in figure.select(".exhibit-files a")]
            assert words == ["cite", "download", "data", "permalink"]


def test_every_derived_number_can_be_cited_with_its_source_and_edition(latest_site):
    edition = json.loads((latest_site / "edition.json").read_text())["edition"]
    for section in SECTIONS:
        facts = soup(latest_site / f"notebooks/{section}.html").select("a.fact[data-place]")
        assert len(facts) > 10
        for fact in facts:
            assert edition in fact["data-cite"]


def test_every_statement_can_be_cited_with_its_verdict_and_edition(latest_site):
    edition = json.loads((latest_site / "edition.json").read_text())["edition"]
    rows = soup(latest_site / "chapters/ledger.html").select("table.ledger tbody tr")
    assert rows
    for row in rows:
        cited = row.select_one("a.fact")["data-cite"]
        assert row["id"] in cited
        assert f"Verdict: {row.select_one('.badge').get_text()}" in cited
        assert edition in cited


def test_each_chart_page_has_a_citation_the_data_and_the_statements(latest_site, charts):
    for name in charts:
        page = soup(latest_site / f"charts/{name}.html")
        assert all(len(node.get_text()) > 60 for node in page.select(".citation-text"))
        drawn = json.loads((latest_site / f"notebooks/{name.split('-')[0]}.json").read_text())["exhibits"]
        assert name in {one["id"] for one in drawn}
        assert page.select("#data tbody tr")
        assert page.select_one("#claims")


def test_most_charts_bear_on_a_statement_of_the_papers(latest_site, charts):
    bearing = [name for name in charts if soup(latest_site / f"charts/{name}.html").select("#claims tbody tr")]
    assert len(bearing) > len(charts) * 0.8


def test_what_pages_tell_in_schema_orgs_terms_holds_to_the_published_shapes(latest_site, charts):
    pages = [
        latest_site / "chapters/summary.html",
        latest_site / "chapters/dictionary.html",
        latest_site / "chapters/ledger.html",
    ]
    things = [thing for page in (*pages, latest_site / f"charts/{charts[0]}.html") for thing in described(page)]
    assert {"Dataset", "Report", "ClaimReview", "ImageObject"} <= {thing["@type"] for thing in things}
    assert faults(things) == ""


@pytest.mark.parametrize(
    ("kind", "part"),
    [("ImageObject", "license"), ("Dataset", "distribution"), ("Report", "author"), ("ImageObject", "identifier")],
)
def test_a_record_that_lacks_a_part_is_refused(latest_site, charts, kind, part):
    pages = [
        latest_site / "chapters/summary.html",
        latest_site / "chapters/dictionary.html",
        latest_site / f"charts/{charts[0]}.html",
    ]
    things = [thing for page in pages for thing in described(page) if thing["@type"] == kind]
    assert part in things[0]
    assert part in faults([{name: value for name, value in things[0].items() if name != part}])


def test_each_page_tells_who_what_and_when(latest_site):
    for page in ("chapters/summary.html", "notebooks/trade.html", "charts/trade-level.html"):
        found = {
            node.get("name") or node.get("property"): node["content"]
            for node in soup(latest_site / page).select("meta[content]")
        }
        for wanted in (
            "citation_title",
            "citation_author",
            "citation_publication_date",
            "DC.title",
            "DC.identifier",
            "og:title",
            "og:image",
            "og:description",
        ):
            assert found[wanted].strip(), f"{page}: {wanted}"
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", found["citation_publication_date"])


def test_the_shapes_and_schemas_are_published(latest_site):
    published = {path.name for path in (latest_site / "schemas").iterdir()}
    assert {path.name for path in (ROOT / "nolimits/schemas").iterdir()} <= published


def test_no_role_is_left_unanswered_on_any_page(latest_site):
    for page in latest_site.rglob("*.html"):
        if "_static" not in page.parts:
            article = soup(page).select_one("article")
            for code in article.select("code, pre") if article else ():
                code.decompose()
            assert not re.search(r"\{[a-z-]+\}", article.get_text() if article else ""), page
