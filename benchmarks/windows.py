"""Windows and scenarios over 33 boroughs with 500 contracts each.

Windows against sorting their dates; scenarios against reading every stretch that a contract could
move in.
"""

import datetime
import random

from benchmarks.measure import Row, medians, milliseconds, times
from needs import scenarios
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


class ReadingEach(scenarios._Standing):
    """As things stand, each question answered by reading all there is within the window."""

    def read(self, window):
        low, high = self.within(window)
        return self.stretches[low:high]

    def most_with(self, mover):
        window = scenarios._until(mover, 0).feasible(self.today)
        return max((len(stretch.boroughs) for stretch in self.read(window)), default=0)

    def best_joined(self, borough, window):
        joined = [s for s in self.read(window) if s.boroughs and borough not in s.boroughs]
        return max(joined, key=lambda stretch: len(stretch.boroughs), default=None)


def suppose(everybody: list[Mover], standing: type) -> list:
    found = standing(everybody, TODAY)
    single = [(s.opens, s.boroughs) for s in scenarios._of_one(everybody, found)]
    return single + [(s.opens, s.boroughs) for s in scenarios._of_several(everybody, found)]


def scenarios_row(everybody: list[Mover]) -> Row:
    if suppose(everybody, scenarios._Standing) != suppose(everybody, ReadingEach):
        raise AssertionError("scenarios differ from those found by reading each stretch")
    spent = medians(
        3,
        ours=lambda: suppose(everybody, scenarios._Standing),
        anchor=lambda: suppose(everybody, ReadingEach),
    )
    return Row(
        f"Scenarios of {BOROUGHS} boroughs with {CONTRACTS} contracts each, CPU",
        milliseconds(spent["ours"]),
        f"{milliseconds(spent['anchor'])} reading every stretch",
        times(spent["ours"], spent["anchor"]),
        "≤ 0.5×",
    )


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
        ),
        scenarios_row(everybody),
    ]
