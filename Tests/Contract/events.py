"""The events of a random campus: chains of records that belong together, with most instants on or beside a boundary."""

import json
import random
from dataclasses import dataclass, field
from datetime import date, timedelta, timezone

from details import Details
from intake import CORRECTED, HELD, RETRACTED, WATERMARK
from moments import DAY, EPOCH, HOUR, days_later, months_later, readable_instant, start_of, text_of
from season import KINDS, MONTH_ENDS, Season

SECOND = 1_000_000
# The instants of the rehearsal clock: what is sent is accepted just after one of them. By the last one, terms whose
# reminders were due in the season have ended.
CLOCKS = (start_of(date(2021, 5, 20)), start_of(date(2021, 7, 20)), start_of(date(2021, 10, 10)))
FATES = (
    "none", "none", "none", "good", "good", "bad", "bad", "corrected", "corrected", "chain", "retracted", "moved",
    "duplicate", "conflict", "broken", "broken", "foreign", "lost", "tie")


@dataclass
class Chain:
    """Records that go to the broker under one key, in this order: each with the clock under which it is sent."""

    key: str | None
    sent: list[tuple[int, dict]] = field(default_factory=list)


@dataclass(frozen=True)
class Span:
    """Where something is owed: inclusive days, and how long offices file."""

    first: date
    last: date
    filing: int

    @property
    def end(self) -> int:
        return start_of(days_later(self.last, 1))


