"""Serve the book on this machine only, build it anew when a source changes, and show a fault in place of the page."""

from __future__ import annotations

import functools
import http.server
import io
import os
import queue
import re
import secrets
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from nolimits.book.bind import put_names
from nolimits.book.build import BUILD, Wish, build
from nolimits.book.folders import PACKAGE, digest
from nolimits.book.parameters import BuildError
from nolimits.book.workshop import Workshop
from nolimits.data import DataError
from nolimits.hypertext import html, join, raw
from nolimits.language.wording import capital
from nolimits.manuscript.beside import ALWAYS, sources
from nolimits.takeaway import Say

HOSTS = re.compile(r"(?:127\.0\.0\.1|localhost)(?::\d{1,5})?", re.IGNORECASE)
OWN = "/-/"  # what the server itself answers: no page of a book begins so
STATE, SCRIPT = f"{OWN}state", f"{OWN}reload.js"
RELOAD = Path(__file__).with_name("reload.js")
HEAD_END = b"</head>"
STYLE = """body { font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
h1 { font-size: 1.3rem } li { overflow-wrap: anywhere }"""
STAYS = "the last good book stays"
NONE_YET = "there is no book yet"
LEAVES = "This page goes away by itself when the book can be built"


@dataclass
class Desk:
    """What the server shows: the folder of the last good book, and the fault of the newest build, if it has one.

    While a book is being finished, its pages are shown as bound: from the folder `bound`, with `names` in place of what
    stands for them. `state` is another text whenever another thing is shown, over restarts, too.
    """

    folder: Path | None = None
    bound: Path | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""
    state: str = field(default_factory=lambda: secrets.token_hex(8))

    def glimpse(self, bound: Path, names: Mapping[str, str]) -> None:
        """Show pages that are bound, of a book that is not finished."""
        self.bound, self.names, self.fault, self.state = bound, names, "", secrets.token_hex(8)

    def show(self, index: Path) -> None:
        """Show a book that is finished; whoever has seen its pages as bound need not load them anew."""
        state = self.state if self.bound else secrets.token_hex(8)
        self.folder, self.bound, self.fault, self.state = index.parent, None, "", state

    def stop(self, fault: str) -> None:
        """Show what is wrong in place of the book's pages."""
        self.bound, self.fault, self.state = None, fault, secrets.token_hex(8)

    @property
    def book_state(self) -> str:
        """What there is besides a fault."""
        return STAYS if self.folder else NONE_YET

    def page(self) -> tuple[HTTPStatus, bytes] | None:
        """What stands in place of all pages: the fault, or that there is no book yet; None where there is one."""
        if self.fault:
            lines = [*self.fault.splitlines(), f"{capital(self.book_state)}. {LEAVES}."]
            return HTTPStatus.INTERNAL_SERVER_ERROR, _page("The book cannot be built", lines)
        if self.folder or self.bound:
            return None
        return HTTPStatus.SERVICE_UNAVAILABLE, _page("The book is being built", [])


def _page(title: str, lines: list[str]) -> bytes:
    return html(
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n<style>{style}</style>\n'
        '</head><body><main role="alert"><h1>{title}</h1><ul>{lines}</ul></main></body></html>\n',
        title=title,
        style=raw(STYLE),
        lines=join(html("<li>{}</li>", line) for line in lines if line.strip()),
    ).encode()


class Handler(http.server.SimpleHTTPRequestHandler):
    """The book's files, to this machine only: pages with a script that loads them anew when another book is there."""

    def __init__(self, *arguments: Any, desk: Desk, **options: Any) -> None:
        self.desk = desk
        super().__init__(*arguments, **options)

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    def end_headers(self) -> None:
        """Let no browser show yesterday's page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_head(self) -> io.BytesIO | io.BufferedReader | None:
        """Answer one request: ours, the fault's page, a page of the book, or another file of it."""
        if not HOSTS.fullmatch(self.headers.get("Host", "")):
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this server answers to 127.0.0.1 and localhost only")
            return None
        state, path = self.desk.state, unquote(urlsplit(self.path).path, errors="replace")
        if path == STATE:
            return self._send(state.encode(), "text/plain")
        if path == SCRIPT:
            return self._send(RELOAD.read_bytes(), "text/javascript")
        if path.endswith((".html", "/")):
            status, page = self.desk.page() or self._page_of_book(path)
            return self._send(_add_script(page, state), "text/html", status)
        return self._send_file()

    def _page_of_book(self, path: str) -> tuple[HTTPStatus, bytes]:
        name = self._lies(f"{path}index.html" if path.endswith("/") else path)
        try:
            if name:
                return HTTPStatus.OK, put_names(name.read_bytes(), self.desk.names)
        except OSError:
            pass  # another book came in its place meanwhile
        return HTTPStatus.NOT_FOUND, _page("There is no such page", [path])

    def _send_file(self) -> io.BytesIO | io.BufferedReader | None:
        if self._lies(self.path):
            return super().send_head()  # type: ignore[return-value]
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def _lies(self, path: str) -> Path | None:
        """The file at a path, of what is bound before what is finished, which is served from its folder then."""
        for folder in filter(None, (self.desk.bound, self.desk.folder)):
            self.directory = str(folder)
            try:
                if (name := Path(self.translate_path(path))).is_file():
                    return name
            except (OSError, ValueError):
                continue  # a name that no file can have
        return None

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> io.BytesIO:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


