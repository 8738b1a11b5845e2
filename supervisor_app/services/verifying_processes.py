"""Reading many files on other processes: they see no records of the site, and one that a file kills takes nothing else along."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

from supervisor_app.credentials.verdict import unreadable
from supervisor_app.services.verifying import find_each_in_file
from supervisor_app.services.verifying_papers import Placed
from supervisor_app.services.verifying_records import Checker

AT_ONCE = 10
"""So many files are handed to another process at once, fewer towards the end: so that all end at the same time."""


def find_by_processes(
    files: Sequence[Path], checker: Checker, cancelled: Callable[[], bool], count: int
) -> Iterator[tuple[Placed, ...]]:
    """Yield what is found in each file, in their order, read by `count` other processes; ends early when cancelled."""
    plain = replace(checker, register=None, words_about=None)
    parts = list(_parts(files, count))
    given = 0
    try:
        for found in _found_by_pool(parts, plain, cancelled, count):
            given += 1
            yield from found
    except BrokenProcessPool:
        for path in (path for part in parts[given:] for path in part):
            if cancelled():
                return
            yield _find_apart(path, plain)


def _parts(files: Sequence[Path], count: int) -> Iterator[Sequence[Path]]:
    start = 0
    while start < len(files):
        size = max(1, min(AT_ONCE, (len(files) - start) // (2 * count)))
        yield files[start : start + size]
        start += size


def _found_by_pool(
    parts: Sequence[Sequence[Path]], checker: Checker, cancelled: Callable[[], bool], count: int
) -> Iterator[list[tuple[Placed, ...]]]:
    """Spawned, never forked: a fork would copy Qt's threads and the open database."""
    done: dict[int, list[tuple[Placed, ...]]] = {}
    running: dict[Future[list[tuple[Placed, ...]]], int] = {}
    asked = given = 0
    with _pool(count) as pool:
        while given < len(parts):
            if cancelled():
                pool.shutdown(wait=True, cancel_futures=True)
                return
            while asked < len(parts) and len(running) < 2 * count:
                running[pool.submit(_find_some, parts[asked], checker)] = asked
                asked += 1
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                done[running.pop(future)] = future.result()
            while given in done and not cancelled():
                yield done.pop(given)
                given += 1


def _find_apart(path: Path, checker: Checker) -> tuple[Placed, ...]:
    """One file in a process of its own, after a file has killed one."""
    try:
        with _pool(1) as pool:
            return pool.submit(_find_some, [path], checker).result()[0]
    except BrokenProcessPool:
        sentence = "Reading this file made the reader stop. It is damaged, or made to do so."
        return (Placed("", unreadable(path.name, checker.now, sentence, "Ask for the file as it was issued.")),)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def _find_some(files: Sequence[Path], checker: Checker) -> list[tuple[Placed, ...]]:
    return [tuple(find_each_in_file(path, checker)) for path in files]
