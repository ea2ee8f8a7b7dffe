"""Serve the book on this machine only, and build it anew when a source changes."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Sequence

from watchfiles import watch

from nolimits import book
from nolimits.book.folders import Say


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    def end_headers(self) -> None:
        """Let no browser show yesterday's page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def serve(cutoff: str, settings: Sequence[str], jobs: int | None, port: int, say: Say) -> None:
    """Build, serve on the loopback address and rebuild on change until interrupted.

    A build that fails is told and leaves the last good book. Raises OSError where the port is taken.
    """
    root = book.root()
    make = functools.partial(book.build, root, cutoff=cutoff, settings=settings, jobs=jobs, pdf=False, say=say)
    index = make()
    handler = functools.partial(_Quiet, directory=str(index.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        say(f"the book is at http://127.0.0.1:{server.server_port}/ (stop with Ctrl-C)")
        sources = (path for name in book.SOURCES if (path := root / name).exists())
        for _ in watch(book.PACKAGE, *sources, raise_interrupt=False):
            try:
                make()
            except book.BuildError as error:
                say(f"the last good book stays: {error}")
        server.shutdown()
