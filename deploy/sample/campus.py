#!/usr/bin/env python3
"""The sample campus: a fictional college, its register, and what its systems reported in the spring of 2021.

    campus.py            writes units.csv, members.csv, sources.csv, events.jsonl and broken.jsonl beside this file
    campus.py --check    says which of them are not what it would write, and ends with status 1 then

No person occurs, and nothing is drawn at random but attendance, hours and titles, under a fixed seed.

events.jsonl holds structured CloudEvents in the order in which the systems published them, broken.jsonl the records
that cannot be read or must be refused, to be sent as they stand. The story of each branch's theme days, with its cell
on the board of 5 May 2021 and what becomes known later (reporters: oa, sa = student-affairs, hr):

branch  by  March                 April                                   cell     later
b-0101  oa  held                  held, sent twice                        open     held in May
b-0102  oa  held, filed 8 April   held without practice                   not-met  held in May
b-0103  sa  held                  nothing came: the source is behind      unknown  11 May: held on 28 April
b-0104  oa  not founded           founded on the 15th: not applicable     open     held in May
b-0201  oa  held; a correction    held on the 29th, filed on 2 May        open     held in May
            came before it
b-0202  oa  held                  practice too short, corrected           open     held in May
b-0203  sa  held                  held before the source fell behind      open     11 May: held on 4 May
b-0204  oa  held                  the record had a time without offset    unknown  7 May: sent again, and right
b-0301  oa  held                  held, retracted: it was another unit's  not-met  held in May
b-0302  oa  held                  nothing held                            not-met  held in May
b-0303  oa  held                  held                                    met      –
b-0304  hr  held                  held, segments not sent at all          unknown  12 May: corrected

Sizes: b-0203 has 53 members since 20 April (not met), b-0304 exactly 50 (met), b-0104 no count before 10 May (unknown).
Sources: at six in the evening, oa every day and the others on Mondays say that all before the day before yesterday has
been sent. student-affairs said so last on 26 April, and comes back on 11 May. The season ends on 3 June, when all have
sent what they know of May.
"""

import csv
import io
import json
import pathlib
import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8))
OA, STUDENT_AFFAIRS, HR = "/campus/oa", "/campus/student-affairs", "/campus/hr"
KINDS = "theme-day members-meeting party-class"

UNITS = [
    ("c", "示例职业技术学院党委", "committee", "", ""),
    ("g-01", "机电工程学院党总支", "general-branch", "", "c"),
    ("g-02", "信息工程学院党总支", "general-branch", "", "c"),
    ("g-03", "机关与后勤党总支", "general-branch", "", "c"),
    ("b-0101", "机电工程学院教工第一党支部", "branch", "teacher", "g-01"),
    ("b-0102", "机电工程学院教工第二党支部", "branch", "teacher", "g-01"),
    ("b-0103", "机电工程学院学生党支部", "branch", "student", "g-01"),
    ("b-0104", "机电产业学院校企联合党支部", "branch", "joint", "g-01"),
    ("b-0201", "信息工程学院教工第一党支部", "branch", "teacher", "g-02"),
    ("b-0202", "信息工程学院教工第二党支部", "branch", "teacher", "g-02"),
    ("b-0203", "信息工程学院学生党支部", "branch", "student", "g-02"),
    ("b-0204", "信息工程学院实训中心党支部", "branch", "teacher", "g-02"),
    ("b-0301", "党政办公室党支部", "branch", "administrative", "g-03"),
    ("b-0302", "财务处党支部", "branch", "administrative", "g-03"),
    ("b-0303", "后勤保卫党支部", "branch", "support", "g-03"),
    ("b-0304", "离退休教职工党支部", "branch", "retired", "g-03"),
]
BRANCHES = [code for code, _, kind, _, _ in UNITS if kind == "branch"]
FOUNDED = {"b-0104": "2021-04-15"}

