"""Ratios between things run side by side: repeated, shuffled, medians. Absolutes are soft."""

import os
import platform
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Row:
    """One line of the results: what, the two numbers, their ratio and the bar it is held to."""

    what: str
    ours: str
    anchor: str
    ratio: str
    bar: str


def medians(rounds: int, clock: Callable[[], float] = time.process_time, **timed) -> dict:
    """Median seconds a call of each named function, over shuffled rounds, after one warm-up."""
    spent = {name: [] for name in timed}
    for function in timed.values():
        function()
    for _ in range(rounds):
        for name in random.sample(list(timed), len(timed)):
            begun = clock()
            timed[name]()
            spent[name].append(clock() - begun)
    return {name: statistics.median(values) for name, values in spent.items()}


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def times(ours: float, anchor: float) -> str:
    return f"{ours / anchor:.2f}×" if anchor else "–"


def machine() -> str:
    """What the run was made on, in a few words."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
