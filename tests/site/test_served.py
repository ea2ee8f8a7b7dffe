"""In a real browser: what is served loads itself anew."""

import threading

import pytest
from browsing import chromium, overheard  # noqa: F401  the fixture

from nolimits.book.serve import Desk, Server

pytestmark = pytest.mark.xdist_group("served")


def test_a_served_page_loads_itself_anew_and_shows_a_fault_until_it_is_mended(chromium, tmp_path):  # noqa: F811
    page_of = "<html><head><title>x</title></head><body><h1>{}</h1></body></html>"
    (tmp_path / "index.html").write_text(page_of.format("Before"))
    desk = Desk()
    with Server(0, desk, print) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        desk.show(tmp_path / "index.html")
        page = overheard(chromium.new_context())
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        for change, words in (
            (lambda: (tmp_path / "index.html").write_text(page_of.format("After")), "After"),
            (lambda: desk.stop("chapters/one.md:3: the number 5 is typed"), "The book cannot be built"),
            (lambda: None, "After"),
        ):
            change()
            if words == "After":
                desk.show(tmp_path / "index.html")
            page.wait_for_selector(f"h1:text('{words}')")
        assert {address.split("/")[2] for address in page.fetched} == {f"127.0.0.1:{server.server_port}"}
        page.context.close()
        server.shutdown()
