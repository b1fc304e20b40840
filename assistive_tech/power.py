"""How many people a trial needs: two groups of the same size compared once, at the end. Pure.

Two-sided test at 5 %, and a chance of 80 % to find the difference if it is there. Shares: Fleiss,
Levin and Paik, *Statistical Methods for Rates and Proportions* (3rd edition, 2003), section 4.2,
without continuity correction. Means: the normal formula with a quarter of the squared quantile
added, which stands in for the t test (Guenther, *The American Statistician* 35, 1981).
A first reckoning to talk about, not a statistician's advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from statistics import NormalDist

ALPHA = 0.05  # of a false alarm, both sides together
POWER = 0.80  # of finding the difference
USUAL_LOSS = 20  # percent of people who are no longer measured at the end
GROUPS = 2


def _quantiles(power: float) -> tuple[float, float]:
    normal = NormalDist()
    return normal.inv_cdf(1 - ALPHA / 2), normal.inv_cdf(power)


def for_shares(usual: float, hoped: float, power: float = POWER) -> int:
    """People in each group measured at the end, to tell two shares (0 to 1) apart.

    Raises ValueError where a share is not between 0 and 1, or both are the same.
    """
    if not (0 < usual < 1 and 0 < hoped < 1):
        raise ValueError("a share is more than 0 and less than 1")
    if usual == hoped:
        raise ValueError("no number of people shows a difference that is none")
    z_alpha, z_power = _quantiles(power)
    mean = (usual + hoped) / 2
    together = z_alpha * sqrt(2 * mean * (1 - mean))
    apart = z_power * sqrt(usual * (1 - usual) + hoped * (1 - hoped))
    return ceil((together + apart) ** 2 / (usual - hoped) ** 2)


def for_means(difference: float, spread: float, power: float = POWER) -> int:
    """People in each group measured at the end, to tell two means apart.

    `difference` and `spread` (the standard deviation) are in the measure's own points. Raises
    ValueError where there is no difference or no spread.
    """
    if difference == 0 or spread <= 0:
        raise ValueError("the difference and the spread are other than 0")
    z_alpha, z_power = _quantiles(power)
    effect = abs(difference) / spread
    return ceil(2 * ((z_alpha + z_power) / effect) ** 2 + z_alpha**2 / 4)


def to_recruit(measured: int, loss_percent: int = USUAL_LOSS) -> int:
    """How many have to begin so that `measured` are left when `loss_percent` (0 to 99) leave."""
    return ceil(measured * 100 / (100 - loss_percent))


@dataclass(frozen=True)
class Note:
    """What a difference needs: people in each group at the end, and in all at the beginning."""

    each: int
    begin: int
    loss_percent: int

    def words(self, target: int | None) -> str:
        """The note in sentences, with what it means for the target."""
        said = (
            f"To find this difference, {self.each:,} people in each of two groups have to be "
            f"measured at the end. If {self.loss_percent}% leave, {self.begin:,} have to begin. "
            "Reckoned with a two-sided test at 5% and power of 80%."
        )
        if target is not None and target < self.begin:
            return (
                f"{said} The target of {target:,} is lower: a difference this size may be missed."
            )
        return said


def note(each: int, loss_percent: int = USUAL_LOSS) -> Note:
    return Note(each, to_recruit(each, loss_percent) * GROUPS, loss_percent)
