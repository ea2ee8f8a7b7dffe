"""What a scholar takes away is there for every chart and number, tells what it is, and validates against its shapes."""

import hashlib
import json
import re
from pathlib import Path

import pyshacl
import pytest
import rdflib
from finished import CONTENTS, ROOT, SECTIONS, soup, told

from nolimits import manuscript
from nolimits.citing import exhibits

pytestmark = [
    pytest.mark.xdist_group("site"),
    # rdflib tells of its own plans
    pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib"),
]


@pytest.fixture
def charts(latest_site) -> list[str]:
    return sorted(path.name for path in (latest_site / "charts").iterdir() if path.is_dir())


def described(page: Path) -> list[dict]:
    """The records of a page in schema.org's terms, one for each thing."""
    found = [json.loads(node.string) for node in soup(page).select('script[type="application/ld+json"]')]
    return [thing for one in found for thing in one.get("@graph", [one])]


def graph(things: list[dict]) -> rdflib.Graph:
    """Records as triples, with schema.org's terms taken as they are, so that nothing is fetched."""
    context = {"@vocab": "https://schema.org/", "isBasedOn": {"@type": "@id"}}
    plain = [{key: value for key, value in thing.items() if key != "@context"} for thing in things]
    data = json.dumps({"@context": context, "@graph": plain})
    return rdflib.Graph().parse(data=data, format="json-ld", publicID="https://example.org/")


def test_every_chart_of_the_manuscript_has_all_its_files_its_page_and_its_place_in_the_catalogue(latest_site, charts):
    assert charts == sorted(call.id for page in manuscript.pages(CONTENTS) for call in page.charts)
    listed = {node["href"] for node in soup(latest_site / "chapters/charts.html").select(".catalogue a")}
    assert listed == {f"../charts/{name}.html" for name in charts}
    for name in charts:
        assert (latest_site / f"charts/{name}.html").is_file()
        held = {path.name for path in (latest_site / "charts" / name).iterdir()}
        assert held == {f"{name}.{end}" for end in exhibits.KINDS}


def test_the_choice_of_charts_leads_to_each_section_without_a_script(latest_site):
    page = soup(latest_site / "chapters/charts.html")
    offered = [node["href"] for node in page.select(".catalogue-choice a[data-section]")]
    assert offered == [f"#{node['id']}" for node in page.select("section.catalogue")]
    assert len(offered) > 1


def test_the_hashes_that_records_and_the_manifest_tell_are_those_of_the_files(latest_site, charts):
    manifest = told(latest_site, "edition")
    assert set(manifest["charts"]) == set(charts)
    for name in charts:
        folder = latest_site / "charts" / name
        record = told(folder, name)
        known = {file: about["sha256"] for file, about in manifest["charts"][name]["files"].items()}
        assert known == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        assert set(record["files"]) == set(known) - {f"{name}.json"}
        assert all(about["sha256"] == known[file] for file, about in record["files"].items())
        assert record["fingerprint"] == manifest["charts"][name]["fingerprint"]


def test_the_quiet_line_under_each_chart_leads_to_its_page(latest_site):
    for section in SECTIONS:
        for figure in soup(latest_site / f"notebooks/{section}.html").select("figure.exhibit"):
            words = [node.get_text() for node in figure.select(".exhibit-files a")]
            assert words == ["cite", "download", "data", "permalink"]
            mark = figure.select_one(".exhibit-files code").text
            assert told(latest_site, "edition")["charts"][figure["id"]]["fingerprint"].startswith(mark)


def test_every_derived_number_can_be_cited_with_its_edition(latest_site):
    edition = told(latest_site, "edition")["edition"]
    for section in SECTIONS:
        facts = soup(latest_site / f"notebooks/{section}.html").select("a.fact[data-place]")
        assert facts
        for fact in facts:
            assert edition in fact["data-cite"]


def test_every_statement_can_be_cited_with_its_verdict_and_edition(latest_site):
    edition = told(latest_site, "edition")["edition"]
    rows = soup(latest_site / "chapters/ledger.html").select("table.ledger tbody tr")
    assert rows
    for row in rows:
        cited = row.select_one("a.fact")["data-cite"]
        assert row["id"] in cited
        assert f"Verdict: {row.select_one('.badge').get_text()}" in cited
        assert edition in cited


def test_each_chart_page_has_a_citation_the_data_and_the_statements(latest_site, charts):
    on_page = {chart: about["page"] for chart, about in told(latest_site, "edition")["charts"].items()}
    for name in charts:
        page = soup(latest_site / f"charts/{name}.html")
        assert all(len(node.get_text()) > 60 for node in page.select(".citation-text"))
        assert name in {one["id"] for one in told(latest_site, on_page[name])["exhibits"]}
        with (latest_site / "charts" / name / f"{name}.csv").open(encoding="utf-8") as table:
            assert bool(page.select("#data tbody tr")) == (len(table.readlines()) > 1)
        assert page.select_one("#claims")


def test_what_pages_tell_in_schema_orgs_terms_holds_to_the_published_shapes(latest_site, charts):
    pages = (CONTENTS.root, "chapters/dictionary", "chapters/ledger", *(f"charts/{name}" for name in charts[:3]))
    things = [thing for page in pages for thing in described(latest_site / f"{page}.html")]
    assert {"Dataset", "Report", "ClaimReview", "ImageObject"} <= {thing["@type"] for thing in things}
    shapes = str(latest_site / "schemas/shapes.ttl")
    holds, _, text = pyshacl.validate(graph(things), shacl_graph=shapes, shacl_graph_format="turtle")
    assert holds, text


def test_each_page_has_a_description_of_its_own(latest_site, charts):
    pages = (*CONTENTS.pages, *(f"charts/{name}" for name in charts))
    told = [soup(latest_site / f"{page}.html").select_one("meta[name=description]")["content"] for page in pages]
    assert len(set(told)) == len(told)


def test_each_page_tells_who_what_and_when(latest_site, charts):
    for page in (*CONTENTS.pages, f"charts/{charts[0]}"):
        found = {
            node.get("name") or node.get("property"): node["content"]
            for node in soup(latest_site / f"{page}.html").select("meta[content]")
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
        shared = found["og:image"]
        assert shared.startswith("http") or (latest_site / page).parent.joinpath(shared).is_file()


def test_the_shapes_and_schemas_are_published(latest_site):
    published = {path.name for path in (latest_site / "schemas").iterdir()}
    assert {path.name for path in (ROOT / "nolimits/schemas").iterdir()} <= published


def test_the_ledger_is_there_for_machines_as_its_schema_says(latest_site):
    from jsonschema import Draft202012Validator

    schema = Draft202012Validator(told(latest_site / "schemas", "claims.schema"))
    assert [error.message[:300] for error in schema.iter_errors(told(latest_site, "claims"))] == []
    assert {one["claim"]: one["verdict"] for one in told(latest_site, "claims")["claims"]} == told(
        latest_site, "edition"
    )["claims"]
