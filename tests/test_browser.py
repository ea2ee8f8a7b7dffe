"""In a real browser, from a plain folder: the console is silent, nothing is fetched from elsewhere, nothing overflows."""

import shutil

import pytest
from playwright.sync_api import sync_playwright
from test_site import SECTIONS

pytestmark = pytest.mark.xdist_group("site")
PAGES = (
    "chapters/summary.html",
    *(f"notebooks/{name}.html" for name in SECTIONS),
    "chapters/rows-trade.html",
    "chapters/registers.html",
    "chapters/ledger.html",
    "chapters/dictionary.html",
    "chapters/charts.html",
    "chapters/verify.html",
    "chapters/changes.html",
    "chapters/downloads.html",
    "charts/trade-level.html",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOWN = """image => { const style = getComputedStyle(image); return style.display !== 'none'; }"""


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium: Playwright's own or the system's; a failure with the remedy where there is none."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Exception as error:
            pytest.fail(f"no Chromium can be started: install one by `apt install chromium` ({str(error)[:200]})")
        yield browser
        browser.close()


def overheard(context):
    """A new page that notes what it says to the console and what it fetches."""
    page = context.new_page()
    page.said, page.fetched = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("requestfailed", lambda request: page.said.append(f"failed: {request.url}"))
    page.on("request", lambda request: page.fetched.append(request.url))
    return page


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desktop", "phone"])
def page(request, chromium):
    width, scheme = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = overheard(context)
    page.scheme, page.wide = scheme, width > 600
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_silent_local_and_fits(page, latest_site, name):
    page.goto((latest_site / name).as_uri())
    page.wait_for_load_state("networkidle")
    assert page.said == []
    assert [address for address in page.fetched if not address.startswith(("file:", "data:"))] == []
    width, seen = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width <= seen + 1, "the page scrolls sideways"


@pytest.mark.parametrize("section", SECTIONS)
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


def test_the_index_leads_to_the_summary(page, latest_site):
    page.goto((latest_site / "index.html").as_uri())
    page.wait_for_url("**/summary.html")
    assert "No Limits?" in page.title()


def test_a_fact_can_be_reached_by_keyboard_and_leads_to_its_row(page, latest_site):
    page.goto((latest_site / "notebooks/trade.html").as_uri())
    fact = page.query_selector("article a.fact[href*='rows-']")
    fact.focus()
    assert page.evaluate("document.activeElement.dataset.tip").strip()
    anchor = fact.get_attribute("href").partition("#")[2]
    fact.press("Enter")
    page.wait_for_load_state()
    assert page.evaluate("id => document.getElementById(id) !== null", anchor)
    assert page.evaluate("id => document.getElementById(id).getBoundingClientRect().height > 0", anchor)


def test_a_click_on_a_number_shows_where_it_comes_from_and_how_to_cite_it(page, latest_site):
    page.goto((latest_site / "notebooks/trade.html").as_uri())
    fact = page.locator("article a.fact[data-cite]").first
    fact.click()
    card = page.locator(".fact-card")
    assert "Accessed" in card.locator(".citation-text").inner_text()
    assert card.locator("a").first.get_attribute("href") == fact.get_attribute("href")
    page.keyboard.press("Escape")
    assert card.is_hidden()
    assert page.said == []
