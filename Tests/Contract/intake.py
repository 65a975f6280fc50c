"""What becomes of the events that were sent: records with their versions, watermarks, and dead letters."""

import json
import re
from dataclasses import dataclass, field

from moments import DAY, instant, readable_instant
from reading import Reading

HELD, CORRECTED, RETRACTED, WATERMARK = (
    f"guoying.activity.{name}.v1" for name in ("held", "corrected", "retracted", "watermark"))
TYPES = (HELD, CORRECTED, RETRACTED, WATERMARK)
KINDS = frozenset(
    "members-meeting committee-meeting group-meeting party-class theme-day organisational-life-meeting "
    "leadership-life-meeting members-appraisal talks topical-study topical-training centre-group-study "
    "general-branch-meeting joint-meeting research-visit guidance-visit inspection on-site-meeting dispatch-meeting "
    "contest practical-deed listening-session survey-result report promise training term-reminder".split())
REQUIRED = ("specversion", "id", "source", "type")
TOLERANCE = 600_000_000
PARKING = 7 * DAY


@dataclass
class Version:
    """What one event says of a record."""

    recorded: int
    effect: int  # the order in which events took effect
    time: int
    data: dict
    target: tuple | None = None

    @property
    def started(self) -> int:
        return instant(self.data["startedAt"])


@dataclass
class Record:
    """Something that took place, in all its versions; a retraction is a version without an activity."""

    root: Version
    corrections: list[Version] = field(default_factory=list)
    retractions: list[Version] = field(default_factory=list)


@dataclass
class Letter:
    code: str
    recorded: int
    unit: str | None
    kind: str | None
    started: int | None
    time: int | None


@dataclass(eq=False)
class Parked:
    event: dict
    accepted: int
    waits_for: tuple


