#!/usr/bin/env python3
"""The sample campus: a fictional college, its register, and what its systems reported from January to July 2021.

    campus.py            writes the CSV files, events.jsonl and broken.jsonl beside this file
    campus.py --check    says which of them are not what it would write, and what is wrong with the campus itself; ends
                         with status 1 then

register.py is its register, stories.py what happened to single units, habits.py what everybody else did and how far the
systems said they were, season.py how that becomes events. No person occurs but as a number, and nothing is drawn at
random but attendance, hours and titles, under a fixed seed.

events.jsonl holds structured CloudEvents in the order in which the systems published them, broken.jsonl the records
that cannot be read or must be refused, to be sent as they stand. On show as of 5 May 2021, known at its first instant
(the waivers are those of deploy/lib/campus.sh):

verdict         for example, and why
met             b-0703 theme-day: held on 3 May; b-0801 branch-size: exactly 50; b-0105 problem-list
open            most of what a month, a quarter or a term owes
due-soon        b-0502 committee-term: ends on 18 June; b-0102 term-reminder: due by 8 May
not-met         b-0102 theme-day: without practice; b-0301: retracted, another unit's; b-0302: nothing; b-0501:
                exchange too short; b-0604: 30 April, filed on 6 May; b-0303 members-meeting, b-0402 committee-meeting:
                no quorum; b-0405, b-0605: none; b-0101-2 group-meeting; b-0203 branch-size: 53; b-0302 committee-size:
                2 since one left; b-0306: 7 formal members and no committee; b-0405: 8; b-0604 committee-term: over
                since November, g-07 since December; b-0105 term-reminder, b-0504 problem-list: none came
waived          b-0304 committee-term; b-0801 theme-day, April and May
not-applicable  b-0104 theme-day of April: founded on the 15th; b-0306 committee-meeting: no committee; b-0406
                committee-size: 6 formal members; b-0901 committee-term: temporary; action-summary: not before June

unknown for          and later
filing               nothing on 5 May: the days of filing April's are over on the 4th. As of 2 May: whatever April lacks
behind:/campus/…     b-0103, b-0205 theme-day: student-affairs has said nothing since 26 April, and comes back on 11 May
                     with one of 28 April for b-0103; b-0803: hr took back on 4 May what it had said of it
no-source            b-0901 theme-day: nobody reports them
dead-letter          b-0204 theme-day, b-0602 committee-meeting, b-0801 problem-list: sent again, and right, in May
detail-missing       b-0802 theme-day: segments, which come on 12 May; b-0502 committee-meeting and b-0503
                     members-meeting: attendance
no-count             b-0104 branch-size, committee-size: counted on 10 May

late                 b-0202 committee-term, b-0204 and b-0404 problem-list, b-0301 term-reminder
filedLate            b-0102 and b-0803 theme-day of March, b-0201 and b-0505 (corrected from 1 May to 30 April) of
                     April, b-0604 members-meeting and problem-list, b-0701 committee-meeting, b-0701-2 group-meeting,
                     b-0503 committee-term

Besides: b-0101 sent twice; b-0106 corrected; b-0202 a correction before its record; b-0401 and b-0506 exactly 50
minutes of a part; b-0305 moved from g-03 to g-02; b-0601 renamed; b-0206 dissolved; b-0803 a watermark ahead of a
record of March; b-0402 elected early; no secretary of b-0303, another of b-0201. Later b-0504 grows over 50 and its
term ends, b-0406 comes to 7 formal members, and May and June have misses of their own.
"""

import csv
import io
import json
import pathlib
import sys
from collections.abc import Iterable
from datetime import date

import habits
import register
import stories
from season import Season, line

AS_OF = date(2021, 5, 5)


def events() -> tuple[list[str], list[str]]:
    """What the systems published, and what cannot be read or must be refused."""
    season = Season()
    for part in (stories.theme_days, stories.meetings, stories.reports, stories.reminders):
        part(season)
    for part in (habits.habits, habits.other_activities, habits.watermarks):
        part(season)
    broken = [line(event) for event in stories.broken(season)]
    return season.lines(), [broken[0][:200], *broken]  # the first one broke off


def table(header: str, rows: list[tuple]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()


def lines(texts: Iterable[str]) -> str:
    return "".join(text + "\n" for text in texts)


def outputs() -> dict[str, str]:
    published, broken = events()
    return {
        "units.csv": table("code,name,kind,category,parent,from,to", register.units()),
        "members.csv": table("unit,date,formal,probationary", register.members()),
        "committees.csv": table("unit,elected,years,members,recorded", register.committees()),
        "posts.csv": table("unit,post,person,from,to", register.posts()),
        "people.csv": table("person,name,mobile,email", register.people()),
        "sources.csv": table("source,name,owner,unit,kinds,every", register.sources()),
        "events.jsonl": lines(published),
        "broken.jsonl": lines(broken),
    }


def faults() -> Iterable[str]:
    """What would keep the campus from being one."""
    units = {row[0] for row in register.units()}
    sizes = {members for _, _, _, members, _ in register.COMMITTEES}
    branches = [unit for unit in register.CATEGORY if register.exists(unit, AS_OF)]
    spoken_of = {row[0] for rows in (register.members(), register.committees(), register.posts()) for row in rows}
    said: dict[tuple[str, str], str] = {}
    for text in events()[0]:
        event = json.loads(text)
        spoken_of.add(event["data"].get("unit", "c"))
        if said.setdefault((event["source"], event["id"]), text) != text:
            yield f"{event['id']} is said twice, and differently"
    yield from (f"{unit} is not in the register" for unit in sorted(spoken_of - units))
    if len(branches) != 45 or len(set(register.CATEGORY.values())) != 7 or not {2, 3, 5, 6, 8} <= sizes:
        yield "it lacks branches, a category of them, or a size of committee"
    if not 1350 <= sum(register.members_on(unit, AS_OF) for unit in branches) <= 1450:
        yield "it does not have about 1,400 members"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(__file__).parent
    wrong = list(faults()) if arguments else []
    for name, text in outputs().items():
        if not arguments:
            (folder / name).write_text(text, encoding="utf-8")
        elif not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            wrong.append(f"deploy/sample/{name} is not what campus.py writes; run it again")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
