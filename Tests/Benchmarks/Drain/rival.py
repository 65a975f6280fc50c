"""A tuned Python consumer that does the activity service's work for held events, with the same guarantees.

Positions, fence, identities, records, journal and its chains are one transaction for each batch: confluent-kafka,
orjson and psycopg, identities through a staging table, everything else by COPY; several processes, each with its
share of the partitions. What it leaves out (corrections, parking, dead letters, watermarks, commands) does not occur in
the events that it is measured with; an event of any other kind ends it.
"""

import hashlib
import multiprocessing
import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
import psycopg
from confluent_kafka import Consumer, TopicPartition
from psycopg.types.json import Json

BATCH = 10_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ABSENT = b"\xff\xff\xff\xff"
PARTS = {"study", "exchange", "practice"}


def lane(key: bytes) -> int:
    """The lane of a unit: Kafka's murmur2 of its code."""
    mask, factor = 0xFFFFFFFF, 0x5BD1E995
    value = 0x9747B28C ^ len(key)
    for place in range(0, len(key) & ~3, 4):
        word = int.from_bytes(key[place:place + 4], "little") * factor & mask
        word = (word ^ word >> 24) * factor & mask
        value = (value * factor & mask) ^ word
    tail = key[len(key) & ~3:]
    if tail:
        value = (value ^ int.from_bytes(tail, "little")) * factor & mask
    value = (value ^ value >> 13) * factor & mask
    return ((value ^ value >> 15) & 0x7FFFFFFF) % 48