# unit, day, formal members, probationary members
MEMBERS = [
    ("b-0101", "2021-01-01", 31, 1),
    ("b-0102", "2021-01-01", 27, 2),
    ("b-0103", "2021-01-01", 22, 15),
    ("b-0104", "2021-05-10", 11, 1),
    ("b-0201", "2021-01-01", 34, 0),
    ("b-0202", "2021-01-01", 29, 1),
    ("b-0203", "2021-01-01", 30, 17),
    ("b-0203", "2021-04-20", 30, 23),
    ("b-0204", "2021-01-01", 18, 2),
    ("b-0301", "2021-01-01", 24, 0),
    ("b-0302", "2021-01-01", 13, 0),
    ("b-0303", "2021-01-01", 38, 3),
    ("b-0304", "2021-01-01", 50, 0),
]

REPORTER = {code: OA for code in BRANCHES} | {"b-0103": STUDENT_AFFAIRS, "b-0203": STUDENT_AFFAIRS, "b-0304": HR}
SYSTEMS = {  # source: name, owner, how often it says how far it is
    OA: ("办公自动化系统", "data-steward@g-03", "P1D"),
    STUDENT_AFFAIRS: ("学生工作系统", "student-affairs@c", "P7D"),
    HR: ("人事与离退休系统", "personnel@c", "P7D"),
}

TITLES = ["学党史、办实事", "重温入党誓词", "党史学习教育专题学习", "走进实训基地", "为师生解难题", "清明祭英烈、学党史"]


def instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def at(text: str) -> datetime:
    """A moment of 2021, written "04-09 14:30"."""
    return datetime.strptime("2021-" + text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def day_of(text: str) -> date:
    return date.fromisoformat("2021-" + text)


def line(event: dict) -> str:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Publication:
    """An event and when its system published it: the order of the file."""

    published: datetime
    event: dict


@dataclass
class Season:
    """What the systems published, in the making."""

    # Only random() gives the same numbers in every version of Python.
    chance: random.Random = field(default_factory=lambda: random.Random(20210401))
    publications: list[Publication] = field(default_factory=list)

    def below(self, limit: int) -> int:
        return int(self.chance.random() * limit)

    def publish(self, event: dict, published: datetime | None = None) -> dict:
        self.publications.append(Publication(published or datetime.fromisoformat(event["recordedtime"]), event))
        return event

    def envelope(self, kind: str, source: str, name: str, occurred: datetime, recorded: datetime, data: dict) -> dict:
        event = {
            "specversion": "1.0",
            "type": f"guoying.activity.{kind}.v1",
            "source": source,
            "id": name,
            "time": occurred.isoformat(),
            "recordedtime": recorded.isoformat(),
            "datacontenttype": "application/json",
            "data": data,
        }
        if "unit" in data:
            event["subject"] = data["unit"]
        return event

    def held(self, unit: str, kind: str, day: str, /, recorded: str | None = None, **changes: object) -> dict:
        """An activity as its system first recorded it: on the next working day, unless told."""
        started = instant(day_of(day), 14 + self.below(2), 30 * self.below(2))
        due = formal_members(unit, day_of(day))
        excused = self.below(3)
        present = due - excused - self.below(3)
        if kind == "theme-day":
            detail = {
                "title": TITLES[self.below(len(TITLES))],
                "segments": segments(60, 60, 60),
                "topics": ["party-history"],
                "campaign": "guoguan-2021",
            }
        else:
            detail = {"title": {"members-meeting": "支部党员大会", "party-class": "专题党课"}[kind]}
        minutes = 180 if kind == "theme-day" else 90
        data = {
            "unit": unit,
            "kind": kind,
            "startedAt": started.isoformat(),
            "endedAt": (started + timedelta(minutes=minutes)).isoformat(),
            "chairedBy": "secretary",
            "attendance": {"due": due, "present": present, "excused": excused},
        } | detail | changes
        data = {member: value for member, value in data.items() if value is not None}
        noted = at(recorded) if recorded else instant(next_working_day(day_of(day)), 9, self.below(60))
        return self.envelope("held", REPORTER[unit], f"{kind}-{unit}-2021-{day}", started, noted, data)

    def corrected(self, target: dict, recorded: str, reason: str, **changes: object) -> dict:
        name, reference = target["id"] + "-corrected", {"source": target["source"], "id": target["id"]}
        data = target["data"] | changes | {"corrects": reference, "reason": reason}
        occurred = datetime.fromisoformat(target["time"])
        return self.envelope("corrected", target["source"], name, occurred, at(recorded), data)

    def retracted(self, target: dict, recorded: str, reason: str) -> dict:
        data = {"retracts": {"source": target["source"], "id": target["id"]}, "reason": reason}
        name, moment = target["id"] + "-retracted", at(recorded)
        return self.envelope("retracted", target["source"], name, moment, moment, data)

    def watermark(self, source: str, day: date) -> None:
        """Friday's activities are recorded by Monday's office hours, so a day and two nights are enough to be true."""
        data = {"until": instant(day - timedelta(days=2)).isoformat()}
        evening = instant(day, 18)
        self.publish(self.envelope("watermark", source, f"watermark-{day}", evening, evening, data))


def segments(study: int, exchange: int, practice: int | None = None) -> list[dict]:
    parts = [("study", study), ("exchange", exchange), ("practice", practice)]
    return [{"part": part, "minutes": minutes} for part, minutes in parts if minutes is not None]


def formal_members(unit: str, day: date) -> int:
    counts = [formal for code, since, formal, _ in MEMBERS if code == unit and since <= day.isoformat()]
    return counts[-1] if counts else 11


def next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return following


def theme_days(season: Season) -> None:
    """The stories told at the head of this file, branch by branch."""

    def theme_day(unit: str, day: str, recorded: str | None = None, **changes: object) -> dict:
        return season.publish(season.held(unit, "theme-day", day, recorded, **changes))

    theme_day("b-0101", "03-12")
    twice = theme_day("b-0101", "04-09")
    season.publish(twice, at("04-13 08:05"))
    theme_day("b-0101", "05-14")

    theme_day("b-0102", "03-30", recorded="04-08 16:20")
    theme_day("b-0102", "04-16", segments=segments(80, 70))
    theme_day("b-0102", "05-21")

    theme_day("b-0103", "03-26")
    theme_day("b-0103", "04-28", recorded="05-11 10:15")
    theme_day("b-0103", "05-18")

    theme_day("b-0104", "04-22")
    theme_day("b-0104", "05-13")

    early = season.held("b-0201", "theme-day", "03-19", recorded="03-22 09:10")
    season.publish(season.corrected(early, "03-22 09:40", "题目有误", title="学党史、强党性"))
    season.publish(early, at("03-22 09:41"))
    theme_day("b-0201", "04-29", recorded="05-02 20:15")
    theme_day("b-0201", "05-20")

    theme_day("b-0202", "03-18")
    short = theme_day("b-0202", "04-14", segments=segments(60, 60, 30))
    season.publish(season.corrected(short, "04-23 15:05", "实践环节时长漏记", segments=segments(60, 60, 60)))
    theme_day("b-0202", "05-19")

    theme_day("b-0203", "03-25")
    again = theme_day("b-0203", "04-15")
    season.publish(again, at("04-19 08:05"))
    theme_day("b-0203", "05-04", recorded="05-11 10:20", title="五四主题党日")

    theme_day("b-0204", "03-24")
    theme_day("b-0204", "04-21", recorded="05-07 11:00")
    theme_day("b-0204", "05-26")

    theme_day("b-0301", "03-17")
    foreign = theme_day("b-0301", "04-20")
    season.publish(season.retracted(foreign, "04-27 09:30", "误登记，应为机关与后勤党总支的活动"))
    theme_day("b-0301", "05-25")

    theme_day("b-0302", "03-23")
    theme_day("b-0302", "05-12")

    theme_day("b-0303", "03-11")
    theme_day("b-0303", "04-08")
    theme_day("b-0303", "05-03", recorded="05-04 10:00", title="假期值守、服务师生")

    theme_day("b-0304", "03-16")
    untold = theme_day("b-0304", "04-13", segments=None)
    season.publish(season.corrected(untold, "05-12 14:30", "补报各环节时长", segments=segments(60, 60, 60)))
    theme_day("b-0304", "05-18")


def meetings(season: Season) -> None:
    """A members' meeting for each branch in each quarter, and a party class in each general branch."""
    for index, unit in enumerate(BRANCHES):
        if unit not in FOUNDED:
            season.publish(season.held(unit, "members-meeting", f"03-{(2, 3, 4, 5, 8, 9)[index % 6]:02}"))
        season.publish(season.held(unit, "members-meeting", f"05-{24 + index % 5}"))
    season.publish(season.held("b-0104", "members-meeting", "04-15", title="支部成立大会"))
    for unit, day in [("b-0101", "04-07"), ("b-0203", "04-12"), ("b-0301", "04-26")]:
        season.publish(season.held(unit, "party-class", day))


def watermarks(season: Season) -> None:
    first, last, back = date(2021, 3, 1), date(2021, 6, 3), date(2021, 5, 11)
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        season.watermark(OA, day)
        if day.weekday() != 0 and day != last:
            continue
        season.watermark(HR, day)
        if day <= date(2021, 4, 26) or day > back:
            season.watermark(STUDENT_AFFAIRS, day)
    season.watermark(STUDENT_AFFAIRS, back)


def broken(season: Season) -> list[str]:
    """What the contract refuses, a record for each reason. Only the one of b-0204 changes the board."""

    def record(unit: str, day: str, /, **changes: object) -> dict:
        event = season.held(unit, "theme-day", day, **changes)
        return event | {"id": event["id"] + "-broken"}

    without_id = record("b-0303", "03-12")
    del without_id["id"]
    of_another_system = season.held("b-0203", "theme-day", "04-15")
    events = [
        record("b-0204", "04-21", startedAt="2021-04-21T14:30:00", endedAt=None),  # a time without offset
        record("b-0202", "03-18", attendance={"due": 20, "present": 23, "excused": 0}),  # more present than due
        record("b-0101", "04-12", kind="theme-party"),  # no such kind
        without_id,
        record("b-0303", "04-08") | {"type": "guoying.activity.planned.v1"},  # no such type
        record("b-0201", "12-01", recorded="04-22 09:00"),  # it would be in the future
        season.held("b-0101", "theme-day", "03-12", title="另有其题"),  # the id of a record with other content
        season.retracted(of_another_system, "04-20 10:00", "不属本系统") | {"source": OA},
        record("b-0104", "04-22", unit="b-0199"),  # a unit that the register never had: waits for it, then is refused
    ]
    broken_off = line(events[1])[:200]
    return [broken_off] + [line(event) for event in events]


def table(header: str, rows: list[tuple]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue()


def lines(texts: Iterable[str]) -> str:
    return "".join(text + "\n" for text in texts)


def outputs() -> dict[str, str]:
    season = Season()
    theme_days(season)
    meetings(season)
    watermarks(season)
    season.publications.sort(key=lambda publication: publication.published)  # stable: equal moments keep their order
    units = [(*unit, FOUNDED.get(unit[0], "2018-09-01"), "") for unit in UNITS]
    sources = [(source, *SYSTEMS[source][:2], unit, KINDS, SYSTEMS[source][2]) for unit, source in REPORTER.items()]
    return {
        "units.csv": table("code,name,kind,category,parent,from,to", units),
        "members.csv": table("unit,date,formal,probationary", MEMBERS),
        "sources.csv": table("source,name,owner,unit,kinds,every", sources),
        "events.jsonl": lines(line(publication.event) for publication in season.publications),
        "broken.jsonl": lines(broken(season)),
    }


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    folder = pathlib.Path(__file__).parent
    stale = []
    for name, text in outputs().items():
        if not arguments:
            (folder / name).write_text(text, encoding="utf-8")
        elif not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"deploy/sample/{name} is not what campus.py writes; run it again", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
