#!/usr/bin/env python3
"""What judging costs, by the years that lie behind a unit.

First evaluation alone, on one core. Then the whole path of one event through supervision, as the processor time of the
service and of its PostgreSQL sessions: reading, judging and writing; for each length in turns, medians are printed.

    deploy/dev bench judge [--events N] [--rounds N]
"""

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
import time
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "Drain"))

import installation  # noqa: E402
import machine  # noqa: E402
from confluent_kafka import Producer  # noqa: E402

SOURCE, UNITS, RATE = "/campus/oa", 100, 200
BEGINS, ZONE = date(2021, 3, 1), timezone(timedelta(hours=8))
LENGTHS = (1, 2, 3, 5)
GOAL = 0.1


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--events", type=int, default=2_000, help="in each round")
    arguments.add_argument("--rounds", type=int, default=3)
    options = arguments.parse_args()
    subprocess.run([f"{installation.BIN}/EvaluationBenchmark"], check=True)
    histories = [History(years) for years in LENGTHS]
    for history in histories:
        history.prepare()
    for number in range(options.rounds):
        for history in histories:
            history.measure(number, options.events)
    print(f"{'years':>5}{'records a unit':>16}{'µs an event: service':>22}{'sessions':>10}{'both':>8}")
    both = []
    for history in histories:
        own, database = (statistics.median(each) for each in zip(*history.spent))
        both.append(statistics.median(sum(each) for each in history.spent))
        print(f"{history.years:5}{history.records // UNITS:16}{own:22.0f}{database:10.0f}{both[-1]:8.0f}")
    slope = math.log(both[-1] / both[0]) / math.log(LENGTHS[-1] / LENGTHS[0])
    print(f"log–log slope from {LENGTHS[0]} to {LENGTHS[-1]} years: {slope:.2f}, asked for {GOAL}")


class History:
    """An installation that has so many years behind it."""

    def __init__(self, years: int):
        self.years = years
        self.database, self.prefix = f"years{years}", f"years{years}."
        self.now = datetime(BEGINS.year + years, BEGINS.month, 20, 9, tzinfo=ZONE)
        self.records = 0
        self.spent: list[tuple[float, float]] = []

    def prepare(self):
        """Its register, and what was held in each month that has closed."""
        installation.query("postgres", f"CREATE DATABASE {self.database}")
        installation.guoying("migrate", database=self.database)
        installation.guoying("clock", "set", self.now.isoformat(), database=self.database)
        installation.guoying("topics", database=self.database, prefix=self.prefix)
        units, sources = (f"{installation.RUN}/{name}.csv" for name in ("units", "sources"))
        with open(units, "w", encoding="utf-8") as file:
            file.write("code,name,kind,category,parent,from,to\nc,党委,committee,,,2018-09-01,\n")
            file.write("g,党总支,general-branch,,c,2018-09-01,\n")
            for number in range(UNITS):
                file.write(f"b-{number:04},党支部{number},branch,teacher,g,2018-09-01,\n")
        with open(sources, "w", encoding="utf-8") as file:
            file.write("source,name,owner,unit,kinds,every\n")
            file.write(f"{SOURCE},OA,office@c,c,theme-day members-meeting report,P30D\n")
        with Services(self) as processes:
            installation.guoying(
                "import", units, sources, "--wait", "60", database=self.database, role="guoying_operator",
                prefix=self.prefix)
            self._send(self._season(), rate=None)
            self._settle(processes["supervision"])

    def measure(self, number: int, events: int):
        """Theme days of the day before, each of some unit."""
        rng = random.Random(number)
        with Services(self) as processes:
            self._settle(processes["supervision"])
            before = self._seconds(processes["supervision"].pid)
            self._send(
                (self._held(f"b-{rng.randrange(UNITS):04}", "theme-day", self.now - timedelta(days=1), f"{number}-{n}")
                 for n in range(events)), RATE)
            self._settle(processes["supervision"])
            after = self._seconds(processes["supervision"].pid)
            self.spent.append(tuple((late - early) * 1e6 / events for early, late in zip(before, after)))

    def _season(self):
        """Four of each five months as they are owed."""
        for month in range(12 * self.years):
            day = datetime(BEGINS.year + (month + 2) // 12, (month + 2) % 12 + 1, 10, 14, tzinfo=ZONE)
            for number in range(UNITS):
                if month % 5 < 4:
                    for part, kind in enumerate(("theme-day", "members-meeting", "committee-meeting")):
                        self.records += 1
                        start = day + timedelta(days=part)
                        yield self._held(f"b-{number:04}", kind, start, f"{kind}-{month}-{number}")
        yield None, self._event("watermark", {"until": self.now.isoformat()}, "w", self.now)

    def _held(self, code: str, kind: str, start: datetime, name: str):
        return code, self._event("held", {
            "unit": code, "kind": kind, "startedAt": start.isoformat(),
            "segments": [{"part": part, "minutes": 60} for part in ("study", "exchange", "practice")],
            "attendance": {"due": 32, "present": 30, "excused": 2}}, name, start)

    @staticmethod
    def _event(kind: str, data: dict, name: str, instant: datetime) -> bytes:
        return json.dumps({
            "specversion": "1.0", "id": name, "source": SOURCE, "type": f"guoying.activity.{kind}.v1",
            "time": instant.isoformat(), "data": data}).encode()

    def _send(self, events, rate: int | None):
        producer = Producer({"bootstrap.servers": installation.KAFKA, "enable.idempotence": True})
        begin = time.monotonic()
        for number, (key, value) in enumerate(events):
            if key is None:
                producer.flush()
            producer.produce(
                f"{self.prefix}activity.intake", value, key,
                headers=[("content-type", "application/cloudevents+json")])
            producer.poll(0 if rate is None else max(0, begin + number / rate - time.monotonic()))
            if len(producer) > 50_000:
                producer.flush()
        producer.flush()

    def _settle(self, process):
        """Waits until all that was sent is judged."""
        installation.eventually(process, lambda: subprocess.run(
            [f"{installation.BIN}/guoying", "board", "--unit", "b-0000", "--wait", "60"],
            stdout=subprocess.DEVNULL, check=False, env=installation.environment(
                self.database, "guoying_reader", self.prefix)).returncode == 0)
        installation.eventually(process, lambda: installation.query(
            self.database,
            """
            SELECT NOT EXISTS (
                SELECT FROM activity.lane_v1 AS owner LEFT JOIN supervision.reading_v1 AS reading USING (topic, lane)
                WHERE owner.topic LIKE '%%activity.journal' AND owner.head > coalesce(reading.position, 0))
            AND NOT EXISTS (SELECT FROM supervision.due WHERE what = 'fan-out' OR at < %s)
            """, self.now)[0][0])

    def _seconds(self, pid: int) -> tuple[float, float]:
        """Processor seconds of the service and of its sessions."""
        sessions = installation.query(
            "postgres", "SELECT pid FROM pg_stat_activity WHERE application_name = 'guoying-supervision'")
        return machine.seconds(pid), sum(machine.seconds(session) for session, in sessions)


class Services:
    """What has to run, until the end of a `with`."""

    def __init__(self, history: History):
        self.services = [
            installation.Service(name, history.database, history.prefix, GUOYING_GO_LIVE=BEGINS.isoformat())
            for name in ("registry", "activity", "supervision")]

    def __enter__(self):
        return {service.name: service.__enter__() for service in self.services}

    def __exit__(self, *error):
        for service in reversed(self.services):
            service.__exit__(*error)


main()
