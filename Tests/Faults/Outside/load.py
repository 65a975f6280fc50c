"""Other systems that never rest: what they send, with a ledger of it.

    load.py BOOTSTRAP_SERVERS TOPIC_PREFIX LEDGER SEED

Sends round after round until it is asked to end (SIGTERM), then what others wait for once more if need be, and waits
for the broker's answers. A client as others write them: confluent-kafka, keys hashed by CRC32, no idempotence, so that
the broker may hold a record twice; half of the events in binary mode.

LEDGER holds one JSON object on each line, and is on the disk before anything of it is sent:

    {"n": 7, "id": …, "fate": …, "record": {…}}     a record, and what has to become of it
    {"n": 7, "status": "acked" | "failed" | "unknown"}

Fates: `fact` (one fact for each id, however often it is sent), `command` (one answer), `never` (this client refuses
it), and the codes of dead letters. A record without a status is unknown: it may or may not lie on the topic.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime, timedelta, timezone

from confluent_kafka import KafkaError, KafkaException, Producer

UNITS = [f"b-{number}" for number in range(1, 13)]
SOURCE = "/campus/oa"
PACE_SECONDS = 0.25  # the pace of the load, not a wait for anything
SHANGHAI = timezone(timedelta(hours=8))
FIRST_RECORDED = datetime(2021, 4, 1, tzinfo=SHANGHAI)
# Errors after which a record may lie on the topic all the same; after any other it does not.
OPEN = {KafkaError._MSG_TIMED_OUT, KafkaError._PURGE_INFLIGHT, KafkaError._TIMED_OUT, KafkaError._TRANSPORT,
        KafkaError.REQUEST_TIMED_OUT, KafkaError.NOT_ENOUGH_REPLICAS_AFTER_APPEND, KafkaError.NETWORK_EXCEPTION}


class Ledger:
    """The file; what is known of each record, by its number."""

    def __init__(self, path: str):
        self._file = open(path, "a", encoding="utf-8")
        self.entries: list[dict] = []
        self.status: dict[int, str] = {}

    def enter(self, entry: dict) -> int:
        entry = {"n": len(self.entries), **entry}
        self.entries.append(entry)
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        return entry["n"]

    def keep(self):
        """Puts everything on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def note(self, number: int, status: str):
        self.status[number] = status
        self._file.write(json.dumps({"n": number, "status": status}) + "\n")


