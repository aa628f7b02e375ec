"""``python -m checks.lint``: our own checks; prints file, line and why, and ends with 1 when there is a fault."""

import sys
from collections import Counter
from pathlib import Path

from checks import bootstrap, budgets, inline, states, words
from checks.tree import Project

CHECKS = (budgets.faults, states.faults, words.faults, inline.faults, bootstrap.faults)


def main() -> int:
    """The exit code: 0 when nothing was found."""
    project = Project(Path(__file__).resolve().parents[1])
    found = sorted(fault for check in CHECKS for fault in check(project))
    for fault in found:
        print(fault)
    for room, number in sorted(Counter(fault.path.rsplit("/", 1)[0] for fault in found).items()):
        print(f"  {number:4} in {room}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