class Member:
    """One process, with its partitions and its session."""

    def __init__(self, address: str, url: str, topic: str, journal: str, partitions: list[int]):
        self.topic, self.journal = topic, journal
        self.lanes: dict[str, int] = {}
        self.units: set[str] = set()
        self.connection = psycopg.connect(url)
        self.consumer = Consumer({
            "bootstrap.servers": address, "group.id": "rival", "enable.auto.commit": False,
            "auto.offset.reset": "error", "queued.min.messages": 100_000, "queued.max.messages.kbytes": 65_536,
        })
        self.cluster = self.consumer.list_topics(topic, 10).cluster_id
        self.epochs = {}
        with self.connection.transaction(), self.connection.cursor() as cursor:
            cursor.execute("SET LOCAL search_path = activity")
            cursor.execute(
                "CREATE TEMPORARY TABLE staging (digest uuid, content uuid, unit text, occurred timestamptz)")
            for number in partitions:
                epoch, position = cursor.execute(
                    """
                    INSERT INTO position (cluster, topic, partition, epoch, owner) VALUES (%s, %s, %s, 1, 'rival')
                    ON CONFLICT (cluster, topic, partition) DO UPDATE SET epoch = position.epoch + 1
                    RETURNING epoch, position
                    """, (self.cluster, topic, number)).fetchone()
                self.epochs[number] = (epoch, position)
        self.consumer.assign([
            TopicPartition(topic, number, position) for number, (_, position) in self.epochs.items()])

    def run(self, count: int):
        """Takes in so many events."""
        while count > 0:
            records = self.consumer.consume(BATCH, 0.2)
            if records:
                self.write([self.read(record) for record in records], records)
                count -= len(records)

    def read(self, record):
        """Parses and checks one record, with all that is written of it but its number."""
        event = orjson.loads(record.value())
        data = event["data"]
        if event["specversion"] != "1.0" or event["type"] != "guoying.activity.held.v1" or data["kind"] != "theme-day":
            raise SystemExit(f"an event that this consumer does not know: {event['id']}")
        source, id_, unit = event["source"], event["id"], data["unit"]
        started = datetime.fromisoformat(data["startedAt"])
        time, recorded = datetime.fromisoformat(event["time"]), datetime.fromisoformat(event["recordedtime"])
        attendance, segments = data["attendance"], data["segments"]
        if not (0 <= attendance["present"] <= attendance["due"] and 0 <= attendance["excused"] <= attendance["due"]):
            raise SystemExit(f"wrong attendance: {id_}")
        minutes = {}
        for segment in segments:
            if segment["part"] not in PARTS or not 0 <= segment["minutes"] <= 1_440:
                raise SystemExit(f"wrong segment: {id_}")
            minutes[segment["part"]] = minutes.get(segment["part"], 0) + segment["minutes"]
        canonical = orjson.dumps(data, option=orjson.OPT_SORT_KEYS)
        identity = hashlib.sha256(f"{source}\0{id_}".encode()).digest()[:16]
        microseconds = (time - EPOCH) // timedelta(microseconds=1)
        content = hashlib.sha256(b"\0".join([
            event["type"].encode(), event.get("subject", "").encode(), microseconds.to_bytes(8, "big", signed=True),
            hashlib.sha256(canonical).digest()])).digest()[:16]
        number = self.lanes.get(unit)
        if number is None:
            number = self.lanes[unit] = lane(unit.encode())
        detail = orjson.dumps({
            "segments": {part: minutes[part] for part in ("study", "exchange", "practice") if part in minutes},
            "attendance": {"due": attendance["due"], "present": attendance["present"]}})
        headers = [["ce_time", utc(time)], ["ce_recordedtime", utc(recorded)]]
        return (
            identity, content, unit, started, recorded, number, detail, event["type"], source, id_, headers, canonical)

    def write(self, events, records):
        """One batch in one transaction: fence and positions, identities, records, journal, lanes."""
        positions = {record.partition(): record.offset() + 1 for record in records}
        taken = {}
        for record in records:
            taken[record.partition()] = taken.get(record.partition(), 0) + 1
        first = {}
        for event in events:
            first.setdefault(event[0], event)
        with self.connection.transaction(), self.connection.cursor() as cursor:
            now = datetime.now(UTC)
            with self.connection.pipeline():
                cursor.execute("SET LOCAL search_path = activity")
                cursor.execute("TRUNCATE staging")
            self._know_units(cursor, {event[2] for event in events})
            with cursor.copy("COPY staging FROM STDIN (FORMAT binary)") as copy:
                copy.set_types(["uuid", "uuid", "text", "timestamptz"])
                for event in sorted(first.values()):
                    copy.write_row((uuid(event[0]), uuid(event[1]), event[2], event[3]))
            fresh = {row[0].bytes for row in cursor.execute(
                "INSERT INTO seen SELECT * FROM staging ON CONFLICT (digest) DO NOTHING RETURNING digest")}
            new = [event for event in first.values() if event[0] in fresh]
            heads = {row[0]: [row[1], row[2]] for row in cursor.execute(
                "SELECT lane, head, chain FROM lane WHERE lane = ANY(%s) ORDER BY lane FOR UPDATE",
                (sorted({event[5] for event in new}),))}
            self._copy(cursor, new, heads, now)
            lanes = sorted(heads)
            with self.connection.pipeline():
                cursor.execute(
                    """
                    UPDATE lane SET head = new.head, chain = new.chain
                    FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[]) AS new (lane, head, chain)
                    WHERE lane.lane = new.lane
                    """, (lanes, [heads[each][0] for each in lanes], [heads[each][1] for each in lanes]))
                cursor.execute(
                    """
                    INSERT INTO lane_topic
                    SELECT lane, %s, head FROM unnest(%s::smallint[], %s::bigint[]) AS new (lane, head)
                    ON CONFLICT (lane, topic) DO UPDATE SET head = excluded.head
                    """, (self.journal, lanes, [heads[each][0] for each in lanes]))
                fenced = cursor.execute(
                    """
                    UPDATE position
                    SET position = new.position, taken = position.taken + new.taken, applied = applied + new.taken
                    FROM unnest(%s::integer[], %s::bigint[], %s::bigint[], %s::bigint[])
                        AS new (partition, epoch, position, taken)
                    WHERE cluster = %s AND topic = %s AND position.partition = new.partition
                        AND position.epoch = new.epoch
                    """, (
                        list(positions), [self.epochs[each][0] for each in positions], list(positions.values()),
                        [taken[each] for each in positions], self.cluster, self.topic))
            if fenced.rowcount != len(positions):
                raise SystemExit("another process has these partitions")

    def _know_units(self, cursor, units: set[str]):
        unknown = units - self.units
        if unknown:
            self.units |= {row[0] for row in cursor.execute(
                "SELECT DISTINCT code FROM registry.unit WHERE code = ANY(%s)", (list(unknown),))}
        if units - self.units:
            raise SystemExit("a unit that the register does not have")

    def _copy(self, cursor, events, heads, now):
        microseconds = ((now - EPOCH) // timedelta(microseconds=1)).to_bytes(8, "big")
        numbers = []
        with cursor.copy(
            "COPY journal (lane, position, accepted, topic, key, type, source, id, cause, headers, value, digest) "
            "FROM STDIN (FORMAT binary)"
        ) as copy:
            copy.set_types([
                "int2", "int8", "timestamptz", "text", "bytea", "text", "text", "text", "text", "json", "bytea",
                "bytea"])
            topic = self.journal.encode()
            for (_, _, unit, _, _, number, _, type_, source, id_, headers, value) in events:
                head = heads[number]
                head[0] += 1
                parts = [microseconds, topic, unit.encode(), type_.encode(), source.encode(), id_.encode(), None]
                for name, text in headers:
                    parts += [name.encode(), text.encode()]
                parts.append(value)
                digest = hashlib.sha256(b"".join(
                    ABSENT if part is None else len(part).to_bytes(4, "big") + part for part in parts)).digest()
                head[1] = hashlib.sha256(head[1] + digest).digest()
                numbers.append(head[0])
                copy.write_row((
                    number, head[0], now, self.journal, unit.encode(), type_, source, id_, None,
                    written(orjson.dumps(headers)), value, digest))
        with cursor.copy(
            "COPY record (unit, occurred, kind, record, revision, state, recorded, accepted, lane, position, detail) "
            "FROM STDIN (FORMAT binary)"
        ) as copy:
            copy.set_types([
                "text", "timestamptz", "text", "uuid", "int4", "text", "timestamptz", "timestamptz", "int2", "int8",
                "json"])
            for event, position in zip(events, numbers, strict=True):
                copy.write_row((
                    event[2], event[3], "theme-day", uuid(event[0]), 1, "held", min(event[4], now), now, event[5],
                    position, written(event[6])))


def uuid(digest: bytes) -> UUID:
    return UUID(bytes=digest)


def written(json: bytes) -> Json:
    """A value that is JSON already."""
    return Json(json, dumps=lambda bytes_: bytes_)


def utc(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def run(address: str, url: str, topic: str, journal: str, counts: dict[int, int], members: int):
    """Takes in all that the partitions hold, in so many processes."""
    shares = [
        {number: count for number, count in counts.items() if number % members == each} for each in range(members)]
    processes = [
        multiprocessing.Process(target=_work, args=(address, url, topic, journal, share)) for share in shares]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return all(process.exitcode == 0 for process in processes)


def _work(address: str, url: str, topic: str, journal: str, share: dict[int, int]):
    Member(address, url, topic, journal, list(share)).run(sum(share.values()))


if __name__ == "__main__":
    counts = dict(tuple(map(int, each.split("="))) for each in sys.argv[6:])
    sys.exit(0 if run(*sys.argv[1:5], counts, int(sys.argv[5])) else 1)
