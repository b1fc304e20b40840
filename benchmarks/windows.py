"""The sweep for windows over 33 boroughs with 500 contracts each, against sorting their dates."""

import datetime
import random

from benchmarks.measure import Row, medians, milliseconds, times
from needs.windows import Mover, best_windows, contract_exits, window_of_exits

TODAY = datetime.date(2026, 11, 23)
BOROUGHS, CONTRACTS = 33, 500


def movers() -> list[Mover]:
    draw = random.Random(33)
    made = []
    for borough in range(BOROUGHS):
        for number in range(CONTRACTS):
            end = TODAY + datetime.timedelta(days=draw.randint(-100, 1500))
            exits = contract_exits(end, [12] * draw.randint(0, 3), TODAY)
            notice = draw.choice([None, 3, 6])
            window = window_of_exits(exits)
            made.append(Mover((borough, number), str(borough), window, exits, 9, notice))
    return made


def run() -> list[Row]:
    everybody = movers()

    def sort_dates() -> None:
        sorted(day for mover in everybody for day in (mover.window.opens, mover.window.closes))

    spent = medians(7, ours=lambda: best_windows(everybody, TODAY), anchor=sort_dates)
    return [
        Row(
            f"Windows of {BOROUGHS} boroughs with {CONTRACTS} contracts each, CPU",
            milliseconds(spent["ours"]),
            f"{milliseconds(spent['anchor'])} to sort their dates",
            times(spent["ours"], spent["anchor"]),
            "≤ 1 s",
        )
    ]
