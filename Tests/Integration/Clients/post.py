"""Posts events as other systems would: written by the CloudEvents SDK, over HTTP.

    post.py URL TOKEN FILE

FILE holds one JSON object for each request: {"mode": "binary" | "structured" | "batch", "attributes": {…}, "data": …}, or
{"mode": "batch", "events": [{"attributes": …, "data": …}, …]}. Prints the status and the body of each answer, a line for
each request.
"""

import json
import sys
import urllib.error
import urllib.request

from cloudevents.v1.http import CloudEvent
from cloudevents.v1.http import to_binary, to_structured


def event(record):
    return CloudEvent({"datacontenttype": "application/json", **record["attributes"]}, record["data"])


def written(record):
    if record["mode"] == "binary":
        return to_binary(event(record))
    if record["mode"] == "structured":
        return to_structured(event(record))
    events = [json.loads(to_structured(event(one))[1]) for one in record["events"]]
    return {"content-type": "application/cloudevents-batch+json"}, json.dumps(events).encode()


def main():
    url, token, file = sys.argv[1:]
    with open(file, encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    for record in records:
        headers, body = written(record)
        request = urllib.request.Request(
            url, data=body, headers={**headers, "Authorization": f"Bearer {token}"}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                print(answer.status, answer.read().decode())
        except urllib.error.HTTPError as error:
            print(error.code, error.read().decode())


if __name__ == "__main__":
    main()
