"""In a real browser, from a plain folder: the console is silent, nothing is fetched from elsewhere, nothing overflows."""

import pytest
import yaml
from browsing import chromium, overheard  # noqa: F401  the fixture
from finished import CONTENTS, ROOT, SECTIONS
from sizes import first, in_turn

from nolimits import manuscript

pytestmark = pytest.mark.xdist_group("site")
CHART = next(call.id for page in manuscript.pages(CONTENTS) for call in page.charts)
PAGES = (
    CONTENTS.root,
    *(f"notebooks/{name}" for name in SECTIONS),
    f"chapters/rows-{SECTIONS[0]}",
    "chapters/registers",
    "chapters/ledger",
    "chapters/dictionary",
    "chapters/charts",
    "chapters/glossary",
    "chapters/verify",
    "chapters/changes",
    "chapters/downloads",
    f"charts/{CHART}",
)
LOOKS = ((1280, "light"), (390, "dark"))
SHOWN = """image => { const style = getComputedStyle(image); return style.display !== 'none'; }"""


@pytest.fixture(params=LOOKS, ids=["desktop", "phone"])
def page(request, chromium):  # noqa: F811
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = overheard(context)
    page.scheme, page.wide = scheme, width > 600
    yield page
    context.close()


@pytest.mark.parametrize(("name", "page"), in_turn(PAGES, LOOKS), indirect=["page"])
def test_a_page_is_silent_local_and_fits(page, latest_site, name):
    page.goto((latest_site / f"{name}.html").as_uri())
    page.wait_for_load_state("networkidle")
    assert page.said == []
    assert [address for address in page.fetched if not address.startswith(("file:", "data:"))] == []
    width, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= seen + 1, "the page scrolls sideways"


@pytest.mark.parametrize("section", first(2, SECTIONS))
def test_each_exhibit_shows_one_picture_that_suits_width_and_theme(page, latest_site, section):
    page.goto((latest_site / f"notebooks/{section}.html").as_uri())
    figures = page.query_selector_all("figure.exhibit")
    assert figures
    for figure in figures:
        shown = [image for image in figure.query_selector_all("img") if image.evaluate(SHOWN)]
        assert len(shown) == 1
        assert shown[0].get_attribute("class").split() == ["wide" if page.wide else "narrow", page.scheme]
        shown[0].scroll_into_view_if_needed()
        page.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=shown[0])


def test_the_index_leads_to_the_first_page(page, latest_site):
    page.goto((latest_site / "index.html").as_uri())
    page.wait_for_url(f"**/{CONTENTS.root}.html")
    assert yaml.safe_load((ROOT / "_config.yml").read_text())["title"] in page.title()


def test_a_fact_can_be_reached_by_keyboard_and_leads_to_its_row(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    fact = page.query_selector("article a.fact[href*='rows-']")
    fact.focus()
    assert page.evaluate("document.activeElement.dataset.tip").strip()
    anchor = fact.get_attribute("href").partition("#")[2]
    fact.press("Enter")
    page.wait_for_load_state()
    assert page.evaluate("id => document.getElementById(id) !== null", anchor)
    assert page.evaluate("id => document.getElementById(id).getBoundingClientRect().height > 0", anchor)


def test_a_click_on_a_number_shows_where_it_comes_from_and_how_to_cite_it(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    fact = page.locator("article a.fact[data-cite]").first
    fact.click()
    card = page.locator(".fact-card")
    assert "Accessed" in card.locator(".citation-text").inner_text()
    assert card.locator("a").first.get_attribute("href") == fact.get_attribute("href")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.said == []


def test_the_marks_of_a_chart_are_walked_by_arrows_and_tell_value_period_and_source(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    field = page.locator(".asked").first
    field.focus()
    first = field.get_attribute("aria-valuetext")
    page.keyboard.press("ArrowRight")
    second = field.get_attribute("aria-valuetext")
    assert first != second
    page.keyboard.press("ArrowLeft")
    assert field.get_attribute("aria-valuetext") == first
    value, source = first.split("\n")
    assert any(sign.isdigit() for sign in value)
    assert ", known " in source
    page.keyboard.press("Enter")
    card = page.locator(".fact-card")
    assert card.locator("p").all_inner_texts()[:2] == [value, source]
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert field.evaluate("field => document.activeElement === field")
    assert page.said == []


def test_a_tap_near_a_mark_opens_its_card_and_leads_to_its_row_and_one_far_away_does_not(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    field, card = page.locator(".asked").first, page.locator(".fact-card")
    field.scroll_into_view_if_needed()
    field.click(position={"x": 2, "y": 2})
    page.keyboard.press("Enter")
    assert card.is_hidden()
    page.keyboard.press("ArrowRight")
    ring = page.locator(".asked .ring").first.bounding_box()
    page.mouse.click(ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2)
    assert card.is_visible()
    page.locator(".fact-card a").first.click()
    page.wait_for_load_state()
    assert page.evaluate("document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null")
    assert page.said == []


@pytest.mark.parametrize("elsewhere", ["article h1", "article a.fact[data-cite]"], ids=["heading", "number"])
def test_a_chart_whose_card_gives_way_to_a_click_elsewhere_has_no_mark_lit(page, latest_site, elsewhere):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    field, ring = page.locator(".asked").first, page.locator(".asked .ring").first
    field.focus()
    page.keyboard.press("Enter")
    assert page.locator(".fact-card").is_visible()
    assert ring.is_visible()
    page.locator(elsewhere).first.click()
    assert page.locator(".fact-card").is_visible() is ("fact" in elsewhere)
    assert ring.is_hidden()


def test_a_chart_whose_card_gives_way_to_that_of_another_has_no_mark_lit(page, latest_site):
    name = next(name for name in SECTIONS if (latest_site / f"notebooks/{name}.html").read_text().count('"asked"') > 1)
    page.goto((latest_site / f"notebooks/{name}.html").as_uri())
    for i in (0, 1):
        page.locator(".asked").nth(i).focus()
        page.keyboard.press("Enter")
        assert page.locator(".fact-card").is_visible()
    assert [page.locator(".asked .ring").nth(i).is_visible() for i in (0, 1)] == [False, True]


def test_a_chart_is_one_stop_of_the_keyboard(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    stops = page.locator("figure.exhibit .plot").first.evaluate(
        "plot => plot.querySelectorAll('a, button, [tabindex=\"0\"]').length"
    )
    assert stops == 1


def test_a_term_is_explained_on_focus_on_a_tap_and_from_the_keyboard(page, latest_site):
    page.goto((latest_site / f"notebooks/{SECTIONS[0]}.html").as_uri())
    term = page.query_selector("article a.term")
    told = term.get_attribute("data-tip")
    assert told == term.get_attribute("aria-description")
    term.focus()
    assert told in page.evaluate("getComputedStyle(document.activeElement, '::after').content").replace("\\", "")
    term.press("Space")
    card = page.query_selector(".fact-card")
    assert card.is_visible()
    assert told in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert term.evaluate("term => term === document.activeElement")
    term.click()
    assert card.is_visible()
    assert "Cite" not in card.inner_text()
    card.query_selector("a").click()
    page.wait_for_load_state()
    assert page.url.partition("#")[0].endswith("chapters/glossary.html")
    assert page.evaluate("document.querySelector('dt:target') !== null")
