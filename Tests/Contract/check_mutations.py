#!/usr/bin/env python3
"""Whether the campuses would notice a wrong reading of the pages: each mutation of the oracle must differ from it.

    check_mutations.py [--campuses N] [--first SEED]

Prints for each mutation the campus, the question and the cell by which it was noticed first, and ends with status 1
if one was not noticed on any campus.
"""

import argparse
import sys

# A cache among the sources would be in the way of the build.
sys.dont_write_bytecode = True

from campus import campus
from differences import differences, shown
from moments import instant
from oracle import Oracle
from reading import mutations


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--campuses", type=int, default=200, help="how many are tried at most (200)")
    options.add_argument("--first", type=int, default=1, help="the seed of the first (1)")
    given = options.parse_args()
    left = mutations()
    count = len(left)
    for seed in range(given.first, given.first + given.campuses):
        noticed = notice(campus(seed), left)
        for name, where in noticed.items():
            print(f"{name}: {where}")
            del left[name]
        if not left:
            break
    for name in left:
        print(f"NOT NOTICED: {name}")
    print(f"{count - len(left)} of {count} mutations noticed on {seed - given.first + 1} campuses")
    return 1 if left else 0


def notice(tried: dict, readings: dict) -> dict[str, str]:
    """Where each of the readings differs from the right one on a campus, if it does."""
    questions = [[instant(text) for text in pair] for pair in tried["questions"]]
    right = Oracle(tried)
    boards = [right.board(*question) for question in questions]
    noticed = {}
    for name, reading in readings.items():
        wrong = Oracle(tried, reading)
        for question, texts, board in zip(questions, tried["questions"], boards):
            found = differences(board, wrong.board(*question))
            if found:
                noticed[name] = f"campus {tried['seed']}, as of {texts[0]}, known at {texts[1]}: {shown(found[0])}"
                break
    return noticed


if __name__ == "__main__":
    sys.exit(main())
