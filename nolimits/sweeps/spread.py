"""Units of a sweep spread over processes of this machine, or over the workers of a Dask cluster, as they come free."""

from __future__ import annotations

import multiprocessing
import os
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

WAITING = 2  # units that lie ready for each worker: what is sent and not done yet is held in memory
MOST_SENT, FEWEST = 16, 8  # units in a bundle for a cluster, and bundles that each worker is to get
MOST_KILLED = 3  # times in a row that workers may be killed before a unit ends
Done = Iterator[tuple[WorkUnit, list[CaseRow]]]


def on_this_machine(units: Iterable[WorkUnit], folder: Path, workers: int) -> Done:
    """Units with their rows, as they end. A unit whose process is killed is done again.

    Raises BuildError where processes are killed again and again.
    """
    todo, killed = list(units)[::-1], 0
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
    return ProcessPoolExecutor(workers, context, initializer=die_with_parent, initargs=(os.getpid(),))


def on_cluster(units: Iterable[WorkUnit], parcel: Parcel, address: str) -> Done:
    """Units with their rows, as they end. A unit whose worker is killed goes to another one.

    Raises BuildError where there is no cluster at the address, and where a unit kills worker after worker.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise BuildError(
            "distributed, which --scheduler needs, is not installed: pip install 'nolimits[sweeps]'"
        ) from None
    try:
        client = Client(address, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        raise BuildError(f"--scheduler {address}: no Dask scheduler answers there ({type(error).__name__})") from None
    with client:
        # a task like others: each worker gets the sources once, and what a killed worker held is made again
        sent = client.submit(_itself, parcel, key=f"sources-{parcel.name}")
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
            if future.status != "finished":
                raise _cannot(bundle[0], future)
            yield from zip(bundle, found, strict=True)
            future.release()
            send(1)


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