class Events:
    """Chains for a season."""

    def __init__(self, season: Season):
        self.season, self.rng = season, season.rng
        self.details = Details(season)
        self.chains: list[Chain] = []
        self.started: list[int] = []
        self.recorded: list[int] = []
        self._count = 0

    def make(self):
        for first in (date(2021, month, 1) for month in (3, 4, 5, 6, 7)):
            month = Span(first, days_later(months_later(first, 1), -1), 3)
            for code in self.season.branches:
                self.fate("theme-day", code, month)
                if code in self.season.committees and self.season.chance(0.8):
                    self.fate("committee-meeting", code, month)
            for code in self.season.groups:
                self.fate("group-meeting", code, month)
        for code in self.season.branches:
            self.fate("members-meeting", code, Span(date(2021, 1, 1), date(2021, 3, 31), 3))
            self.fate("members-meeting", code, Span(date(2021, 4, 1), date(2021, 6, 30), 3))
            self.fate("problem-list", code, Span(date(2021, 3, 1), date(2021, 4, 15), 0))
            self.fate("action-summary", code, Span(date(2021, 6, 1), date(2021, 7, 5), 0))
        for code, last in self.season.terms:
            span = Span(months_later(last, -9), months_later(last, -6), 0)
            if span.first < date(2021, 7, 18) and span.last > date(2021, 2, 20):
                self.fate("term-reminder", code, span, last)
            for number, (day, _) in enumerate(self.season.moves.get(code, [])):
                if span.first < day <= span.last:
                    self.remind_at_move(code, span, number)
            if span.first < date(2021, 7, 18) and date(2021, 9, 1) <= last < date(2021, 10, 8):
                self.remind_at_last(code, span, last)
        for code, rows in self.season.committees.items():
            if code in self.season.branches and rows[0][0] > date(2021, 3, 1):
                self.meet_before_election(code, rows[0][0])
        for source in self.season.sources:
            self.watermarks(source)

    def meet_before_election(self, code: str, day: date):
        """A committee's meeting on the day before the first election, with nothing said of who was there."""
        month = Span(day.replace(day=1), day, 3)
        started = start_of(day) - self.rng.choice([SECOND, HOUR])
        started, event = self.held("committee-meeting", code, month, False, started=started)
        event["data"].pop("attendance", None)
        self.chain(code, (self.phase(started), event))

    def remind_at_last(self, code: str, span: Span, last: date):
        """A reminder long after its window: on the term's last day, or on the day after."""
        day = start_of(last) + self.rng.choice([0, DAY - SECOND, DAY])
        started, event = self.held("term-reminder", code, span, True, started=day)
        self.chain(code, (self.phase(started), event))

    def remind_at_move(self, code: str, span: Span, number: int):
        """A reminder by the unit above, just before another one comes to stand there, or just then."""
        moves = [(None, self.season.above[code][0]), *self.season.moves[code]]
        after = self.rng.choice([0, 1])
        day, (_, parent) = start_of(moves[number + 1][0]), moves[number + after]
        started, event = self.held("term-reminder", code, span, True, started=day - SECOND + after * SECOND)
        event["data"]["by"] = parent
        self.chain(code, (self.phase(started), event))

    # What is said, and when.

    def start(self, code: str, span: Span, late_until: date | None) -> int:
        """When something begins: mostly inside, often at the very edge."""
        rng, first, end = self.rng, start_of(span.first), span.end
        inside = first + rng.randrange((end - first) // SECOND) * SECOND
        edges = [first, first, end - SECOND, end - SECOND, first - SECOND, end, end]
        if not span.filing:
            edges += [end + 3 * DAY, end + 20 * DAY + HOUR]
        if late_until and code in self.season.moves:
            edges += [start_of(day) + rng.choice([0, -SECOND]) for day, _ in self.season.moves[code]]
        if late_until:
            edges += 2 * [start_of(late_until), start_of(late_until) + DAY - SECOND, start_of(late_until) + DAY]
        started = inside if self.season.chance(0.5) else rng.choice(edges)
        newest = CLOCKS[2 if late_until else 1]
        return min(started, newest - rng.choice([HOUR, DAY, 3 * DAY]))

    def recording(self, started: int, span: Span) -> int | None:
        """When a source has written something down; none: it does not say."""
        rng, end = self.rng, span.end
        moments = [
            started + 3 * HOUR, started + 3 * HOUR, started + DAY, end, end + SECOND, end + DAY, end + 2 * DAY,
            end + 3 * DAY, end + 3 * DAY + SECOND, end + 20 * DAY, started - 2 * DAY, end + 90 * DAY]
        return None if self.season.chance(0.15) else rng.choice(moments)

    # How it is said.

    def event(self, kind: str, data: dict, moment: int, recorded: int | None, source: str, id: str = "") -> dict:
        """An event as its system has it; what the SDK writes of it comes later."""
        self._count += 1
        attributes = {
            "specversion": "1.0", "type": kind, "source": source, "id": id or f"e{self._count}",
            "time": text_of(moment)}
        if recorded is not None:
            attributes["recordedtime"] = text_of(recorded)
            self.recorded.append(recorded)
        elif self.season.chance(0.1):
            attributes["recordedtime"] = "gestern"
        return {"mode": self.rng.choice(["binary", "structured"]), "attributes": attributes, "data": data}

    def held(self, what: str, code: str, span: Span, good: bool, late_until=None, **given) -> tuple[int, dict]:
        """Something that took place, and when."""
        started = given.get("started") or self.start(code, span, late_until)
        self.started.append(started)
        kind = what if what in KINDS else "report"
        data = {"unit": code, "kind": kind, "startedAt": self.written(started)}
        data |= self.details.of(what, code, started, good)
        recorded = given["recorded"] if "recorded" in given else self.recording(started, span)
        source = given.get("source") or self.rng.choice(list(self.season.sources))
        return started, self.event(given.get("type", HELD), data, started, recorded, source)

    def written(self, moment: int) -> str:
        """The instant in one of the ways of writing it."""
        zone = self.rng.choice([8, 8, 8, 0, 9])
        if zone == 8:
            return text_of(moment)
        there = (EPOCH + timedelta(microseconds=moment)).astimezone(timezone(timedelta(hours=zone)))
        return there.isoformat(timespec="seconds").replace("+00:00", "Z")

    def correction(self, target: dict, data: dict, recorded: int | None, moment: int) -> dict:
        named = {name: target["attributes"][name] for name in ("source", "id")}
        data = data | {"corrects": named, "reason": "更正"}
        return self.event(CORRECTED, data, moment, recorded, named["source"])

    def retraction(self, target: dict, recorded: int | None, moment: int) -> dict:
        named = {name: target["attributes"][name] for name in ("source", "id")}
        return self.event(RETRACTED, {"retracts": named, "reason": "撤回"}, moment, recorded, named["source"])

    def phase(self, *moments: int) -> int:
        """The clock under which something may be sent that speaks of these instants."""
        first = next(phase for phase, clock in enumerate(CLOCKS) if max(moments) <= clock - HOUR)
        return min(first + self.rng.choice([0, 0, 0, 1]), len(CLOCKS) - 1)

    def chain(self, key: str, *sent: tuple[int, dict]):
        """Records in an order; nothing is sent under an earlier clock than what comes before it."""
        chain, newest = Chain(key), 0
        for phase, event in sent:
            newest = max(newest, phase)
            chain.sent.append((newest, event))
        self.chains.append(chain)

    def is_dated(self, event: dict, phase: int) -> bool:
        """Whether the recorded time is the event's own, so that it does not matter in which instant it is accepted."""
        recorded = readable_instant(event["attributes"].get("recordedtime"))
        return recorded is not None and recorded < CLOCKS[phase]

    # What becomes of it.

    def fate(self, what: str, code: str, span: Span, late_until: date | None = None):
        fate = self.rng.choice(FATES)
        if fate == "none":
            return
        if fate in ("good", "bad"):
            started, event = self.held(what, code, span, fate == "good", late_until)
            self.chain(self.rng.choice([code, code, None, f"k{started}"]), (self.phase(started), event))
            return
        getattr(self, f"_{fate}")(what, code, span, late_until)

    def later(self, started: int, span: Span) -> int:
        """When somebody thinks better of it."""
        moment = self.rng.choice([
            started + 2 * DAY, span.end, span.end + SECOND, span.end + 3 * DAY, span.end + 10 * DAY, started + 2 * DAY])
        return min(moment, CLOCKS[1 if started < CLOCKS[1] - HOUR else 2] - HOUR)

    def _corrected(self, what, code, span, late_until):
        is_better = self.season.chance(0.5)
        started, event = self.held(what, code, span, not is_better, late_until)
        _, other = self.held(what, code, span, is_better, late_until, started=started)
        moment = self.later(started, span)
        recorded = self.rng.choice([moment, moment, moment + DAY, None])
        correction = self.correction(event, other["data"], recorded, moment)
        sent = [(self.phase(started), event), (self.phase(started, moment), correction)]
        if recorded is not None and self.season.chance(0.4) and self.is_dated(event, sent[-1][0]):
            sent = [(max(phase for phase, _ in sent), each) for _, each in reversed(sent)]
        self.chain(code, *sent)

    def _chain(self, what, code, span, late_until):
        """Two corrections: the second of the first or of the record, in any order of recorded time."""
        started, event = self.held(what, code, span, self.season.chance(0.5), late_until)
        sent, target = [(self.phase(started), event)], event
        for _ in range(2):
            _, other = self.held(what, code, span, self.season.chance(0.5), late_until, started=started)
            moment = self.later(started, span)
            correction = self.correction(target, other["data"], moment + self.rng.choice([0, HOUR]), moment)
            sent.append((self.phase(started, moment), correction))
            target = self.rng.choice([event, correction])
        if self.season.chance(0.3):
            sent.append((self.phase(started, moment), self.retraction(target, moment + DAY, moment)))
        phase = max(phase for phase, _ in sent)
        if self.season.chance(0.4) and self.is_dated(event, phase):
            self.rng.shuffle(sent)
            sent = [(phase, each) for _, each in sent]
        self.chain(code, *sent)

    def _tie(self, what, code, span, late_until):
        """Two corrections recorded at the same instant: the one that takes effect last counts."""
        started, event = self.held(what, code, span, self.season.chance(0.5), late_until, recorded=None)
        event["attributes"]["recordedtime"] = text_of(started + HOUR)
        moment, sent = self.later(started, span), [(self.phase(started), event)]
        for good in self.rng.sample([True, False], 2):
            _, other = self.held(what, code, span, good, late_until, started=started)
            correction = self.correction(event, other["data"], max(moment, started + 2 * HOUR), moment)
            sent.append((self.phase(started, moment), correction))
        self.chain(code, *sent)

    def _retracted(self, what, code, span, late_until):
        started, event = self.held(what, code, span, True, late_until)
        moment = self.later(started, span)
        retraction = self.retraction(event, self.rng.choice([moment, moment + DAY, None]), moment)
        sent = [(self.phase(started), event), (self.phase(started, moment), retraction)]
        if self.season.chance(0.3):
            sent = [(max(phase for phase, _ in sent), each) for _, each in reversed(sent)]
        if self.season.chance(0.3):
            _, other = self.held(what, code, span, True, late_until, started=started)
            again = self.later(moment, span)
            sent.append((self.phase(again), self.correction(event, other["data"], again, again)))
        self.chain(code, *sent)

    def _moved(self, what, code, span, late_until):
        """Corrected into another day, or into another unit's record."""
        started, event = self.held(what, code, span, True, late_until)
        elsewhere, other = self.held(what, code, span, True, late_until)
        if self.season.chance(0.5):
            units = self.season.groups if what == "group-meeting" else self.season.branches
            units = [unit for unit in units if what != "committee-meeting" or unit in self.season.committees]
            if what != "term-reminder":
                other["data"]["unit"] = self.rng.choice(units)
        elif self.season.chance(0.5):
            elsewhere = min(started + self.rng.choice([-31, 31]) * DAY, CLOCKS[2] - DAY)
            other["data"]["startedAt"] = self.written(elsewhere)
            self.started.append(elsewhere)
        moment = self.later(max(started, elsewhere), span)
        correction = self.correction(event, other["data"], moment, moment)
        self.chain(code, (self.phase(started), event), (self.phase(elsewhere, moment), correction))

    def _duplicate(self, what, code, span, late_until):
        """Sent twice, in the other mode, with another recorded time: the first counts."""
        started, event = self.held(what, code, span, True, late_until)
        again = json.loads(json.dumps(event))
        again["mode"] = "binary" if event["mode"] == "structured" else "structured"
        recorded = self.recording(started, span)
        again["attributes"].pop("recordedtime", None)
        if recorded is not None:
            again["attributes"]["recordedtime"] = text_of(recorded)
            self.recorded.append(recorded)
        self.chain(code, (self.phase(started), event), (self.phase(started), again))

    def _conflict(self, what, code, span, late_until):
        """Sent twice with other content: the second is refused."""
        started, event = self.held(what, code, span, self.season.chance(0.3), late_until)
        _, other = self.held(
            what, code, span, self.season.chance(0.5), late_until, started=started,
            source=event["attributes"]["source"])
        other["attributes"]["id"] = event["attributes"]["id"]
        other["data"]["title"] = "另有其题"
        self.chain(code, (self.phase(started), event), (self.phase(started), other))

    def _foreign(self, what, code, span, late_until):
        """Another source corrects it: refused, and of no consequence."""
        started, event = self.held(what, code, span, False, late_until)
        _, other = self.held(what, code, span, True, late_until, started=started)
        correction = self.correction(event, other["data"], started + DAY, started)
        correction["attributes"]["source"] = f"/{self.season.prefix}/elsewhere"
        self.chain(code, (self.phase(started), event), (self.phase(started), correction))

    def _lost(self, what, code, span, late_until):
        """A correction of what never comes."""
        started, event = self.held(what, code, span, True, late_until)
        correction = self.correction(event, event["data"], self.recording(started, span), started)
        self.chain(code, (self.phase(started), correction))

    def _broken(self, what, code, span, late_until):
        """Refused, in one of many ways; most leave a letter at the unit and kind."""
        started, event = self.held(what, code, span, True, late_until)
        phase, data, attributes = self.phase(started), event["data"], event["attributes"]
        way = self.rng.choice([
            "attendance", "attendance", "offset", "minutes", "kind", "unit", "id", "source", "type", "future",
            "future", "text", "text", "text", "stranger", "version"])
        if way == "attendance":
            data["attendance"] = {"due": 3, "present": 4, "excused": 0}
        elif way == "offset":
            data["startedAt"] = data["startedAt"][:19]
        elif way == "minutes":
            data["segments"] = [{"part": "study", "minutes": "sechzig"}]
        elif way == "kind":
            data["kind"] = "theme-party"
        elif way == "unit":
            del data["unit"]
        elif way in ("id", "source"):
            del attributes[way]
        elif way == "type":
            attributes["type"] = "guoying.activity.planned.v1"
        elif way == "version":
            attributes["specversion"] = "0.3"
        elif way == "stranger":
            data["unit"] = f"{self.season.prefix}-nobody"
        elif way == "future" and started < CLOCKS[0] + 50 * DAY:
            # Said to begin after the clock under which it is sent.
            phase, after = 0, max(started, CLOCKS[0] + 2 * HOUR)
            data["startedAt"] = self.written(after)
            self.started.append(after)
        if way in ("id", "source", "version", "text"):
            event = raw(event)
        if way == "text":
            event["text"] = event["text"][: int(len(event["text"]) * self.rng.choice([0.5, 0.9, 0.95]))]
        self.chain(code, (phase, event))

    # Watermarks.

    def watermarks(self, source: str):
        rng, season, chain = self.rng, self.season, []
        turns = [start_of(day) for day in (*MONTH_ENDS, date(2021, 4, 16), date(2021, 7, 6), date(2021, 3, 1))]
        turns += [start_of(days_later(months_later(last, -6), 1)) for _, last in season.terms]
        for end in turns:
            if end > CLOCKS[2] - 2 * DAY or not season.chance(0.75):
                continue
            until = rng.choice([end, end, end - SECOND, end + DAY, end - DAY])
            recorded = rng.choice(
                [until + HOUR, until + HOUR, end + 3 * DAY, end + 3 * DAY + HOUR, end + 12 * DAY, None])
            chain.append(self._watermark(source, until, recorded))
            if season.chance(0.2):
                # Taken back, or said twice at the same instant.
                again = recorded + rng.choice([0, DAY, 9 * DAY]) if recorded else None
                chain.append(self._watermark(source, end - rng.choice([2, 20]) * DAY, again, chain[-1][1]["data"]))
        for phase in (1, 2):
            if season.chance(0.9):
                clock = CLOCKS[phase]
                recorded = rng.choice([clock - DAY, None])
                scope = {"unit": rng.choice(season.general)} if season.chance(0.4) else {}
                chain.append((phase, self._watermark(source, clock - 2 * DAY, recorded, scope)[1]))
        chain.sort(key=lambda sent: sent[0])
        self.chain(source, *chain)

    def _watermark(self, source: str, until: int, recorded: int | None, scope: dict | None = None):
        data = {"until": self.written(until)}
        if scope is None:
            scope = {}
            if self.season.chance(0.35):
                above = 2 * [*self.season.general, self.season.root]
                scope["unit"] = self.rng.choice([*above, *self.season.branches])
            if self.season.chance(0.25):
                scope["kinds"] = self.rng.sample(KINDS, self.rng.randint(1, 4))
        data |= {name: scope[name] for name in ("unit", "kinds") if name in scope}
        return self.phase(until), self.event(WATERMARK, data, until, recorded, source)


def raw(event: dict) -> dict:
    """The record of an event that the SDK would not write: structured, as text."""
    text = json.dumps({**event["attributes"], "data": event["data"]}, ensure_ascii=False)
    return {"mode": "raw", "headers": [["content-type", "application/cloudevents+json; charset=UTF-8"]], "text": text}
