"""Publishes records as other systems would: with confluent-kafka, and the CloudEvents SDK where a record is an event.

    publish.py BOOTSTRAP_SERVERS TOPIC FILE

FILE holds one JSON object for each record, in the order in which they are sent:

    {"mode": "binary" | "structured", "key": …, "attributes": {…}, "data": …}   an event, written by the SDK
    {"mode": "raw", "key": …, "headers": [[NAME, TEXT], …], "text": …}           a record as it stands

A raw record has its value in `text` or in `base64`, or is a tombstone without either; `size` repeats the value's last
byte until it is that long. A key or a header may be null. Prints, for each record in the same order, where the broker
put it and what it held, and ends when all are acknowledged; a record that is not acknowledged is an error.
"""

import base64
import hashlib
import json
import sys

from cloudevents.v1.http import CloudEvent
from cloudevents.v1.kafka import to_binary, to_structured
from confluent_kafka import Producer


def written(record):
    """The key, the headers and the value of an event as the SDK writes it."""
    event = CloudEvent({"datacontenttype": "application/json", **record["attributes"]}, record["data"])
    if record["mode"] == "binary":
        message = to_binary(event)
        headers = message.headers
    else:
        message = to_structured(event)
        # The classic API of the SDK leaves the header by which a structured event is known to its caller.
        headers = {**message.headers, "content-type": b"application/cloudevents+json; charset=UTF-8"}
    return list(headers.items()), message.value


def as_it_stands(record):
    """The headers and the value of a record that follows no rule."""
    headers = [(name, None if text is None else text.encode()) for name, text in record["headers"]]
    if "base64" in record:
        value = base64.b64decode(record["base64"])
    elif "text" in record:
        value = record["text"].encode()
    else:
        value = None
    if "size" in record:
        value += value[-1:] * (record["size"] - len(value))
    return headers, value


def main():
    servers, topic, file = sys.argv[1:]
    producer = Producer(
        {"bootstrap.servers": servers, "acks": "all", "enable.idempotence": True, "message.max.bytes": 34_603_008}
    )
    placed = []

    with open(file, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for number, record in enumerate(records):
        headers, value = as_it_stands(record) if record["mode"] == "raw" else written(record)
        content = b"" if value is None else value
        answer = {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        placed.append(answer)

        def acknowledged(error, message, answer=answer, number=number):
            if error is not None:
                sys.exit(f"record {number + 1} was not taken: {error}")
            answer.update(partition=message.partition(), offset=message.offset())

        producer.produce(topic, key=record["key"], value=value, headers=headers, on_delivery=acknowledged)
        producer.poll(0)

    if producer.flush(60) > 0:
        sys.exit("the broker did not acknowledge all records in time")
    for answer in placed:
        print(json.dumps(answer))


main()
