"""Serve the book on this machine only, and build it anew when a source changes."""

from __future__ import annotations

import functools
import http.server
import threading

from watchfiles import watch

from nolimits.book.build import Wish, build, root
from nolimits.book.days import PACKAGE
from nolimits.book.parameters import BuildError
from nolimits.book.staging import SOURCES
from nolimits.takeaway import Say


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    def end_headers(self) -> None:
        """Let no browser show yesterday's page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def serve(wish: Wish, port: int, say: Say) -> None:
    """Build, serve on the loopback address and rebuild on change until interrupted.

    A build that fails is told and leaves the last good book. Raises OSError where the port is taken.
    """
    book = root()
    make = functools.partial(build, book, wish, say=say)
    index = make()
    handler = functools.partial(_Quiet, directory=str(index.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"the book is at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
        sources = (path for name in SOURCES if (path := book / name).exists())
        for _ in watch(PACKAGE, *sources, raise_interrupt=False):
            try:
                make()
            except BuildError as error:
                say(f"the last good book stays: {error}")
        server.shutdown()
