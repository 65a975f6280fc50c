"""What systems publish of a season: CloudEvents in the making, in the order in which they go out."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from register import OA, committee_members, formal_members, parent_of, reporter, GROUPS

SHANGHAI = timezone(timedelta(hours=8))

TITLES = {
    "theme-day": ["学党史、办实事", "重温入党誓词", "党史学习教育专题学习", "走进实训基地", "为师生解难题"],
    "members-meeting": ["支部党员大会"],
    "committee-meeting": ["支部委员会会议"],
    "group-meeting": ["党小组会"],
    "party-class": ["专题党课"],
    "general-branch-meeting": ["党总支委员会会议"],
    "centre-group-study": ["理论学习中心组集体学习"],
    "research-visit": ["联系点走访调研"],
    "term-reminder": ["换届提醒"],
}
MINUTES = {"theme-day": 180, "research-visit": 120, "term-reminder": 0, "report": 0}


def instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def at(text: str) -> datetime:
    """A moment of 2021, written "04-09 14:30"."""
    return datetime.strptime("2021-" + text, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def day_of(text: str) -> date:
    """A day of 2021, written "04-09"."""
    return date.fromisoformat("2021-" + text)


def weekday_of(month: int, number: int, weekday: int) -> str:
    """The day of a month that is its second Tuesday (2, 1), third Friday (3, 4), …"""
    first = date(2021, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    return f"{day:%m-%d}"


def next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    while following.weekday() >= 5:
        following += timedelta(days=1)
    return following


def segments(study: int, exchange: int | None = None, practice: int | None = None) -> list[dict]:
    parts = [("study", study), ("exchange", exchange), ("practice", practice)]
    return [{"part": part, "minutes": minutes} for part, minutes in parts if minutes is not None]


def line(event: dict) -> str:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def envelope(kind: str, source: str, name: str, occurred: datetime, recorded: datetime, data: dict) -> dict:
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


@dataclass
class Season:
    """What the systems have published so far, each event with the moment at which it went out."""

    # Only random() gives the same numbers in every version of Python.
    chance: random.Random = field(default_factory=lambda: random.Random(20210401))
    publications: list[tuple[datetime, dict]] = field(default_factory=list)
    # What a story has told of already: unit, what is owed, and when. Habits fill in the rest.
    told: set[tuple[str, str, str]] = field(default_factory=set)

    def below(self, limit: int) -> int:
        return int(self.chance.random() * limit)

    def publish(self, event: dict, published: datetime | None = None) -> dict:
        self.publications.append((published or datetime.fromisoformat(event["recordedtime"]), event))
        return event

    def lines(self) -> list[str]:
        """All that was published; what went out at the same moment keeps the order in which it was told."""
        return [line(event) for _, event in sorted(self.publications, key=lambda publication: publication[0])]

    # What happened.

    def held(self, unit: str, kind: str, day: str, /, recorded: str | None = None, **changes: object) -> dict:
        """An activity as its system first recorded it: on the next working day, unless told."""
        started = instant(day_of(day), 14 + self.below(2), 30 * self.below(2))
        data = {"unit": unit, "kind": kind, "startedAt": started.isoformat()}
        if minutes := MINUTES.get(kind, 90):
            data["endedAt"] = (started + timedelta(minutes=minutes)).isoformat()
        titles = TITLES.get(kind, [])
        data |= {"title": titles[self.below(len(titles))]} if titles else {}
        data |= self.detail(unit, kind, day) | changes
        data = {member: value for member, value in data.items() if value is not None}
        noted = at(recorded) if recorded else instant(next_working_day(day_of(day)), 9, self.below(60))
        source = reporter(unit, kind) or OA
        return envelope("held", source, f"{kind}-{unit}-2021-{day}", started, noted, data)

    def detail(self, unit: str, kind: str, day: str) -> dict:
        """What an activity of that kind usually says beside its time."""
        due = self.due(unit, kind, day_of(day))
        absent = self.below(1 + min(4, due // 3))
        attendance = {"due": due, "present": due - absent, "excused": self.below(absent + 1)}
        if kind == "theme-day":
            return {
                "chairedBy": "secretary", "attendance": attendance, "segments": segments(60, 60, 60),
                "topics": ["party-history"], "campaign": "guoguan-2021",
            }
        if kind == "term-reminder":
            return {"about": "committee-term", "by": parent_of(unit)}
        if kind in ("report", "research-visit"):
            return {}
        return {"chairedBy": "group-leader" if kind == "group-meeting" else "secretary", "attendance": attendance}

    def due(self, unit: str, kind: str, day: date) -> int:
        """Who is expected: the committee, the group, or all who have a vote."""
        if kind in ("committee-meeting", "general-branch-meeting", "centre-group-study"):
            return committee_members(unit, day) or 0
        if kind == "group-meeting":
            branch = parent_of(unit)
            return formal_members(branch, day) // GROUPS[branch]
        return formal_members(unit, day)

    def corrected(self, target: dict, recorded: str, reason: str, **changes: object) -> dict:
        name, reference = target["id"] + "-corrected", {"source": target["source"], "id": target["id"]}
        data = target["data"] | changes | {"corrects": reference, "reason": reason}
        occurred = datetime.fromisoformat(data["startedAt"])
        return envelope("corrected", target["source"], name, occurred, at(recorded), data)

    def retracted(self, target: dict, recorded: str, reason: str) -> dict:
        data = {"retracts": {"source": target["source"], "id": target["id"]}, "reason": reason}
        name, moment = target["id"] + "-retracted", at(recorded)
        return envelope("retracted", target["source"], name, moment, moment, data)

    def watermark(self, source: str, evening: datetime, until: datetime, unit: str | None = None) -> None:
        data = {"until": until.isoformat()} | ({"unit": unit} if unit else {})
        name = f"watermark-{evening:%Y-%m-%d}" + (f"-{unit}" if unit else "")
        self.publish(envelope("watermark", source, name, evening, evening, data))

    # How it is told.

    def tell(self, unit: str, kind: str, day: str, /, recorded: str | None = None, **changes: object) -> dict:
        """An activity that a story tells of; its month has no other of that kind then."""
        self.quiet(unit, kind, day[:2])
        return self.publish(self.held(unit, kind, day, recorded, **changes))

    def report(self, unit: str, report: str, day: str, recorded: str | None = None) -> dict:
        """A report that a unit sends; the office enters it the same afternoon, unless told."""
        self.quiet(unit, report, day[:2])
        noted = recorded or f"{day} 16:{self.below(60):02}"
        title = {"problem-list": "问题整改清单", "action-summary": "行动总结"}[report]
        return self.publish(self.held(unit, "report", day, noted, title=title, report=report))

    def quiet(self, unit: str, what: str, *months: str) -> None:
        """Habits add nothing of that in those months, or in the whole quarter or season where it is owed once in it."""
        self.told |= {(unit, what, self.period(what, month)) for month in months}

    def is_told(self, unit: str, what: str, day: str) -> bool:
        return (unit, what, self.period(what, day[:2])) in self.told

    @staticmethod
    def period(what: str, month: str) -> str:
        if what in ("problem-list", "action-summary"):
            return ""
        return f"Q{(int(month) + 2) // 3}" if what == "members-meeting" else month
