"""The processes that a build works with: each is begun when it is first wanted, and all end with the workshop."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from nolimits.book.warm import Warm

# what a notebook is run with, and what binds the pages; a kernel itself loads matplotlib's backend, which looks for it
RUNNING = (
    *("papermill", "nbformat", "nbclient", "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger"),
    *("IPython.core.completer", "IPython.core.debugger", "pandas", "matplotlib.pyplot"),
    *("nolimits.charts.registry", "nolimits.book.run", "nolimits.book.kernels"),
)
BINDING = (
    *("jupyter_book.sphinx", "jupyter_book.cli.main", "sphinx.builders.html", "sphinx_book_theme", "myst_nb"),
    *("sphinx_design", "sphinx_external_toc", "sphinx_comments", "sphinx_copybutton", "jupyter_book"),
    *("nolimits.pages", "nolimits.book.bind", "pygments.formatters.html"),
)
# a figure of matplotlib's own is an output of its cell, as in JupyterLab
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "MATPLOTLIBRC": str(Path(__file__).with_name("matplotlibrc")),
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONWARNINGS": "ignore",
    "NO_COLOR": "1",
}


class Workshop:
    """Processes by what they do; `build` is the folder where what they print is kept."""

    def __init__(self, build: Path) -> None:
        self._build, self._begun = build, dict[str, Warm]()

    def kernels(self) -> Warm:
        """The process that runs notebooks."""
        return self._warm("kernels", RUNNING)

    def binder(self) -> Warm:
        """The process that binds pages."""
        return self._warm("binder", BINDING)

    def _warm(self, name: str, modules: tuple[str, ...]) -> Warm:
        if name in self._begun and not self._begun[name].is_there:
            self._begun.pop(name).stop()
        if name not in self._begun:
            self._build.mkdir(parents=True, exist_ok=True)
            log = self._build / f"{name}.log"
            log.unlink(missing_ok=True)
            self._begun[name] = Warm(modules, log, ENVIRONMENT)
        return self._begun[name]

    def close(self) -> None:
        """End all of them."""
        while self._begun:
            self._begun.popitem()[1].stop()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all of them."""
        self.close()
