#!/usr/bin/env python3
"""How long it takes from an event's acknowledgement by the broker to its alert on the topic.

An open loop sends events at a fixed rate, whatever becomes of them. Most are theme days of the running month, which
change no alert; every fifth is one of April, which resolves an alert that stands, or takes that one back, which raises
the alert again. In the middle PostgreSQL is made to write a checkpoint. Client and services share the machine. Before
that the same is sent for a while that does not count: the broker has just been started, and Java compiles what it does
often while it does it.

    deploy/dev bench latency [--rate N] [--seconds N] [--warm-up N]
"""

import argparse
import json
import multiprocessing
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "Drain"))

import installation  # noqa: E402
import machine  # noqa: E402
from confluent_kafka import Consumer, Producer, TopicPartition  # noqa: E402
from confluent_kafka.admin import AdminClient  # noqa: E402

PREFIX, DATABASE, SOURCE = "latency.", "latency", "/campus/oa"
NOW, APRIL, MAY = "2021-05-20T09:00:00+08:00", "2021-04-20T14:30:00+08:00", "2021-05-19T14:30:00+08:00"
# Units whose alerts change, others, and units that stand in for the former before anything counts.
WATCHED, OTHERS, WARM, SHARE = 500, 4500, 500, 5
# Around the checkpoint, before and after it.
CHECKPOINT_SECONDS = (1, 6)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rate", type=int, default=500, help="events a second")
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--warm-up", type=int, default=60, help="seconds before that, which do not count")
    options = arguments.parse_args()
    prepare()
    services = [installation.Service(name, DATABASE, PREFIX, GUOYING_GO_LIVE="2021-03-01")
                for name in ("registry", "activity", "supervision")]
    processes = {service.name: service.__enter__() for service in services}
    try:
        register(processes)
        wait_for_alerts(processes["supervision"])
        measure(options, processes)
    finally:
        for service in reversed(services):
            service.__exit__()


def prepare():
    installation.query("postgres", f"CREATE DATABASE {DATABASE}")
    installation.guoying("migrate", database=DATABASE)
    installation.guoying("clock", "set", NOW, database=DATABASE)
    installation.guoying("topics", database=DATABASE, prefix=PREFIX)


def unit(number: int) -> str:
    return f"b-{number:04}"


def register(processes):
    units, sources = f"{installation.RUN}/units.csv", f"{installation.RUN}/sources.csv"
    with open(units, "w", encoding="utf-8") as file:
        file.write("code,name,kind,category,parent,from,to\nc,党委,committee,,,2018-09-01,\n")
        file.write("g,党总支,general-branch,,c,2018-09-01,\n")
        for number in range(WATCHED + OTHERS + WARM):
            file.write(f"{unit(number)},党支部{number},branch,teacher,g,2018-09-01,\n")
    with open(sources, "w", encoding="utf-8") as file:
        file.write(f"source,name,owner,unit,kinds,every\n{SOURCE},OA,office@c,c,theme-day,P30D\n")
    installation.guoying(
        "import", units, sources, "--wait", "60", database=DATABASE, role="guoying_operator", prefix=PREFIX)
    send(event("watermark", {"until": NOW}, "w", NOW))


def wait_for_alerts(process):
    """Of each watched unit April's theme day is not met, and that is said."""
    installation.eventually(process, lambda: installation.query(
        DATABASE,
        """
        SELECT count(*) = %s FROM supervision.alert WHERE requirement = 'theme-day' AND window_from = '2021-04-01'
            AND status <> 'resolved'
        """, WATCHED + OTHERS + WARM)[0][0])


def event(kind: str, data: dict, name: str, instant: str) -> bytes:
    return json.dumps({
        "specversion": "1.0", "id": name, "source": SOURCE, "type": f"guoying.activity.{kind}.v1", "time": instant,
        "data": data}, separators=(",", ":")).encode()


def theme_day(code: str, name: str, start: str) -> bytes:
    segments = [{"part": part, "minutes": 60} for part in ("study", "exchange", "practice")]
    return event("held", {
        "unit": code, "kind": "theme-day", "title": "学党史、办实事", "startedAt": start, "segments": segments,
        "attendance": {"due": 32, "present": 30, "excused": 2}}, name, start)


def send(value: bytes):
    producer = Producer({"bootstrap.servers": installation.KAFKA})
    producer.produce(f"{PREFIX}activity.intake", value, headers=headers())
    producer.flush()


def headers():
    return [("content-type", "application/cloudevents+json")]


def change(code: str, turn: int, name: str) -> bytes:
    """What changes April's alert of a unit: with even turns a record comes in, with odd ones it is taken back."""
    name = f"{name}-{turn // 2}"
    if turn % 2 == 0:
        return theme_day(code, name, APRIL)
    return event("retracted", {"retracts": {"source": SOURCE, "id": name}, "reason": "录错"}, f"r-{name}", MAY)


