"""Work spread over processes of which each holds one piece at a time, so that a death is put to the right piece."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from typing import Any, Generic, TypeVar

from detente.errors import DetenteError

_NO_START = (
    "the processes that share the work do not start (use one: workers=1, and let a script of your own stand behind "
    "if __name__ == '__main__')"
)
P = TypeVar("P")
R = TypeVar("R")
PATIENCE = 0.5
"""Seconds after which the wait looks up: on Windows a wait without an end does not hear Ctrl-C."""


class ProcessStartError(DetenteError, RuntimeError):
    """A process that should share the work did not start."""


def as_finished(work: Callable[[P], R], pieces: Sequence[P], workers: int) -> Iterator[tuple[int, R | None]]:
    """Do pieces of work in processes; yield the number of each piece with its result as it is finished.

    Parameters
    ----------
    work : callable
        Can be pickled, as can be what it takes and returns.
    pieces : sequence
    workers : int
        So many processes, each a fresh interpreter (``spawn``), as that alone is safe beside threads on every system.

    Yields
    ------
    int, result or None
        None for a piece whose process died over it; the others go on.

    Raises
    ------
    ProcessStartError
        If no process starts that could do what is left.
    """
    crew = _Crew(work, pieces)
    try:
        for _ in range(min(workers, len(pieces))):
            crew.hire()
        while crew.busy:
            yield from crew.collect()
    finally:
        crew.dismiss()


@dataclass
class _Crew(Generic[P, R]):
    """The processes, what each is doing, and the next piece that nobody has taken."""

    work: Callable[[P], R]
    pieces: Sequence[P]
    next: int = 0
    busy: dict[Future[Any], tuple[ProcessPoolExecutor, int | None]] = field(default_factory=dict)
    pids: dict[ProcessPoolExecutor, int] = field(default_factory=dict)

    def hire(self) -> None:
        """Start a process; its first answer is who it is."""
        pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_settle_in)
        with _interrupts_held():
            self.busy[pool.submit(os.getpid)] = (pool, None)

    def collect(self) -> Iterator[tuple[int, R | None]]:
        """Wait for somebody to finish, hand out the next pieces, then yield what is done."""
        for future in wait(self.busy, PATIENCE, FIRST_COMPLETED).done:
            pool, number = self.busy.pop(future)
            fallen = isinstance(future.exception(), BrokenProcessPool)
            if number is not None:
                self._go_on(pool, fallen=fallen)
                yield number, None if fallen else future.result()
            elif not fallen:
                self.pids[pool] = future.result()
                self._go_on(pool, fallen=False)
            else:
                pool.shutdown()
                if not self.busy and self.next < len(self.pieces):
                    raise ProcessStartError(_NO_START)

    def _go_on(self, pool: ProcessPoolExecutor, *, fallen: bool) -> None:
        """Give a process its next piece; replace it where it died."""
        if self.next < len(self.pieces) and not fallen:
            try:
                self.busy[pool.submit(self.work, self.pieces[self.next])] = (pool, self.next)
            except BrokenProcessPool:  # it died between two pieces, which is no fault of either
                fallen = True
            else:
                self.next += 1
                return
        self.pids.pop(pool, None)
        pool.shutdown(wait=fallen)
        if self.next < len(self.pieces):
            self.hire()

    def dismiss(self) -> None:
        """End the processes that are still at work."""
        for pool, _ in self.busy.values():
            if pool in self.pids:
                with _gone_is_fine():
                    os.kill(self.pids[pool], signal.SIGTERM)
            pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def _gone_is_fine() -> Iterator[None]:
    try:
        yield
    except (ProcessLookupError, PermissionError):  # Windows says the latter
        return


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts: it inherits that, so an interrupt is for the one who hired it alone."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle_in() -> None:
    """Leave interrupts to the parent, and end when it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
