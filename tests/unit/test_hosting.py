"""What a host wants of a finished tree: full addresses where there is one, a start, a feed; and a policy in each page."""

import base64
import hashlib
import re

import pytest
from bs4 import BeautifulSoup
from lxml import etree
from trees import NEW, OLD, tree

from nolimits import editions
from nolimits.book.hosting import add_feed, add_hosting, policy
from nolimits.citing.citations import Imprint
from nolimits.editions.headers import headers, merge_headers
from nolimits.editions.snapshots import load
from nolimits.editions.sums import write_sums

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HEAD = '<html lang="en"><head><meta charset="utf-8" /><meta name="viewport" content="a" /><meta name="viewport" content="b">'


def imprint(url: str = "") -> Imprint:
    return Imprint("Wool & Tea?", "Wool", "Two texts disagree.", ({"literal": "The testers"},), url, NEW, NEW[:10])


def hosted(tmp_path, url: str = "", head: str = ""):
    """A tree with all that a host wants, in which one page has some more in its head."""
    made, older = tree(tmp_path / "tree", NEW, number="2%"), tree(tmp_path / "older", OLD)
    (made / "notebooks/trade.html").write_text(f"{HEAD}{head}</head><body></body></html>")
    add_feed(made, imprint(url), [load(older), load(made)])
    add_hosting(made, imprint(url), "notebooks/trade")
    write_sums(made)
    return made


def told(page) -> dict[str, str]:
    """What a page's policy says, by directive."""
    found = BeautifulSoup(page.read_text(), "lxml").select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    return dict(part.strip().split(" ", 1) for part in found.split(";"))


