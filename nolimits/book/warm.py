"""A process that has loaded its modules forks a child for each task, so that what takes long to load is loaded once."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple, Self

from nolimits.memory import collect_rarely

DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
# before it loads anything, which takes long: whoever started it may be killed meanwhile, or have been
BEGIN = f"""
import ctypes, os, sys
try:
    ctypes.CDLL(None).prctl({DIE_WITH_PARENT}, {signal.SIGKILL:d})
except (AttributeError, OSError):
    pass
if os.getppid() != int(sys.argv[1]):
    os._exit(1)
from {__name__} import serve_tasks
serve_tasks()
"""


class Outcome(NamedTuple):
    """What became of a task: what it gave, or what went wrong."""

    ticket: int
    value: Any
    error: str = ""


class Warm:
    """A process with some modules loaded. Tasks are functions by `module:name`, whose arguments can be pickled.

    It dies with whoever started it, and its tasks with it. What they print goes to `log`.
    """

    def __init__(self, modules: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        ours, theirs = socket.socketpair()
        with theirs, log.open("ab") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", BEGIN, str(os.getpid()), str(theirs.fileno()), *modules],
                env=os.environ | dict(environment),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=told,
                start_new_session=True,  # a Ctrl-C is told by who started it
            )
        self._line, self._tickets = Connection(ours.detach()), 0
        self.is_there = True

    def start(self, task: str, *given: object) -> int:
        """Begin a task; gives its ticket."""
        self._tickets += 1
        try:
            self._line.send((self._tickets, task, given))
        except OSError:
            self.is_there = False
        return self._tickets

    def next(self) -> Outcome:
        """The next task that has ended; waits for it. Its ticket is 0 where the process itself has ended."""
        try:
            outcome: Outcome = self._line.recv()
        except (EOFError, OSError):
            self.is_there = False
            return Outcome(0, None, "the process that did it was killed")
        return outcome

    def outcome(self, ticket: int) -> Outcome:
        """What becomes of one task; what was left of earlier ones is passed over."""
        while (found := self.next()).ticket not in (ticket, 0):
            pass
        return found

    def stop(self) -> None:
        """End it, with all that it is doing."""
        self.is_there = False
        self._line.close()
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except OSError:
            self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.stop()


def serve_tasks() -> None:
    """Load modules and fork for tasks until the line is closed; its descriptor and the modules are arguments."""
    _, descriptor, *modules = sys.argv[1:]
    line = Connection(int(descriptor))
    for module in modules:
        import_module(module)
    collect_rarely()
    tasks: dict[Connection, tuple[int, int]] = {}
    while True:
        for ready in wait([line, *tasks]):
            assert isinstance(ready, Connection)
            if ready is line:
                try:
                    ticket, task, given = line.recv()
                except (EOFError, OSError):
                    return _end(pid for _, pid in tasks.values())
                reader, pid = _fork(task, given, [line, *tasks])
                tasks[reader] = ticket, pid
            else:
                ticket, pid = tasks.pop(ready)
                line.send(_outcome(ticket, ready, pid))


def _outcome(ticket: int, reader: Connection, pid: int) -> Outcome:
    try:
        value, error = reader.recv()
    except (EOFError, OSError):
        value, error = None, "the process that did it was killed"
    reader.close()
    os.waitpid(pid, 0)
    return Outcome(ticket, value, error)


def _fork(task: str, given: Sequence[object], held: Sequence[Connection]) -> tuple[Connection, int]:
    """Where a child will tell what a task gave, and the child."""
    parent = os.getpid()
    reader, writer = Pipe(duplex=False)
    if pid := os.fork():
        writer.close()
        return reader, pid
    code = 1
    try:
        die_with_parent(parent)
        for one in (reader, *held):
            one.close()
        try:
            module, _, name = task.partition(":")
            writer.send((getattr(import_module(module), name)(*given), ""))
        except BaseException as error:
            writer.send((None, f"{type(error).__name__}: {error}"))
        code = 0
    finally:
        os._exit(code)


def _end(pids: Any) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            continue


def die_with_parent(parent: int) -> None:
    """Be killed when the process dies that started this one (Linux), or now, where it has: nothing is left running."""
    try:
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    except (AttributeError, OSError):
        return
    if os.getppid() != parent:
        os._exit(1)
