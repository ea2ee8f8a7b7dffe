"""The book is served to this machine only; no fault ends the serving, and a page shows what is wrong with the book."""

import http.client
import itertools
import socket
import threading
from pathlib import Path

import pytest

from nolimits.book.parameters import BuildError
from nolimits.book.serve import RELOAD, Desk, Server, make_and_show, source_changes
from nolimits.data import DataError

PAGE = b"<html><head><title>One</title></head><body>Fine.</body></html>"


@pytest.fixture
def tree(tmp_path) -> Path:
    """A finished book of two files in two folders."""
    (tmp_path / "html/pages").mkdir(parents=True)
    for name in ("index.html", "pages/one.html"):
        (tmp_path / "html" / name).write_bytes(PAGE)
    (tmp_path / "html/style.css").write_text("p {}")
    return tmp_path / "html"


class Serving:
    """A server that runs, what it said, and answers to requests."""

    def __init__(self, tree: Path) -> None:
        self.said: list[str] = []
        self.desk = Desk()
        self.tree = tree
        self.server = Server(0, self.desk, self.said.append)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def get(self, path: str, host: str | None = "127.0.0.1", method: str = "GET"):
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host=True)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def try_to(self, make) -> None:
        make_and_show(make, self.desk, self.said.append)


@pytest.fixture
def serving(tree):
    made = Serving(tree)
    made.desk.show(tree / "index.html")
    yield made
    made.server.shutdown()
    made.server.server_close()


# --- what is served


def test_pages_and_files_are_served_and_never_kept_by_a_browser(serving):
    for path in ("/", "/index.html", "/pages/one.html"):
        status, headers, body = serving.get(path)
        assert (status, headers["Cache-Control"]) == (200, "no-store")
        assert b"Fine." in body
        assert int(headers["Content-Length"]) == len(body)
    status, headers, body = serving.get("/style.css")
    assert (status, headers["Cache-Control"], body) == (200, "no-store", b"p {}")


def test_only_served_pages_hold_the_script_and_it_asks_this_server_alone(serving):
    state = serving.desk.state
    _, _, body = serving.get("/pages/one.html")
    assert f'<script src="/-/reload.js" data-state="{state}" defer></script></head>'.encode() in body
    assert (serving.tree / "pages/one.html").read_bytes() == PAGE
    assert serving.get("/-/reload.js")[2] == RELOAD.read_bytes()
    assert b"//" not in RELOAD.read_bytes().replace(b"// ", b"")
    assert serving.get("/-/state")[2] == state.encode()


def test_a_head_of_a_page_has_no_body(serving):
    status, headers, body = serving.get("/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > len(PAGE)


@pytest.mark.parametrize(
    "path",
    ["/none.html", "/none", "/none/", "/%00", "/%00.html", "/a%00/b.css", "/%ED%A0%80", "/%ff.html", "/" + "a" * 5000],
)
def test_what_is_not_there_is_not_found_without_a_word(serving, path, capfd):
    assert serving.get(path)[0] == 404
    assert serving.said == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("path", ["/../secret.html", "/%2e%2e/secret.html", "/pages/../../secret.html"])
def test_nothing_outside_of_the_book_is_served(serving, path):
    (serving.tree.parent / "secret.html").write_text("secret")
    assert b"secret</" not in serving.get(path)[2]
    assert serving.get(path)[0] == 404


# --- to whom


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:65535"])
def test_this_machine_is_answered(serving, host):
    assert serving.get("/", host)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "example.org",
        "example.org:8000",
        "127.0.0.1.example.org",
        "localhost.evil",
        "127.0.0.2",
        "localhost:x",
    ],
)
@pytest.mark.parametrize("path", ["/", "/style.css", "/-/state", "/%00"])
def test_a_page_of_another_host_is_not(serving, host, path):
    status, _, body = serving.get(path, host)
    assert status == 421
    assert b"Fine." not in body


