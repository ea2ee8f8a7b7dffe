"""Kernels forked from a process that has their libraries loaded, by Jupyter's own interface for provisioners."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any
from uuid import uuid4

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from nolimits.book.warm import die_with_parent

NAME = "nolimits-forked"  # as pyproject.toml registers it


class Forked:
    """A process that waits to be a kernel; it answers as `subprocess.Popen` does, as far as Jupyter asks."""

    stdin = stdout = stderr = None

    def __init__(self) -> None:
        reader, self._writer = os.pipe()
        self.returncode: int | None = None
        parent = os.getpid()
        self.pid = os.fork()
        if not self.pid:
            os.close(self._writer)
            _become_kernel(reader, parent)
        os.close(reader)

    def begin(self, connection_file: str, environment: dict[str, str], folder: str) -> None:
        """Let it be a kernel."""
        told = [connection_file, folder, *(f"{name}={value}" for name, value in environment.items())]
        os.write(self._writer, "\0".join(told).encode())
        os.close(self._writer)

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self) -> int:
        """Its exit code, waited for."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


def _become_kernel(reader: int, parent: int) -> None:
    """Wait for the word, and run as a kernel until that is shut down."""
    code = 1
    try:
        die_with_parent(parent)
        os.setsid()
        with os.fdopen(reader, "rb") as line:
            connection_file, folder, *environment = line.read().decode().split("\0")
        if connection_file:
            os.environ.clear()
            os.environ.update(pair.partition("=")[::2] for pair in environment)
            os.chdir(folder)
            from ipykernel.kernelapp import launch_new_instance

            launch_new_instance(argv=["-f", connection_file])
        code = 0
    finally:
        os._exit(code)


class ForkedProvisioner(LocalProvisioner):
    """Begins the kernel that waits; where none does, it launches one as Jupyter always does."""

    waiting: Forked | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """What it is launched with; where the system has sockets that are names alone, it is spoken to through these.

        A port that was found free may be another build's before the kernel has bound it.
        """
        if sys.platform == "linux":
            manager: Any = self.parent
            manager.transport, manager.cache_ports, manager.ip = "ipc", False, f"@nolimits-{uuid4().hex}"
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """The connection to the kernel that has begun."""
        forked, ForkedProvisioner.waiting = ForkedProvisioner.waiting, None
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        manager: Any = self.parent
        forked.begin(manager.connection_file, kwargs["env"], str(kwargs.get("cwd") or os.getcwd()))
        self.process: Any = forked
        self.pid, self.pgid = forked.pid, None
        return self.connection_info


def prepare() -> None:
    """Have a process wait to be the next kernel: to be called before anything else is begun in this process."""
    ForkedProvisioner.waiting = Forked()
    os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = NAME