class Intake:
    """Takes events in one after the other, as the steps of a campus say."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.records: dict[tuple, Record] = {}
        self.watermarks: list[tuple[str, Version]] = []
        self.letters: list[Letter] = []
        self.parked: list[Parked] = []
        self._codes: set[str] = set()
        self._roots: dict[tuple, tuple] = {}
        self._seen: dict[tuple, tuple] = {}
        self._effects = 0

    # The steps.

    def advance(self, now: int):
        """The clock moves; what has waited for more than seven days is given up."""
        overdue = [parked for parked in self.parked if now - parked.accepted > PARKING]
        self.parked = [parked for parked in self.parked if parked not in overdue]
        for parked in overdue:
            # What is refused claims no id.
            del self._seen[parked.event["source"], parked.event["id"]]
            self._refuse(parked.event, f"unknown-{parked.waits_for[0]}", parked.accepted)

    def register(self, tables: dict):
        for row in tables.get("units", []):
            self._codes.add(row["code"])
        self._release()

    def take(self, sent: dict, accepted: int):
        """A record of the intake topic."""
        event = decoded(sent)
        if event is None:
            self._refuse(glimpsed(sent["text"]) if self.reading.letters_glimpsed else {}, "undecodable", accepted)
            return
        code = self._fault(event, accepted)
        if code is not None:
            self._refuse(event, code, accepted)
            return
        identity, content = (event["source"], event["id"]), content_of(event)
        if identity in self._seen:
            self._repeat(identity, event, content, accepted)
            return
        self._seen[identity] = content
        self._apply(Parked(event, accepted, ()))

    # Faults, the first of the table of dead letters.

    def _fault(self, event: dict, accepted: int) -> str | None:
        if any(not event.get(name) for name in REQUIRED):
            return "missing-attribute"
        if event["type"] not in TYPES or event["specversion"] != "1.0":
            return "unsupported-type"
        if not fits_schema(event):
            return "schema"
        data = event["data"]
        moments = [readable_instant(text) for text in (event.get("time"), data.get("startedAt"), data.get("until"))]
        if any(moment is not None and moment > accepted + TOLERANCE for moment in moments):
            return "future"
        target = data.get("corrects") or data.get("retracts")
        if target and target["source"] != event["source"]:
            return "source-not-allowed"
        return None

    def _recorded(self, event: dict, accepted: int) -> int:
        recorded = readable_instant(event.get("recordedtime")) if self.reading.recordedtime_counts else None
        if recorded is None:
            return accepted
        return min(recorded, accepted) if self.reading.recordedtime_capped_by_acceptance else recorded

    def _refuse(self, event: dict, code: str, accepted: int):
        data = event.get("data") if isinstance(event.get("data"), dict) else {}
        unit, kind = (value if isinstance(value, str) else None for value in (data.get("unit"), data.get("kind")))
        started = readable_instant(data.get("startedAt"))
        if started is None and isinstance(data.get("startedAt"), str) and not self.reading.letters_need_offset:
            started = readable_instant(data["startedAt"] + "+08:00")
        self.letters.append(Letter(
            code, self._recorded(event, accepted), unit, kind, started, readable_instant(event.get("time"))))

    def _repeat(self, identity: tuple, event: dict, content: tuple, accepted: int):
        """An id that was there before."""
        is_duplicate = content == self._seen[identity]
        record = self.records.get(self._roots.get(identity))
        if is_duplicate and self.reading.duplicates_update and record:
            record.root.recorded = self._recorded(event, accepted)
        if not is_duplicate and self.reading.conflicts_overwrite and record:
            record.root.data = event["data"]
        if not is_duplicate and self.reading.conflicts_refused:
            self._refuse(event, "conflicting-duplicate", accepted)

    # Effects.

    def _apply(self, arrival: Parked) -> bool:
        """Lets an event take effect, or wait for its unit or its target."""
        event = arrival.event
        data, identity = event["data"], (event["source"], event["id"])
        named = data.get("corrects") or data.get("retracts")
        target = (named["source"], named["id"]) if named else None
        arrival.waits_for = ()
        if event["type"] != RETRACTED and data.get("unit") is not None and data["unit"] not in self._codes:
            arrival.waits_for = ("unit", data["unit"])
        elif target and target not in self._roots:
            arrival.waits_for = ("target", target)
        if arrival.waits_for:
            self.parked.append(arrival)
            return False
        self._effects += 1
        version = Version(
            self._recorded(event, arrival.accepted), self._effects, instant(event["time"]), data, target)
        if event["type"] == WATERMARK:
            self.watermarks.append((event["source"], version))
        elif event["type"] == HELD:
            self.records[identity] = Record(version)
            self._roots[identity] = identity
        else:
            root = self._roots[target]
            if event["type"] == CORRECTED:
                self.records[root].corrections.append(version)
                self._roots[identity] = root
            else:
                self.records[root].retractions.append(version)
        self._release()
        return True

    def _release(self):
        for parked in list(self.parked):
            if parked in self.parked and self._is_there(*parked.waits_for):
                self.parked.remove(parked)
                self._apply(parked)

    def _is_there(self, what: str, key) -> bool:
        return key in (self._codes if what == "unit" else self._roots)


def decoded(sent: dict) -> dict | None:
    """The event in a record: its attributes, and its data beside them."""
    if sent["mode"] != "raw":
        return {**sent["attributes"], "data": sent["data"]}
    headers = dict(sent["headers"])
    try:
        value = json.loads(sent["text"])
    except ValueError:
        return None
    if headers.get("content-type", "").startswith("application/cloudevents+json"):
        return value
    return {name.removeprefix("ce_"): text for name, text in headers.items() if name.startswith("ce_")} | {
        "data": value}


def glimpsed(text: str) -> dict:
    """What can be read of the text of an event that is no JSON: the strings that are whole."""
    found = dict(re.findall(r'"(\w+)": ?"([^"\\]*)"', text))
    return found | {"data": found}


def content_of(event: dict) -> tuple:
    """What makes two events of one id the same."""
    return event["type"], event.get("subject"), readable_instant(event.get("time")), event["data"]


def fits_schema(event: dict) -> bool:
    """As much of the schemas as the campuses break."""
    data = event["data"]
    if not isinstance(data, dict):
        return False
    if event["type"] == WATERMARK:
        return readable_instant(data.get("until")) is not None
    if event["type"] == RETRACTED:
        return isinstance(data.get("retracts"), dict)
    if event["type"] == CORRECTED and not isinstance(data.get("corrects"), dict):
        return False
    if not isinstance(data.get("unit"), str) or data.get("kind") not in KINDS:
        return False
    if readable_instant(data.get("startedAt")) is None:
        return False
    attendance = data.get("attendance", {"due": 0, "present": 0})
    if attendance["present"] > attendance["due"]:
        return False
    return all(isinstance(segment["minutes"], int) for segment in data.get("segments", []))
