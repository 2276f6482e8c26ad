"""Work spread over processes: nothing lost, and a death is put to the piece that was in hand."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest

from detente.sources.reader import processes
from detente.sources.reader.processes import ProcessStartError, as_finished

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process kills itself with a signal here")


def square(number: int) -> int:
    return number * number


def dies_over_three(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def raises_over_three(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number * number


def never_starts() -> None:
    os._exit(1)


def ignores_interrupts(number: int) -> tuple[int, bool, bool]:
    blocked = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())
    return number, blocked, signal.getsignal(signal.SIGINT) == signal.SIG_IGN


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_piece_is_done_once(workers: int) -> None:
    assert sorted(as_finished(square, range(20), workers)) == [(n, n * n) for n in range(20)]


def test_a_process_that_dies_costs_the_piece_that_it_held_and_no_other() -> None:
    assert sorted(as_finished(dies_over_three, range(8), 2)) == [(n, None if n == 3 else n * n) for n in range(8)]


def test_the_last_process_to_die_is_replaced() -> None:
    assert sorted(as_finished(dies_over_three, range(5), 1)) == [(n, None if n == 3 else n * n) for n in range(5)]


def test_an_exception_of_the_work_is_raised_and_the_processes_end() -> None:
    with pytest.raises(ValueError, match="three"):
        list(as_finished(raises_over_three, range(8), 2))


def test_processes_that_never_start_are_an_error_and_no_endless_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_settle_in", never_starts)
    with pytest.raises(ProcessStartError, match="__main__"):
        list(as_finished(square, range(4), 2))


def test_a_process_leaves_interrupts_to_its_parent() -> None:
    assert next(as_finished(ignores_interrupts, [7], 1)) == (0, (7, True, True))
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())


def test_leaving_early_ends_the_processes() -> None:
    stream: Iterator[tuple[int, int | None]] = as_finished(square, range(1000), 2)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
