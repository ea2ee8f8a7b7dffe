"""Units of a sweep spread over processes of this machine, or over the workers of a Dask cluster, as they come free."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from nolimits.book.parameters import BuildError
from nolimits.book.warm import die_with_parent
from nolimits.sweeps.grid import WorkUnit
from nolimits.sweeps.options import SECTIONS
from nolimits.sweeps.parcel import Parcel, unpack
from nolimits.sweeps.table import CaseRow
from nolimits.sweeps.work import answer_unit

PATIENCE, WORKERLESS = 10, 60  # seconds for a scheduler to answer, and for a worker to come to it
WAITING = 2  # units that lie ready for each worker: what is sent and not done yet is held in memory
MOST_SENT, FEWEST = 16, 8  # units in a bundle for a cluster, and bundles that each worker is to get
GONE = ("cancelled", "lost")  # how it is with what was sent to a scheduler that died
MOST_KILLED = 3  # times in a row that workers may be killed before a unit ends
Done = Iterator[tuple[WorkUnit, list[CaseRow]]]


def on_this_machine(units: Iterable[WorkUnit], folder: Path, workers: int) -> Done:
    """Units with their rows, as they end. A unit whose process is killed is done again.

    Raises BuildError where processes are killed again and again.
    """
    todo, killed = list(units)[::-1], 0
    workers = min(workers, len(todo))  # all of a pool's processes are forked at once, needed or not
    while todo:
        under_way: dict[Future[list[CaseRow]], WorkUnit] = {}
        with _pool(workers) as pool:
            try:
                while todo or under_way:
                    while todo and len(under_way) < WAITING * workers:
                        under_way[pool.submit(answer_unit, todo[-1], folder)] = todo[-1]
                        todo.pop()
                    for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                        rows = future.result()
                        yield under_way.pop(future), rows
                        killed = 0
            except BrokenProcessPool:
                todo += under_way.values()
                killed += 1
            except BaseException:
                pool.shutdown(cancel_futures=True, wait=False)
                raise
        if killed == MOST_KILLED:
            raise BuildError(
                f"processes were killed {killed} times in a row, perhaps for want of memory: use fewer --jobs"
            )


def _pool(workers: int) -> ProcessPoolExecutor:
    # forked: what is loaded is loaded once, and a process knows whose child it is
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(os.getpid(),))


def _begin(parent: int) -> None:
    """Begin a process that ends with its parent, and without a word at Ctrl-C: who started it says so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    die_with_parent(parent)


def on_cluster(units: Iterable[WorkUnit], parcel: Parcel, address: str) -> Done:
    """Units with their rows, as they end. A unit whose worker is killed goes to another one.

    Raises BuildError where there is no cluster at the address or no worker comes to it, and where a unit kills worker
    after worker.
    """
    try:
        from distributed import as_completed
    except ImportError:
        raise BuildError(
            "distributed, which --scheduler needs, is not installed: pip install 'nolimits[sweeps]'"
        ) from None
    with _client(address) as client:
        # a task like others: each worker gets the sources once, and what a killed worker held is made again
        sent = client.submit(_itself, parcel, key=f"sources-{parcel.name}")
        try:  # only now: where there is nothing to do, some clusters have no workers
            client.wait_for_workers(1, timeout=WORKERLESS)
        except TimeoutError:
            right = f"start one with `dask worker {address}`"
            raise BuildError(f"--scheduler {address}: no worker came within {WORKERLESS} seconds: {right}") from None
        workers = max(1, len(client.scheduler_info()["workers"]))
        left, known = _bundles(list(units), workers), dict[Any, tuple[WorkUnit, ...]]()
        ended = as_completed(with_results=True, raise_errors=False)

        def send(number: int) -> None:
            for bundle in islice(left, number):
                name = f"{bundle[0].what}-{bundle[0].key}-{len(bundle)}-{parcel.name}"
                future = client.submit(_answer_there, bundle, sent, key=name)
                known[future.key] = bundle
                ended.add(future)

        send(WAITING * workers)
        for future, found in ended:
            bundle = known.pop(future.key)
            if future.status in GONE:
                raise BuildError(f"--scheduler {address}: the scheduler went away; what is done is kept: sweep again")
            if future.status != "finished":
                raise _cannot(bundle[0], future)
            yield from zip(bundle, found, strict=True)
            future.release()
            send(1)


def _client(address: str) -> Any:
    from distributed import Client

    # what goes wrong is told here, in a sentence
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        if (kind := asyncio.run(asyncio.wait_for(_kind(address), PATIENCE))) != "Scheduler":
            raise TypeError(kind)
        return Client(address, timeout=PATIENCE)
    except Exception as error:  # what stands at an address may answer anything, or nothing
        raise BuildError(f"--scheduler {address}: no Dask scheduler answers there ({type(error).__name__})") from None


async def _kind(address: str) -> str:
    """What of a cluster is at an address. A client of its own would wait for ever for one that is of no cluster."""
    from distributed.core import rpc

    async with rpc(address) as there:
        return (await there.identity())["type"]


def _bundles(units: Sequence[WorkUnit], workers: int) -> Iterator[tuple[WorkUnit, ...]]:
    """Units that are sent together, for each sending has its price; a run of a section goes by itself."""
    size = 1 if units and units[0].what == SECTIONS else max(1, min(MOST_SENT, len(units) // (FEWEST * workers)))
    return (tuple(units[start : start + size]) for start in range(0, len(units), size))


def _cannot(unit: WorkUnit, future: Any) -> BuildError:
    error = future.exception()
    if isinstance(error, BuildError):
        return error
    return BuildError(f"{unit.question}: no worker could answer it: {type(error).__name__}: {error}")


def _itself(parcel: Parcel) -> Parcel:
    return parcel


_unpacked: dict[str, Path] = {}


def _answer_there(units: Sequence[WorkUnit], parcel: Parcel) -> list[list[CaseRow]]:
    """Units answered by a worker of a cluster, which unpacks a parcel once."""
    if parcel.name not in _unpacked:
        _unpacked[parcel.name] = unpack(parcel, _place())
    return [answer_unit(unit, _unpacked[parcel.name]) for unit in units]


@lru_cache(maxsize=1)
def _place() -> Path:
    """A folder of this worker's own."""
    from distributed import get_worker

    return Path(tempfile.mkdtemp(prefix="nolimits-", dir=get_worker().local_directory))
