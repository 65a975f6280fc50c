#!/usr/bin/env python3
"""Publishes events to Guoying: one structured CloudEvent in JSON on each line of a file.

    pip install confluent-kafka
    publish.py BROKERS TOPIC FILE

The key is the event's unit, so that one unit's events keep their order. Nothing counts as sent before the broker has
acknowledged it: the exit status is 1 where one event was not, and running it again does no harm, because source and id
make an event the same for ever.
"""

import json
import sys

from confluent_kafka import Producer


def main() -> int:
    brokers, topic, file = sys.argv[1:4]
    producer = Producer({"bootstrap.servers": brokers, "acks": "all", "enable.idempotence": True})
    failures = []

    def acknowledged(error, _record):
        if error is not None:
            failures.append(error)

    count = 0
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            producer.produce(
                topic,
                key=event["data"].get("unit"),
                value=line.strip().encode(),
                headers={"content-type": "application/cloudevents+json"},
                on_delivery=acknowledged,
            )
            producer.poll(0)
            count += 1
    waiting = producer.flush(30)
    for error in failures:
        print(error, file=sys.stderr)
    print(f"{count - len(failures) - waiting} of {count} events acknowledged")
    return 1 if failures or waiting else 0


if __name__ == "__main__":
    sys.exit(main())
