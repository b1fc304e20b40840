"""Check how much of the code the tests ran: lines and branches, from coverage's data file.

The floors: 95 % of each room, and everything in the modules that say who may do what, when two
things overlap, when boroughs can move together, which status follows which and what a digest
holds.
"""

import json
import sys
import tempfile
from pathlib import Path

import coverage

FLOOR = 95  # per cent
APPS = ("members", "needs", "guidance", "assistive_tech", "community")
WHOLE = (
    *(f"{app}/permissions.py" for app in APPS),
    "assistive_tech/appraising.py",
    "assistive_tech/rating.py",
    "needs/overlap.py",
    "needs/windows.py",
    "community/digest.py",
    "procurement_portal/lib/workflow.py",
)


def files() -> dict[str, dict]:
    """What coverage's JSON report says of each file, by its path."""
    measured = coverage.Coverage()
    measured.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        measured.json_report(outfile=str(report))
        return json.loads(report.read_text())["files"]


def percent(summaries: list[dict]) -> float:
    """Lines and branches that ran, of all there are."""
    ran = sum(each["covered_lines"] + each["covered_branches"] for each in summaries)
    there = sum(each["num_statements"] + each["num_branches"] for each in summaries)
    return 100 * ran / there


def faults(found: dict[str, dict]) -> list[str]:
    """Each floor that was not reached, in words."""
    told = []
    for room in (*APPS, "procurement_portal"):
        inside = [each["summary"] for name, each in found.items() if name.startswith(f"{room}/")]
        reached = percent(inside)
        print(f"{reached:6.2f} %  {room}")
        if reached < FLOOR:
            told.append(f"{room}: {reached:.2f} %, where {FLOOR} % is the floor")
    for name in WHOLE:
        missing = found[name]
        lines, branches = missing["missing_lines"], missing["missing_branches"]
        if lines or branches:
            told.append(f"{name}: never ran lines {lines}, branches {branches}")
    return told


if __name__ == "__main__":
    sys.exit("\n".join(faults(files())) or None)
