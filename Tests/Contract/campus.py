#!/usr/bin/env python3
"""Random campuses, each from its seed: a register, events, waivers, and questions of the board.

    campus.py SEED          prints the campus of that seed as JSON

A campus is a list of steps (`clock`, `import`, `send`, `waive`), taken one after the other, and of questions [D, K].
Every code, source and reference begins with the campus's prefix, and all its units lie below a root of its own, so that
many campuses can live in one installation. The steps of all campuses have the same shape.
"""

import json
import random
import sys
from datetime import date

from events import CLOCKS, DAY, HOUR, SECOND, Events
from moments import days_later, months_later, start_of, text_of
from reading import REQUIREMENTS
from season import MONTH_ENDS, Season, make_season

QUESTIONS = 5
ENDS = [start_of(day) for day in (*MONTH_ENDS, date(2021, 4, 16), date(2021, 7, 6))]
QUARTERS = [start_of(day) for day in (date(2021, 4, 1), date(2021, 7, 1))]
LATE = CLOCKS[2] + 12 * HOUR


def campus(seed: int, prefix: str | None = None) -> dict:
    """The campus of a seed."""
    rng = random.Random(f"campus {seed}")
    season = make_season(rng, prefix or f"k{seed:03d}")
    events = Events(season)
    events.make()
    sent = [shaken(events, phase) for phase in range(len(CLOCKS))]
    steps = [
        {"clock": text_of(CLOCKS[0])}, {"import": season.imports[0]}, {"send": sent[0]},
        {"import": season.imports[1]}, {"waive": waivers(season)},
        {"clock": text_of(CLOCKS[1])}, {"import": season.imports[2]}, {"send": sent[1]}, {"waive": waivers(season)},
        {"clock": text_of(CLOCKS[2])}, {"send": sent[2]},
    ]
    asked = [question(season, events) for _ in range(QUESTIONS)]
    return {
        "seed": seed, "root": season.root, "steps": steps,
        "questions": [[text_of(moment) for moment in pair] for pair in asked],
    }


def shaken(events: Events, phase: int) -> list[dict]:
    """What is sent under a clock: each chain in its order, and the chains shaken together."""
    placed = []
    for chain in events.chains:
        sent = [event for clock, event in chain.sent if clock == phase]
        places = sorted(events.rng.random() for _ in sent)
        placed += [(place, {"key": chain.key, **event}) for place, event in zip(places, sent)]
    return [event for _, event in sorted(placed, key=lambda pair: pair[0])]


def waivers(season: Season) -> list[dict]:
    """A few waivers, with their first or last day beside a window's."""
    rng, given = season.rng, []
    for _ in range(rng.randint(0, 3)):
        requirement = rng.choice(REQUIREMENTS)
        owing = season.groups if requirement.owed_by == "group" else season.branches
        if not owing:
            continue
        unit = rng.choice(owing)
        turns = [season.turn(), season.turn()]
        if requirement.id == "committee-term" and season.terms:
            unit, last = rng.choice(season.terms)
            turns = [last, days_later(last, rng.choice([-1, 0, 1, -20]))]
        first, last = sorted(turns)
        if season.stages[unit] < 2:
            given.append(
                {"unit": unit, "requirement": requirement.id, "from": first.isoformat(), "to": last.isoformat()})
    return given


# Questions.


def question(season: Season, events: Events) -> tuple[int, int]:
    """A D and a K: mostly where something is about to change."""
    rng = season.rng
    way = rng.choice([closing, closing, nearing, nearing, nearing, known, known, starting, registered])
    as_of, knowing = way(rng, season, events)
    as_of = min(max(as_of, start_of(date(2021, 3, 1))), CLOCKS[2])
    knowing = max(knowing, start_of(date(2021, 3, 1)))
    # While records are accepted the second counts, and nobody can tell it beforehand.
    for clock in CLOCKS:
        if clock < knowing < clock + 12 * HOUR:
            knowing = clock + 12 * HOUR
    return as_of, knowing if knowing != as_of else knowing + SECOND


def some_day(rng: random.Random) -> int:
    return start_of(days_later(date(2021, 3, 5), rng.randrange(136))) + rng.choice([0, 0, 9 * HOUR])


def some_knowing(rng: random.Random, season: Season, events: Events) -> int:
    return rng.choice([LATE, LATE, LATE, some_day(rng), rng.choice(events.recorded)])


def terms_ends(season: Season) -> list[int]:
    """The ends of the terms' windows and of the reminders'."""
    days = [last for _, last in season.terms] + [months_later(last, -6) for _, last in season.terms]
    ends = [start_of(days_later(day, 1)) for day in days]
    return [end for end in ends if start_of(date(2021, 3, 2)) <= end <= CLOCKS[2]]


def closing(rng: random.Random, season: Season, events: Events) -> tuple[int, int]:
    """A window has just closed, and its filing time runs or is over."""
    end = rng.choice(ENDS + terms_ends(season))
    as_of = end + rng.choice([0, 0, -SECOND, SECOND, DAY, 5 * DAY])
    steps = [-SECOND, 0, SECOND, DAY, 2 * DAY, 3 * DAY, 3 * DAY, 3 * DAY - SECOND, 3 * DAY + SECOND, 4 * DAY, 9 * DAY]
    return as_of, rng.choice([end + rng.choice(steps), end + rng.choice(steps), LATE])


def nearing(rng: random.Random, season: Season, events: Events) -> tuple[int, int]:
    """A window's end comes near, or a reminder's window opens."""
    fixed, near = [end - 7 * DAY for end in ENDS] + [end - 14 * DAY for end in QUARTERS], []
    for _, last in season.terms:
        near.append(start_of(months_later(days_later(last, 1), -6)))
        near.append(start_of(days_later(months_later(last, -6), -13)))
        near.append(start_of(months_later(last, -9)))
    near = [moment for moment in near if start_of(date(2021, 3, 1)) <= moment <= CLOCKS[2]]
    moment = rng.choice(near if near and rng.random() < 0.4 else fixed)
    step = rng.choice([0, 0, 0, -SECOND, -SECOND, SECOND, DAY, -DAY, 30 * DAY, -30 * DAY])
    return moment + step, some_knowing(rng, season, events)


def known(rng: random.Random, season: Season, events: Events) -> tuple[int, int]:
    """Something is just known, or not yet."""
    recorded = rng.choice(events.recorded + season.recorded)
    knowing = recorded + rng.choice([0, 0, -1000, SECOND])
    return rng.choice([some_day(rng), recorded + rng.choice([DAY, 20 * DAY]), CLOCKS[1] - 4 * DAY, CLOCKS[2]]), knowing


def starting(rng: random.Random, season: Season, events: Events) -> tuple[int, int]:
    """Something has just started, or starts now."""
    return rng.choice(events.started) + rng.choice([0, SECOND]), some_knowing(rng, season, events)


def registered(rng: random.Random, season: Season, events: Events) -> tuple[int, int]:
    """A row of the register begins to hold."""
    days = [day for day in season.days if date(2021, 3, 1) < day < date(2021, 7, 18)]
    day = days_later(rng.choice(days), rng.choice([0, 0, 1, -1])) if days else date(2021, 5, 1)
    return start_of(day), rng.choice([LATE, LATE, start_of(day) + 9 * HOUR, some_knowing(rng, season, events)])


if __name__ == "__main__":
    print(json.dumps(campus(int(sys.argv[1])), ensure_ascii=False, indent=1))