def test_without_an_address_nothing_claims_one(tmp_path):
    made = hosted(tmp_path)
    assert not (made / "sitemap.xml").exists()
    assert (made / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"
    for name in ("index.html", "404.html", "notebooks/trade.html", "feed.xml"):
        text = (made / name).read_text()
        assert "canonical" not in text
        assert "https:" not in text
    assert not BeautifulSoup((made / "404.html").read_text(), "lxml").select("a")


def test_with_an_address_pages_sitemap_and_feed_have_it_in_full(tmp_path):
    made, base = hosted(tmp_path, "https://example.org/b/"), "https://example.org/b"
    page = BeautifulSoup((made / "notebooks/trade.html").read_text(), "lxml")
    assert page.select_one("link[rel=canonical]")["href"] == f"{base}/notebooks/trade.html"
    listed = etree.parse(made / "sitemap.xml").xpath("//*[local-name()='loc']/text()")
    assert listed == [f"{base}/notebooks/trade.html"]
    assert f"Sitemap: {base}/sitemap.xml" in (made / "robots.txt").read_text()
    assert etree.parse(made / "feed.xml").xpath("/a:feed/a:link/@href", namespaces=ATOM)[0] == f"{base}/feed.xml"
    assert f'href="{base}/index.html"' in (made / "404.html").read_text()


def test_the_start_is_a_page_of_its_own_that_leads_on(tmp_path):
    page = BeautifulSoup((hosted(tmp_path) / "index.html").read_text(), "lxml")
    assert (hosted_text := page.decode()).lower().startswith("<!doctype html>"), hosted_text[:80]
    assert (page.html["lang"], page.title.string) == ("en", "Wool")
    assert page.select_one("meta[http-equiv=refresh]")["content"] == "0; url=notebooks/trade.html"
    assert page.select_one("a")["href"] == "notebooks/trade.html"
    assert page.select_one("meta[name=description]")["content"] == "Two texts disagree."


def test_a_page_sets_one_viewport_and_says_first_what_it_may_load(tmp_path):
    text = (hosted(tmp_path) / "notebooks/trade.html").read_text()
    assert len(re.findall("viewport", text)) == 1
    first = [
        node.get("http-equiv") or node.get("name") or node.get("charset")
        for node in BeautifulSoup(text, "lxml").select("meta")
    ]
    assert first[:4] == ["utf-8", "Content-Security-Policy", "referrer", "viewport"]


def test_the_host_needs_no_engine_of_its_own(tmp_path):
    assert (hosted(tmp_path) / ".nojekyll").is_file()


# --- the policy


def test_a_script_in_a_page_runs_by_its_hash_alone_and_data_are_none(tmp_path):
    data = '<script type="application/ld+json">{}</script>'
    found = told(hosted(tmp_path, head=f"<script>a()</script>{data}<style>p{{}}</style>") / "notebooks/trade.html")
    digest = base64.b64encode(hashlib.sha256(b"a()").digest()).decode()
    assert found["script-src"] == f"'self' 'wasm-unsafe-eval' 'sha256-{digest}'"
    assert found["style-src"].startswith("'self' 'sha256-")
    assert "unsafe-inline" not in found["script-src"] + found["style-src"]


def test_a_button_of_the_theme_runs_by_the_hash_of_what_it_does(tmp_path):
    button = '<button title="x"\n onclick="say(&quot;a&quot;)">a</button><p>one onclick="b"</p>'
    found = told(hosted(tmp_path, head=button) / "notebooks/trade.html")
    digest = base64.b64encode(hashlib.sha256(b'say("a")').digest()).decode()
    assert set(found["script-src"].split()[2:]) == {"'unsafe-hashes'", f"'sha256-{digest}'"}
    assert "unsafe-hashes" not in "".join(told(tmp_path / "tree/index.html").values())


def test_a_host_whose_script_a_page_names_is_let_in_and_no_other(tmp_path):
    script = '<script async src="https://stats.example.org/s.js"></script><script src="../_static/own.js"></script>'
    found = told(hosted(tmp_path, head=script) / "notebooks/trade.html")
    assert found["script-src"].split() == ["'self'", "'wasm-unsafe-eval'", "https://stats.example.org"]
    assert found["connect-src"] == "'self' https://stats.example.org"
    assert "https" not in "".join(told(tmp_path / "tree/index.html").values())


@pytest.mark.parametrize(
    ("markup", "where"),
    [
        ('<img alt="" src="https://maps.example.org/map.png"/>', "img-src"),
        ('<iframe width="3" src="https://maps.example.org/a"></iframe>', "frame-src"),
        ('<video><source src="//maps.example.org/a.mp4"></video>', "media-src"),
    ],
)
def test_a_host_of_what_a_page_shows_is_let_in_to_be_seen_and_runs_nothing(tmp_path, markup, where):
    found = told(hosted(tmp_path, head=markup) / "notebooks/trade.html")
    assert found[where].split()[-1] == "https://maps.example.org"
    assert "maps" not in found["script-src"] + found["connect-src"]
    assert "maps" not in "".join(told(tmp_path / "tree/index.html").values())


def test_a_page_that_shows_only_what_is_its_own_frames_nothing(tmp_path):
    found = told(
        hosted(tmp_path, head='<img src="../_images/a.png"/><p>src="https://x.example"</p>') / "notebooks/trade.html"
    )
    assert found["img-src"] == "'self' data:"
    assert "frame-src" not in found


def test_headers_allow_what_any_page_allows_and_forbid_to_be_framed(tmp_path):
    made = hosted(tmp_path, head="<script>a()</script>")
    own, sent = told(made / "notebooks/trade.html"), (made / "_headers").read_text()
    assert own["script-src"] in sent
    assert "frame-ancestors 'none'" in sent
    first, *others = sent.splitlines()
    assert first == "/*"
    assert {"  X-Content-Type-Options: nosniff", "  Permissions-Policy: camera=(), geolocation=(), microphone=()"} <= {
        *others
    }


def test_headers_of_several_editions_allow_what_each_needs():
    one, two = (headers(policy([f"'sha256-{name}'"], [], []), "origin") for name in "ab")
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-a' 'sha256-b';" in merge_headers([one, two])
    assert "default-src 'none';" in merge_headers([one, two])
    assert merge_headers([one]) == one


# --- the feed


def entries(path) -> list[tuple[str, str, str]]:
    found = etree.parse(path).xpath("/a:feed/a:entry", namespaces=ATOM)
    read = ("a:title/text()", "a:link/@href", "a:summary/text()")
    return [tuple(one.xpath(part, namespaces=ATOM)[0] for part in read) for one in found]


def test_the_feed_tells_each_edition_the_newest_first_with_what_it_changed(tmp_path):
    assert entries(hosted(tmp_path) / "feed.xml") == [
        ("Edition of 31 March 2026", "index.html", "Since the edition of 10 September 2025 these differ: 1 number."),
        ("Edition of 10 September 2025", "index.html", "The first edition here."),
    ]


def test_a_feed_has_what_atom_demands_and_its_identifiers_stay(tmp_path):
    made = hosted(tmp_path)
    root = etree.parse(made / "feed.xml").getroot()
    for part in ("a:title", "a:id", "a:updated", "a:author/a:name", "a:entry/a:id", "a:entry/a:updated"):
        assert all(root.xpath(f"{part}/text()", namespaces=ATOM)), part
    ids = root.xpath("//a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == 3
    (tmp_path / "again").mkdir()
    again = etree.parse(hosted(tmp_path / "again", "https://example.org") / "feed.xml")
    assert again.xpath("//a:id/text()", namespaces=ATOM) == ids


def test_the_feed_of_a_site_leads_to_each_edition(tmp_path):
    older = tree(tmp_path / "first", OLD)
    add_feed(older, imprint(), [load(older)])
    add_hosting(older, imprint(), "notebooks/trade")
    write_sums(older)
    for made in (older, hosted(tmp_path)):
        editions.publish(made, tmp_path / "site")
    assert [one[1] for one in entries(tmp_path / "site/feed.xml")] == [f"editions/{k}/index.html" for k in (NEW, OLD)]


@pytest.mark.parametrize("name", ["robots.txt", "404.html", "_headers", ".nojekyll", "index.html"])
def test_what_a_host_wants_lies_at_the_root_of_a_site(tmp_path, name):
    editions.publish(hosted(tmp_path), tmp_path / "site")
    assert (tmp_path / "site" / name).is_file()


def test_what_unfolds_is_called_what_it_shows(tmp_path):
    folded = '<details><summary aria-label="Toggle hidden content"><span>Show the code</span></summary></details>'
    page = BeautifulSoup((hosted(tmp_path, head=folded) / "notebooks/trade.html").read_text(), "lxml")
    assert [one.get("aria-label") for one in page.select("summary")] == [None]