def test_a_browser_that_hangs_up_is_no_news(serving, capfd):
    (serving.tree / "large.bin").write_bytes(b"x" * 20_000_000)
    for asked in (b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n", b"GET /", b"", b"\x16\x03\x01\x00\r\n"):
        with socket.create_connection(("127.0.0.1", serving.port)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # a reset, not a goodbye
            one.sendall(asked)
            if asked.endswith(b"\r\n\r\n"):
                one.recv(10)
    assert serving.get("/")[0] == 200
    assert serving.said == []
    assert capfd.readouterr() == ("", "")


def test_a_port_that_is_taken_is_one_sentence(serving):
    with pytest.raises(BuildError, match=rf"--port {serving.port}: cannot be served on \(address already in use\)"):
        Server(serving.port, Desk(), print)
    with pytest.raises(BuildError, match=r"--port 70000: cannot be served on .*: name another port"):
        Server(70000, Desk(), print)


# --- what is wrong with the book


def raising(error: Exception):
    def make() -> Path:
        raise error

    return make


FAULTS = {
    "the data do not hold:\ndata/observations.csv:3:value: not a number": BuildError,
    "notebooks/trade.ipynb, cell 2: the code cannot be read: invalid syntax in line 1": DataError,
    "[Errno 28] No space left on device: 'x'": OSError,
}


@pytest.mark.parametrize("said", FAULTS)
def test_a_fault_stands_in_place_of_the_pages_and_goes_when_the_book_is_right(serving, said):
    before = serving.desk.state
    serving.try_to(
        raising(FAULTS[said](said) if FAULTS[said] is not OSError else OSError(28, "No space left on device", "x"))
    )
    for path in ("/", "/pages/one.html", "/pages/new.html"):
        status, headers, body = serving.get(path)
        assert (status, headers["Cache-Control"]) == (500, "no-store")
        assert b"The book cannot be built" in body
        assert all(line.replace("'", "&#39;").encode() in body for line in said.splitlines())
        assert b"Fine." not in body
        assert f'data-state="{serving.desk.state}"'.encode() in body
    assert serving.get("/style.css")[0] == 200
    assert serving.get("/-/state")[2] == serving.desk.state.encode() != before.encode()
    assert serving.said == [f"the last good book stays: {said}"]
    broken = serving.desk.state
    serving.try_to(lambda: serving.tree / "index.html")
    assert b"Fine." in serving.get("/")[2]
    assert serving.desk.state not in (before, broken)


def test_a_fault_that_nobody_foresaw_is_one_line_and_serving_goes_on(serving):
    serving.try_to(raising(KeyError("a\nb")))
    (told,) = serving.said
    assert told.startswith("the last good book stays: the build failed in a way that nobody foresaw: KeyError: ")
    assert "\n" not in told
    assert serving.get("/")[0] == 500


def test_what_a_fault_tells_is_text_and_no_markup(serving):
    serving.try_to(raising(DataError("a <script>alert(1)</script>")))
    assert b"&lt;script&gt;alert" in serving.get("/")[2]


def test_while_a_book_is_finished_its_pages_are_shown_as_bound_and_all_else_as_it_was(serving, tmp_path):
    (tmp_path / "bound/pages").mkdir(parents=True)
    (tmp_path / "bound/pages/one.html").write_bytes(PAGE.replace(b"Fine", b"Finer, of edition 0000"))
    before = serving.desk.state

    def make() -> Path:
        serving.desk.glimpse(tmp_path / "bound", {"0000": "abcd"})
        assert b"Finer, of edition abcd." in serving.get("/pages/one.html")[2]
        assert (b"Fine." in serving.get("/")[2], serving.get("/style.css")[2]) == (True, b"p {}")
        assert serving.desk.state != before
        (serving.tree / "pages/one.html").write_bytes(PAGE.replace(b"Fine", b"Finer"))
        return serving.tree / "index.html"

    serving.try_to(make)
    assert b"Finer." in serving.get("/pages/one.html")[2]


def test_whoever_has_seen_a_page_as_bound_need_not_load_it_anew_but_for_a_fault(serving, tmp_path):
    serving.desk.glimpse(tmp_path, {})
    seen = serving.desk.state
    serving.desk.show(serving.tree / "index.html")
    assert serving.desk.state == seen
    serving.desk.show(serving.tree / "index.html")
    assert serving.desk.state != seen
    serving.desk.glimpse(tmp_path, {})
    serving.desk.stop("no space left")
    assert (serving.get("/")[0], serving.get("/style.css")[2]) == (500, b"p {}")


def test_the_pages_of_a_first_book_are_shown_as_soon_as_they_are_bound(tree):
    made = Serving(tree)
    try:
        made.desk.glimpse(tree, {})
        assert (made.get("/pages/one.html")[0], made.get("/none.css")[0]) == (200, 404)
    finally:
        made.server.shutdown()
        made.server.server_close()


def test_ctrl_c_is_no_fault_of_the_book(serving):
    with pytest.raises(KeyboardInterrupt):
        serving.try_to(raising(KeyboardInterrupt()))


def test_before_the_first_book_its_pages_say_so(tree):
    made = Serving(tree)
    try:
        status, _, body = made.get("/pages/one.html")
        assert (status, b"The book is being built" in body, b"reload.js" in body) == (503, True, True)
        assert made.get("/style.css")[0] == 404
        made.try_to(raising(DataError("no")))
        assert (made.get("/")[0], made.said) == (500, ["there is no book yet: no"])
        assert b"There is no book yet. This page goes away" in made.get("/")[2]
        made.desk.show(tree / "index.html")
        assert made.get("/style.css")[0] == 200
    finally:
        made.server.shutdown()
        made.server.server_close()


# --- what is watched


@pytest.mark.parametrize("what", ["a chapter", "settings saved anew", "a citation that is new", "data"])
def test_a_change_of_a_source_is_seen(tmp_path, what):
    book = tmp_path / "book"
    for name in ("chapters", "notebooks", "data"):
        (book / name).mkdir(parents=True)
    (book / "_config.yml").write_text("a: 1")
    seen = source_changes(book)
    done = threading.Event()

    def edit() -> None:
        # until it is seen, for a watcher takes a moment to begin
        while not done.wait(0.2):
            match what:
                case "a chapter":
                    (book / "chapters/one.md").write_text("x")
                case "settings saved anew":
                    (book / "half").write_text("a: 2")
                    (book / "half").replace(book / "_config.yml")
                case "a citation that is new":
                    (book / "CITATION.cff").write_text("title: x")
                case "data":
                    (book / "data/units.csv").write_text("x")

    threading.Thread(target=edit, daemon=True).start()
    next(seen)
    done.set()


def test_a_folder_that_the_contents_name_only_later_is_watched_from_then_on(tmp_path):
    book = tmp_path / "book"
    for name in ("chapters", "data", "more"):
        (book / name).mkdir(parents=True)
    for name in ("chapters/one.md", "more/two.md"):
        (book / name).write_text("# One")
    (book / "_config.yml").write_text("a: 1")
    contents = "format: jb-book\nroot: chapters/one\n"
    (book / "_toc.yml").write_text(contents)
    seen, done = source_changes(book), threading.Event()

    def edit(path: Path, *texts: str) -> None:
        for text in itertools.cycle(texts):
            if done.wait(0.2):
                return
            path.write_text(text)

    named = f"{contents}chapters:\n- file: more/two\n"
    for path, texts in (
        (book / "_toc.yml", (named, named + "# again\n")),
        (book / "more/two.md", ("# Two", "# Three")),
    ):
        done.clear()
        editing = threading.Thread(target=edit, args=(path, *texts), daemon=True)
        editing.start()
        for _ in range(3):  # one may still be of the edit before
            next(seen)
        done.set()
        editing.join()