def sending(options, begin: float, answers):
    """Sends, and tells of each event that counts and is to change an alert when it was acknowledged."""
    producer = Producer({
        "bootstrap.servers": installation.KAFKA, "enable.idempotence": True, "linger.ms": 0})
    topic = f"{PREFIX}activity.intake"
    acknowledged, latest = [], 0.0
    before = options.rate * options.warm_up
    for number in range(-before, options.rate * options.seconds):
        due = begin + number / options.rate
        while (left := due - time.monotonic()) > 0:
            producer.poll(left)
        if number >= 0:
            latest = max(latest, time.monotonic() - due)
        turn, place = divmod((number if number >= 0 else number + before) // SHARE, WATCHED)
        if number % SHARE:
            code = unit(WATCHED + number % OTHERS)
            producer.produce(topic, theme_day(code, f"e-{number}", MAY), code, headers=headers())
        elif number < 0:
            code = unit(WATCHED + OTHERS + place)
            producer.produce(topic, change(code, turn, f"w-{place}"), code, headers=headers())
        else:
            code = unit(place)
            producer.produce(
                topic, change(code, turn, f"a-{place}"), code, headers=headers(),
                on_delivery=lambda error, _, key=(code, turn + 2): acknowledged.append(
                    (key, None if error else time.monotonic())))
    producer.flush()
    answers.put((acknowledged, latest))


def receiving(end: float, started, answers):
    """Reads the alerts' topic, and tells of each version about April when it was readable."""
    topic = f"{PREFIX}supervision.alerts"
    client = Consumer({
        "bootstrap.servers": installation.KAFKA, "group.id": "latency", "enable.auto.commit": False,
        "fetch.wait.max.ms": 100})
    count = len(AdminClient({"bootstrap.servers": installation.KAFKA}).list_topics(topic).topics[topic].partitions)
    partitions = [TopicPartition(topic, number) for number in range(count)]
    for partition in partitions:
        partition.offset = client.get_watermark_offsets(partition)[1]
    client.assign(partitions)
    client.poll(0.5)
    started.set()
    received = {}
    while time.monotonic() < end:
        message = client.poll(0.1)
        if message is None or message.error():
            continue
        now = time.monotonic()
        alert = json.loads(message.value())
        if alert["requirement"]["id"] == "theme-day" and alert["window"]["from"] == "2021-04-01":
            received.setdefault((alert["unit"]["id"], alert["version"]), (now, alert["status"]))
    client.close()
    answers.put(received)


def measure(options, processes):
    started, sends, receipts = multiprocessing.Event(), multiprocessing.Queue(), multiprocessing.Queue()
    begin = time.monotonic() + 3 + options.warm_up
    end = begin + options.seconds
    reader = multiprocessing.Process(target=receiving, args=(end + 10, started, receipts))
    reader.start()
    started.wait(30)
    writer = multiprocessing.Process(target=sending, args=(options, begin, sends))
    writer.start()
    time.sleep(max(0, begin - time.monotonic()))
    before = spent(processes)
    time.sleep(max(0, begin + options.seconds / 2 - time.monotonic()))
    checkpoint = time.monotonic()
    installation.query(DATABASE, "CHECKPOINT")
    took = time.monotonic() - checkpoint
    acknowledged, latest = sends.get()
    sent = options.rate * options.seconds
    used = {name: seconds - before[name] for name, seconds in spent(processes).items()}
    received = receipts.get()
    reader.join()
    writer.join()
    print(f"{sent} events at {options.rate}/s, each {SHARE}th changes an alert; the client was late by "
          f"{latest * 1000:.0f} ms at most; the checkpoint took {took * 1000:.0f} ms")
    report(acknowledged, received, checkpoint)
    print("µs of processor an event: " + " · ".join(
        f"{name} {seconds * 1e6 / sent:.0f}" for name, seconds in used.items()))
    print("peak, MB: " + " · ".join(
        f"{name} {machine.peak_megabytes(process.pid):.0f}" for name, process in processes.items()))


def spent(processes) -> dict[str, float]:
    pids = {name: process.pid for name, process in processes.items()}
    pids |= {name: installation.pid_of(name) for name in ("postgresql", "kafka")}
    return {name: machine.seconds(pid) for name, pid in pids.items()}


def report(acknowledged, received, checkpoint: float):
    """Percentiles, in milliseconds, and how many events had no alert of their own: these make them worth less."""
    classes = {"resolved": [], "raised": [], "all": [], "about the checkpoint": []}
    missing = 0
    for key, instant in acknowledged:
        seen, status = received.get(key, (0, None))
        # Where a unit's next event has overtaken this one, both are judged at once, and versions are fewer.
        if instant is None or status != ("raised" if key[1] % 2 else "resolved"):
            missing += 1
            continue
        late = (seen - instant) * 1000
        classes[status].append(late)
        classes["all"].append(late)
        if -CHECKPOINT_SECONDS[0] <= instant - checkpoint <= CHECKPOINT_SECONDS[1]:
            classes["about the checkpoint"].append(late)
    print(f"{'acknowledged → readable, ms':28}{'count':>7}{'p50':>8}{'p90':>8}{'p99':>8}{'max':>8}")
    for name, late in classes.items():
        late.sort()
        if late:
            figures = [late[min(len(late) - 1, int(len(late) * share))] for share in (0.5, 0.9, 0.99)] + [late[-1]]
            print(f"{name:28}{len(late):7}" + "".join(f"{figure:8.1f}" for figure in figures))
    print(f"without an alert of their own: {missing}")
    histogram(classes["all"])


def histogram(late: list[float]):
    bounds = [5, 10, 15, 20, 30, 50, 75, 100, 150, 250, 500, 1000, float("inf")]
    lower = float("-inf")
    for bound in bounds:
        count = sum(lower < each <= bound for each in late)
        if count:
            print(f"{'≤ ' + format(bound, 'g'):>8} ms {count:7} {'█' * round(60 * count / len(late))}")
        lower = bound


if __name__ == "__main__":
    main()