def _add_script(page: bytes, state: str) -> bytes:
    """A page with the script that asks whether it is still what is shown."""
    script = html('<script src="{}" data-state="{}" defer></script>', SCRIPT, state).encode()
    before, end, after = page.partition(HEAD_END)
    return before + script + end + after if end else page + script


class Server(http.server.ThreadingHTTPServer):
    """A server on the loopback address; what goes wrong with one request is one line, and a browser that left none."""

    daemon_threads = True

    def __init__(self, port: int, desk: Desk, say: Say) -> None:
        self.say = say
        try:
            super().__init__(("127.0.0.1", port), functools.partial(Handler, desk=desk))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise BuildError(f"--port {port}: cannot be served on ({why.lower()}): name another port") from None

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell of a request that failed, unless the browser hung up."""
        error = sys.exception()
        if not isinstance(error, ConnectionError | TimeoutError):
            self.say(f"a request failed: {type(error).__name__}: {error}")


def serve(book: Path, wish: Wish, port: int, say: Say) -> None:
    """Build, serve on the loopback address and rebuild on change until interrupted.

    A build that fails is told, here and in the pages, and leaves the last good book. Raises BuildError where the port
    cannot be had.
    """
    desk, code = Desk(), digest(PACKAGE)
    with Server(port, desk, say) as server, Workshop(book / BUILD) as shop:
        make = functools.partial(build, book, wish, say=say, workshop=shop, glimpse=desk.glimpse)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        edits = source_changes(book)
        try:
            make_and_show(make, desk, say)
            say(f"the book is at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
            for _ in edits:
                if digest(PACKAGE) != code:
                    say("the code has changed: starting again")
                    shop.close()
                    server.server_close()
                    os.execv(sys.executable, sys.orig_argv)
                make_and_show(make, desk, say)
        except KeyboardInterrupt:
            say("stopped: the book is served no longer")
        finally:
            server.shutdown()


def make_and_show(make: Callable[[], Path], desk: Desk, say: Say) -> None:
    """Make the book and show it; whatever is wrong with it is shown and told instead."""
    try:
        index = make()
    except (DataError, OSError) as error:
        desk.stop(str(error))
    except Exception as error:
        # a fault of ours must not end the serving: the next edit may well be right
        desk.stop(f"the build failed in a way that nobody foresaw: {type(error).__name__}: {_line(error)}")
    else:
        desk.show(index)
        return
    say(f"{desk.book_state}: {desk.fault}")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def source_changes(book: Path) -> Iterator[None]:
    """One item whenever sources of the book or the code have changed, those that change while one is dealt with too.

    Sources that lie in the book's folder itself are watched through the folder, for an editor that saves puts a new
    file under the old one's name. A folder that the contents name only later is watched from then on.
    """
    found: queue.Queue[None] = queue.Queue()
    watched: set[Path] = set()

    def look(*places: Path, recursive: bool, wanted: Callable[[Path], bool]) -> None:
        for batch in watch(*places, recursive=recursive, raise_interrupt=False):
            if any(wanted(Path(path)) for _, path in batch):
                found.put(None)

    def begin(*places: Path, recursive: bool, wanted: Callable[[Path], bool]) -> None:
        options = {"recursive": recursive, "wanted": wanted}
        threading.Thread(target=look, args=places, kwargs=options, daemon=True).start()

    def follow() -> None:
        new = {path if path.is_dir() else path.parent for path in sources(book)} - {book} - watched
        if new:
            begin(*sorted(new), recursive=True, wanted=lambda _: True)
            watched.update(new)

    def own(path: Path) -> bool:
        return path.name in ALWAYS or any(one.parent == book and one.name == path.name for one in sources(book))

    begin(PACKAGE, recursive=True, wanted=lambda _: True)
    begin(book, recursive=False, wanted=own)
    follow()
    return _batches(found, follow)


def _batches(found: queue.Queue[None], follow: Callable[[], None]) -> Iterator[None]:
    while True:
        found.get()
        while not found.empty():
            found.get()
        follow()
        yield
