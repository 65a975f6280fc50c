#!/usr/bin/env python3
"""How fast the activity service drains a preloaded topic, beside COPY of the same rows into the same tables.

Each contender begins with a copy of the same database, in turns, several rounds; medians are printed, and ratios
within this run. A contender that ends with other rows than the rest makes the run void.

    deploy/dev bench drain [--events N] [--rounds N]
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import installation
import load
import machine
import psycopg
from confluent_kafka import Consumer, TopicPartition
from machine import Spent

INTAKE = "bench.intake"
PARTITIONS = 6
# What is compared and copied: what a drain writes a row of for each event.
TABLES = ("seen", "record", "journal")


@dataclass
class Contender:
    """One of those that are measured."""
    name: str
    run: Callable[[], Spent]
    spent: list[Spent] = field(default_factory=list)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--events", type=int, default=1_000_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--only", help="leaves out contenders whose names do not contain this")
    options = arguments.parse_args()
    size = prepare(options.events)
    print(f"{options.events} events of {size:.0f} bytes in {PARTITIONS} partitions, {options.rounds} rounds")
    rows = Rows(options.events)
    contenders = [
        Contender("COPY, 1 connection", rows.copying(1)), Contender("COPY, 2 connections", rows.copying(2)),
        Contender("activity, 1 writer", rows.draining(1, relay=False)),
        Contender("activity, 2 writers", rows.draining(2, relay=False)),
        Contender("activity, 2 writers, relay", rows.draining(2, relay=True)),
        Contender("Python, 2 processes", rows.rivalling(2)),
    ]
    rows.draining(2, relay=False, keeping=True)()
    try:
        for _ in range(options.rounds):
            for contender in contenders:
                if not options.only or options.only in contender.name:
                    contender.spent.append(contender.run())
    finally:
        report([contender for contender in contenders if contender.spent])


def prepare(count: int) -> float:
    """A database with a register, and a full topic; how large an event is."""
    installation.query("postgres", "CREATE DATABASE base")
    installation.guoying("migrate", database="base")
    installation.guoying("topics", database="base", prefix="base.")
    load.units_file(f"{installation.RUN}/units.csv")
    with installation.Service("registry", "base", "base."):
        installation.guoying(
            "import", f"{installation.RUN}/units.csv", "--wait", "60", database="base", role="guoying_operator",
            prefix="base.")
    return load.preload(installation.KAFKA, INTAKE, PARTITIONS, count)


class Rows:
    """The rows that every contender must end with."""

    def __init__(self, events: int):
        self.events = events
        self.number = 0
        self.digest = None

    def draining(self, writers: int, relay: bool, keeping: bool = False):
        """The service itself; `keeping` writes the rows into files, for COPY."""

        def run() -> Spent:
            database, prefix = self._fresh()
            installation.guoying("topics", database=database, prefix=prefix)
            if not relay:
                installation.query(
                    database, "INSERT INTO activity.lease VALUES ('relay/' || %s, 'nobody', 1, now() + '1 day')",
                    installation.cluster_id())
            service = installation.Service(
                "activity", database, prefix, GUOYING_ACTIVITY_WRITERS=str(writers),
                GUOYING_ACTIVITY_INTAKE_TOPICS=INTAKE)
            with service as process, psycopg.connect(installation.url(database), autocommit=True) as connection:
                pid = process.pid
                before = self._before(pid)
                first = installation.eventually(process, lambda: self._taken(connection), 0.01)
                begun = time.monotonic()
                installation.eventually(process, lambda: self._taken(connection) == self.events and (
                    not relay or self._published(connection)), 0.02)
                wall = time.monotonic() - begun
                # What came before the first look is left out of the rate, and of nothing else.
                spent = self._spent(before, pid, wall * self.events / (self.events - first))
                spent.peak = machine.peak_megabytes(pid)
            self._check(database)
            if keeping:
                self._keep(database)
            self._drop(database)
            return spent

        return run

    def rivalling(self, members: int):
        """A Python consumer that does the same work."""

        def run() -> Spent:
            database, prefix = self._fresh()
            client = Consumer({"bootstrap.servers": installation.KAFKA, "group.id": "ends"})
            ends = [
                f"{number}={client.get_watermark_offsets(TopicPartition(INTAKE, number))[1]}"
                for number in range(PARTITIONS)]
            with psycopg.connect(installation.url(database), autocommit=True) as connection:
                rival = subprocess.Popen([
                    sys.executable, Path(__file__).with_name("rival.py"), installation.KAFKA,
                    installation.url(database), INTAKE, f"{prefix}guoying.activity.journal", str(members), *ends])
                before = self._before(rival.pid)
                first = installation.eventually(rival, lambda: self._taken(connection), 0.01)
                begun = time.monotonic()
                installation.eventually(rival, lambda: self._taken(connection) == self.events, 0.02)
                wall = time.monotonic() - begun
                spent = self._spent(before, rival.pid, wall * self.events / (self.events - first))
                spent.peak = sum(machine.peak_megabytes(pid) for pid in machine.children(rival.pid))
                assert rival.wait(30) == 0
            self._check(database)
            self._drop(database)
            return spent

        return run

    def copying(self, connections: int):
        """COPY alone, of rows that are encoded already."""

        def run() -> Spent:
            database, _ = self._fresh()
            before = self._before(None)
            begun = time.monotonic()
            clients = [
                subprocess.Popen(
                    ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction",
                     installation.url(database), *(
                         f"--command=\\copy activity.{table} FROM {self._file(table, half)} (FORMAT binary)"
                         for half in range(2) if connections == 1 or half == number for table in TABLES)])
                for number in range(connections)]
            for client in clients:
                assert client.wait() == 0
            spent = self._spent(before, None, time.monotonic() - begun)
            self._check(database)
            self._drop(database)
            return spent

        return run

    def _fresh(self) -> tuple[str, str]:
        self.number += 1
        name = f"run{self.number}"
        installation.query("postgres", f"CREATE DATABASE {name} TEMPLATE base")
        installation.query(name, "CHECKPOINT")
        return name, f"{name}."

    @staticmethod
    def _drop(database: str):
        installation.query("postgres", f"DROP DATABASE {database} WITH (FORCE)")

    @staticmethod
    def _taken(connection) -> int:
        return connection.execute(
            "SELECT coalesce(sum(taken), 0)::bigint FROM activity.position WHERE topic = %s", [INTAKE]).fetchone()[0]

    @staticmethod
    def _published(connection) -> bool:
        return connection.execute(
            "SELECT coalesce(sum(head - position), 1) = 0 FROM activity.published_v1").fetchone()[0]

    @staticmethod
    def _before(pid: int | None):
        wal = installation.query("postgres", "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")[0][0]
        servers = [machine.seconds(installation.pid_of(name)) for name in ("postgresql", "kafka")]
        return int(wal), servers, machine.seconds(pid) if pid else 0

    def _spent(self, before, pid: int | None, wall: float) -> Spent:
        after = self._before(pid)
        return Spent(
            events=self.events, wall=wall, own=after[2] - before[2], database=after[1][0] - before[1][0],
            broker=after[1][1] - before[1][1], wal=after[0] - before[0])

    def _check(self, database: str):
        """Counts and digests of what does not depend on when and in which order it was taken in."""
        digest = installation.query(
            database,
            """
            SELECT (SELECT (count(*), sum(hashtextextended(digest::text || content, 0))) FROM activity.seen),
                (SELECT (count(*), sum(hashtextextended(concat_ws('|', unit, occurred, kind, record, detail), 0)))
                    FROM activity.record),
                (SELECT (count(*), sum(hashtextextended(concat_ws('|', lane, key, type, source, id, value), 0)))
                    FROM activity.journal)
            """)
        self.digest = self.digest or digest
        if digest != self.digest:
            raise SystemExit(f"void: {database} ends with {digest}, not {self.digest}")

    @staticmethod
    def _file(table: str, half: int) -> str:
        return f"{installation.RUN}/{table}-{half}.copy"

    def _keep(self, database: str):
        halves = {"seen": "get_byte(uuid_send(digest), 0) %% 2", "record": "lane %% 2", "journal": "lane %% 2"}
        for table in TABLES:
            for half in range(2):
                with open(self._file(table, half), "wb") as file, psycopg.connect(
                        installation.url(database)) as connection:
                    copy = f"COPY (SELECT * FROM activity.{table} WHERE {halves[table]} = {half}) TO STDOUT"
                    with connection.cursor().copy(copy.replace("%%", "%") + " (FORMAT binary)") as rows:
                        for block in rows:
                            file.write(block)


def report(contenders: list[Contender]):
    """A line for each, with its ratios to COPY in the same rounds."""
    print(
        f"{'':28}{'events/s':>10}{'÷ COPY 1':>10}{'÷ COPY 2':>10}"
        "  µs an event: ours  database  broker  WAL, B  peak, MB")
    rates = {each.name: [spent.rate for spent in each.spent] for each in contenders}
    for each in contenders:
        middle = sorted(each.spent, key=lambda spent: spent.rate)[len(each.spent) // 2]
        ratios = [
            statistics.median(own / other for own, other in zip(rates[each.name], rates[base]))
            if base in rates else float("nan")
            for base in ("COPY, 1 connection", "COPY, 2 connections")]
        print(
            f"{each.name:28}{middle.rate:10.0f}{ratios[0]:10.2f}{ratios[1]:10.2f}"
            f"{middle.each(middle.own):20.1f}{middle.each(middle.database):10.1f}{middle.each(middle.broker):8.1f}"
            f"{middle.wal / middle.events:8.0f}{middle.peak:10.0f}")
    Path(f"{installation.RUN}/drain.json").write_text(json.dumps({
        each.name: [vars(spent) for spent in each.spent] for each in contenders}))


main()