class Load:
    def __init__(self, servers: str, prefix: str, ledger: Ledger, seed: int):
        self.rng = random.Random(seed)
        self.ledger = ledger
        self.intake, self.commands = prefix + "activity.intake", prefix + "registry.commands"
        # One request at a time, so that what is sent again does not overtake: an import's commands have an order.
        self.producer = Producer({
            "bootstrap.servers": servers, "acks": "all", "linger.ms": 2, "message.timeout.ms": 60_000,
            "max.in.flight.requests.per.connection": 1, "message.max.bytes": 200_000,
        })
        self.is_ending = False
        self.acked: set[str] = set()
        self.moment = 0
        self.early = 0
        self.batch: list[tuple[int, str, str | None, list, bytes]] = []

    # Rounds.

    def run(self):
        self.register()
        number = 0
        while not self.is_ending:
            until = time.monotonic() + PACE_SECONDS
            self.round(number)
            self.send()
            number += 1
            while not self.is_ending and time.monotonic() < until:
                self.producer.poll(0.05)
        while self.producer.flush(90) > 0 or self.repair():
            pass
        self.ledger.keep()

    def round(self, number: int):
        for place, unit in enumerate(UNITS):
            visit = self.held(f"visit-{unit}-{number}", "research-visit", unit)
            self.event(visit)
            if (number + place) % 3 == 0:
                self.event(visit)
            if (number + place) % 11 == 5 and number >= 8:
                # Said otherwise under the id of a visit that has long been there.
                other = self.held(f"visit-{unit}-{number - 8}", "research-visit", unit)
                if self.is_acked(f"visit-{unit}-{number - 8}"):
                    self.event(other | {"data": other["data"] | {"title": "另一次走访"}}, fate="conflicting-duplicate")
            # Of every other unit at once again, of the rest after a while: an alert is raised of what lasts.
            self.theme(unit, number, (number + 7 * place) % (8 if place % 2 else 40))
            if (number + place) % 5 == 0:
                self.poison(unit, number)
        self.others(number)

    def theme(self, unit: str, number: int, phase: int):
        """A theme day of April, corrected, and taken back again, so that verdicts and alerts change all the time."""
        if phase == 2:
            self.event(self.held(f"theme-{unit}-{number}", "theme-day", unit))
        elif phase == 4 and number >= 2:
            target = f"theme-{unit}-{number - 2}"
            self.event(self.naming("corrected", f"better-{unit}-{number}", "corrects", target, unit, minutes=55))
        elif phase == 6 and number >= 4:
            target = f"theme-{unit}-{number - 4}"
            self.event(self.naming("retracted", f"back-{unit}-{number}", "retracts", target, unit))

    def others(self, number: int):
        if number % 8 == 0:
            self.event(self.made("watermark", f"mark-{number}", None, {"until": "2021-05-05T00:00:00+08:00"}))
        if number % 6 == 3:
            # A correction that overtakes what it corrects.
            unit = self.rng.choice(UNITS)
            self.event(self.naming("corrected", f"soon-{number}", "corrects", f"late-{number}", unit, minutes=50))
            self.event(self.held(f"late-{number}", "theme-day", unit, minutes=30))
        if number % 10 == 4:
            # Of a branch that the register hears of later.
            unit = f"e-{self.early}"
            self.event(self.held(f"early-{unit}-1", "theme-day", unit))
            self.event(self.held(f"early-{unit}-2", "research-visit", unit))
        if number % 10 == 9:
            self.register_early(f"early-{number}", [f"e-{self.early}"])
            self.early += 1
        if number % 4 == 0:
            self.count_members(number)
        if number % 20 == 7:
            self.event(self.held(f"huge-{number}", "research-visit", UNITS[0]) | {"size": 300_000}, fate="never")

    def repair(self) -> bool:
        """Sends again what others wait for and the broker has not acknowledged; false where there is nothing."""
        targets = [entry for entry in self.ledger.entries if entry["id"].startswith(("theme-", "late-"))]
        missing = {entry["id"]: entry["record"] for entry in targets if not self.is_acked(entry["id"])}
        for record in missing.values():
            self.event(record)
        number = len(self.ledger.entries)
        unregistered = [f"e-{each}" for each in range(self.early + 1)]
        if not any(self.is_acked(f"final-{each}-commit") for each in range(number)):
            self.register_early(f"final-{number}", unregistered)
        elif not missing:
            return False
        self.send()
        return True

    def is_acked(self, name: str) -> bool:
        return name in self.acked

    # Events.

    def made(self, verb: str, name: str, unit: str | None, data: dict) -> dict:
        # No two are recorded at the same instant, so that of two versions of a record it is clear which is the later.
        self.moment += 1
        recorded = FIRST_RECORDED + timedelta(minutes=37 * self.moment % (33 * 1440), seconds=self.moment // 47_520)
        attributes = {
            "specversion": "1.0", "id": name, "source": SOURCE, "type": f"guoying.activity.{verb}.v1",
            "time": "2021-04-09T17:30:00+08:00", "recordedtime": recorded.isoformat(),
        }
        mode = "binary" if self.moment % 2 else "structured"
        return {"mode": mode, "key": unit, "attributes": attributes, "data": data}

    def held(self, name: str, kind: str, unit: str, minutes: int = 60) -> dict:
        data = activity(kind, unit, minutes)
        if kind == "research-visit":
            # Over many years: no branch has a thousand of them in one month.
            started = datetime(2005, 1, 1, 9, tzinfo=SHANGHAI) + timedelta(days=self.moment % 5_500)
            data["startedAt"] = started.isoformat()
        return self.made("held", name, unit, data)

    def naming(self, verb: str, name: str, member: str, target: str, unit: str, minutes: int | None = None) -> dict:
        data = {} if minutes is None else activity("theme-day", unit, minutes)
        data |= {member: {"source": SOURCE, "id": target}, "reason": "记录有误"}
        return self.made(verb, name, unit, data)

    def poison(self, unit: str, number: int):
        way = self.rng.randrange(4)
        name = f"poison-{unit}-{number}"
        if way == 0:
            headers = [["content-type", "application/cloudevents+json; charset=UTF-8"]]
            record = {"mode": "raw", "key": unit, "headers": headers, "text": f'{{"unit": "{name}'}
            self.enter("intake", name, "undecodable", record, unit)
        elif way == 1:
            event = self.held(name, "research-visit", unit)
            self.event(event | {"data": event["data"] | {"kind": "tea-party"}}, fate="schema")
        elif way == 2:
            event = self.held(name, "research-visit", unit)
            self.event(event | {"attributes": event["attributes"] | {"type": "campus.visit.v1"}}, "unsupported-type")
        else:
            event = self.held(name, "research-visit", unit)
            self.event(event | {"data": event["data"] | {"startedAt": "2021-04-09 14:30"}}, fate="schema")

    def event(self, record: dict, fate: str = "fact"):
        self.enter("intake", record["attributes"]["id"], fate, record, record["key"])

    # Commands.

    def register(self):
        units = [["c", "示例学院党委", "committee", "", "", "2000-01-01", ""]] + [branch(unit) for unit in UNITS]
        sources = [[SOURCE, "办公系统", "office@c", "c", "theme-day", "P7D"]]
        self.importing("register", [sheet("units", units), sheet("sources", sources)])
        self.send()

    def register_early(self, name: str, units: list[str]):
        self.importing(name, [sheet("units", [branch(unit) for unit in units])])

    def count_members(self, number: int):
        """An import of one count, of another unit or another day each time."""
        turn = number // 4
        unit, day = UNITS[turn % len(UNITS)], datetime(2010, 1, 1) + timedelta(days=turn // len(UNITS))
        self.importing(f"import-{number}", [sheet("members", [[unit, f"{day:%Y-%m-%d}", str(20 + turn % 20), "2"]])])

    def importing(self, name: str, sheets: list[dict]):
        rows = sum(len(each["rows"]) for each in sheets)
        self.command("import-begin", f"{name}-begin", name, {})
        for each in sheets:
            self.command("import-rows", f"{name}-{each['file']}", name, each)
        self.command("import-commit", f"{name}-commit", name, {"mode": "apply", "rows": rows})

    def command(self, verb: str, name: str, of_import: str, data: dict):
        attributes = {
            "specversion": "1.0", "id": name, "source": SOURCE, "type": f"guoying.registry.{verb}.v1",
            "recordedtime": "2021-05-04T08:00:00+08:00",
        }
        record = {"mode": "structured", "key": None, "attributes": attributes, "data": {"import": of_import, **data}}
        self.enter("commands", name, "command", record, None)

    # On their way.

    def enter(self, topic: str, name: str, fate: str, record: dict, key: str | None):
        number = self.ledger.enter({"id": name, "topic": topic, "fate": fate, "record": record})
        headers, value = written(record)
        headers.append(("ledger", str(number).encode()))
        self.batch.append((number, topic, key, headers, value + b" " * (record.get("size", len(value)) - len(value))))

    def send(self):
        """The ledger is on the disk before the first record leaves."""
        self.ledger.keep()
        for number, topic, key, headers, value in self.batch:
            name = self.intake if topic == "intake" else self.commands
            try:
                self.producer.produce(name, value=value, key=key, headers=headers, on_delivery=self.told(number))
            except KafkaException as refusal:
                self.ledger.note(number, "failed" if refusal.args[0].code() not in OPEN else "unknown")
            self.producer.poll(0)
        self.batch = []

    def told(self, number: int):
        def delivered(error, _):
            if error is None:
                self.ledger.note(number, "acked")
                self.acked.add(self.ledger.entries[number]["id"])
            else:
                self.ledger.note(number, "unknown" if error.code() in OPEN else "failed")
        return delivered


def activity(kind: str, unit: str, minutes: int) -> dict:
    parts = [{"part": part, "minutes": minutes} for part in ("study", "exchange", "practice")]
    return {"unit": unit, "kind": kind, "startedAt": "2021-04-09T14:30:00+08:00", "segments": parts}


COLUMNS = {
    "units": ["code", "name", "kind", "category", "parent", "from", "to"],
    "sources": ["source", "name", "owner", "unit", "kinds", "every"],
    "members": ["unit", "date", "formal", "probationary"],
}


def branch(unit: str) -> list[str]:
    return [unit, f"党支部 {unit}", "branch", "teacher", "c", "2000-01-01", ""]


def sheet(file: str, rows: list[list[str]]) -> dict:
    lines = [{"line": place + 2, "cells": cells} for place, cells in enumerate(rows)]
    return {"file": file, "name": f"{file}.csv", "columns": COLUMNS[file], "rows": lines}


def written(record: dict) -> tuple[list, bytes]:
    """The headers and the value of a record."""
    if record["mode"] == "raw":
        return [(name, text.encode()) for name, text in record["headers"]], record["text"].encode()
    if record["mode"] == "structured":
        event = record["attributes"] | {"data": record["data"]}
        headers = [("content-type", b"application/cloudevents+json; charset=UTF-8")]
        return headers, json.dumps(event, ensure_ascii=False).encode()
    headers = [(f"ce_{name}", text.encode()) for name, text in record["attributes"].items()]
    return [("content-type", b"application/json"), *headers], json.dumps(record["data"], ensure_ascii=False).encode()


def main():
    servers, prefix, path, seed = sys.argv[1:]
    load = Load(servers, prefix, Ledger(path), int(seed))

    def end(*_):
        load.is_ending = True

    signal.signal(signal.SIGTERM, end)
    print("sending", flush=True)
    load.run()


main()
