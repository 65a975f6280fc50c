"""A register of many branches, and events of about 600 bytes that all of them hold, preloaded into one topic."""

import json
import random
import uuid
from datetime import UTC, datetime, timedelta

from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

BRANCHES = 1_000
SOURCE = "/campus/oa"
TITLE = "学习党的百年奋斗历史，交流学习体会，开展志愿服务实践活动"


def units_file(path: str):
    """Writes the register: one committee, ten general branches, a thousand branches."""
    with open(path, "w", encoding="utf-8") as file:
        file.write("code,name,kind,category,parent,from,to\nc,党委,committee,,,2018-09-01,\n")
        for number in range(10):
            file.write(f"g-{number},党总支{number},general-branch,,c,2018-09-01,\n")
        for number in range(BRANCHES):
            file.write(f"b-{number:04},党支部{number},branch,teacher,g-{number % 10},2018-09-01,\n")


def events(count: int, seed: int):
    """Events in the order in which their systems send them, with their keys."""
    rng = random.Random(seed)
    start = datetime(2021, 1, 1, 8, tzinfo=UTC)
    for number in range(count):
        unit = f"b-{rng.randrange(BRANCHES):04}"
        held = start + timedelta(minutes=rng.randrange(180 * 24 * 60))
        data = {
            "unit": unit, "kind": "theme-day", "title": TITLE, "startedAt": held.isoformat(),
            "place": {"name": "实训楼 A203", "type": "training-base"}, "chairedBy": "secretary",
            "attendance": {"due": 32, "present": 30 - rng.randrange(8), "excused": 2},
            "segments": [{"part": part, "minutes": 60} for part in ("study", "exchange", "practice")],
        }
        event = {
            "specversion": "1.0", "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "source": SOURCE,
            "type": "guoying.activity.held.v1", "time": held.isoformat(),
            "recordedtime": (held + timedelta(hours=3)).isoformat(), "data": data,
        }
        yield unit, json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def preload(broker: str, topic: str, partitions: int, count: int, seed: int = 1) -> float:
    """Makes a topic and fills it; returns how many bytes an event has on the average."""
    admin = AdminClient({"bootstrap.servers": broker})
    for future in admin.create_topics([NewTopic(topic, partitions, 1)]).values():
        future.result()
    producer = Producer({
        "bootstrap.servers": broker, "enable.idempotence": True, "linger.ms": 50, "batch.size": 1_000_000,
        "queue.buffering.max.messages": 200_000, "compression.type": "none",
        # The partitioner of Kafka's own clients.
        "partitioner": "murmur2_random",
    })
    size = 0
    headers = [("content-type", "application/cloudevents+json")]
    for key, value in events(count, seed):
        size += len(value)
        while True:
            try:
                producer.produce(topic, value, key, headers=headers)
                break
            except BufferError:
                producer.poll(0.1)
    producer.flush()
    return size / count
