"""What CIOs said of the tender groups, quarter by quarter, as a page counts it."""

import datetime

from needs.models import TenderGroup, TenderGroupVote

QUARTERS_SHOWN = 5  # this one and a year back


def quarter_name(quarter: datetime.date) -> str:
    """ "October to December 2026" """
    last = quarter.replace(month=quarter.month + 2)
    return f"{quarter:%B} to {last:%B %Y}"


def quarter_before(quarter: datetime.date) -> datetime.date:
    month = quarter.month - 3
    return quarter.replace(month=month) if month > 0 else quarter.replace(quarter.year - 1, 10)


def results(quarter: datetime.date) -> list[dict]:
    """The quarters with votes, this one always: a line a group, the most attractive first.

    Each line: name, counts by answer from very to not attractive, boroughs that voted, and the
    share that find it very or fairly attractive in whole per cent (None without votes).
    """
    found = []
    for _ in range(QUARTERS_SHOWN):
        lines = _lines(quarter)
        if lines[0]["voted"] or not found:
            found.append({"name": quarter_name(quarter), "slug": f"{quarter}", "lines": lines})
        quarter = quarter_before(quarter)
    return found


def _lines(quarter: datetime.date) -> list[dict]:
    lines = []
    for group, numbers in TenderGroupVote.objects.counted(quarter).items():
        voted = sum(numbers.values())
        answers = TenderGroupVote.Attractiveness
        attracted = numbers[answers.VERY] + numbers[answers.FAIRLY]
        lines.append(
            {
                "group": group,
                "name": TenderGroup(group).label,
                "counts": [numbers[answer] for answer in answers],
                "voted": voted,
                "attracted": attracted,
                "share": round(100 * attracted / voted) if voted else None,
            }
        )
    return sorted(lines, key=lambda line: (-(line["share"] or 0), -line["counts"][0]))
