"""Databases, topics and services of a measurement: each run begins with a copy of one database."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from confluent_kafka.admin import AdminClient

BIN, RUN, KAFKA = (os.environ[f"BENCH_{name}"] for name in ("BIN", "RUN", "KAFKA"))
SERVER = urlsplit(os.environ["BENCH_DATABASE_URL"])
WAIT_SECONDS = 600


def url(database: str, role: str | None = None) -> str:
    """Where a database is, for a role or for the superuser."""
    login = role or f"{SERVER.username}:{SERVER.password}"
    return f"postgresql://{login}@{SERVER.hostname}:{SERVER.port}/{database}"


def query(database: str, sql: str, *parameters):
    """The rows of one statement of the superuser's."""
    with psycopg.connect(url(database), autocommit=True) as connection:
        cursor = connection.execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []


def environment(database: str, role: str, prefix: str, **more: str) -> dict[str, str]:
    """What a program of ours is told."""
    return os.environ | {
        "GUOYING_DATABASE_URL": url(database, role), "GUOYING_KAFKA_BOOTSTRAP_SERVERS": KAFKA,
        "GUOYING_TOPIC_PREFIX": prefix} | more


def guoying(*arguments: str, database: str, role: str | None = None, prefix: str = ""):
    """Runs the command line to its end."""
    subprocess.run(
        [f"{BIN}/guoying", *arguments], check=True, stdout=subprocess.DEVNULL,
        env=environment(database, role or f"{SERVER.username}:{SERVER.password}", prefix))


def cluster_id() -> str:
    return AdminClient({"bootstrap.servers": KAFKA}).list_topics(timeout=10).cluster_id


def pid_of(server: str) -> int:
    """The number of a server that `deploy/dev` has started."""
    return int(Path(RUN, "process", server).read_text().split()[0])


class Service:
    """A service as a process, until the end of a `with`."""

    def __init__(self, name: str, database: str, prefix: str, **more: str):
        self.name, self.database, self.prefix, self.more = name, database, prefix, more

    def __enter__(self) -> subprocess.Popen:
        log = open(f"{RUN}/log/{self.name}.log", "ab")
        self.process = subprocess.Popen(
            [f"{BIN}/guoying-{self.name}"], stdout=log, stderr=log,
            env=environment(self.database, f"guoying_{self.name}", self.prefix, **self.more))
        return self.process

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


def eventually(process: subprocess.Popen, question, pause: float = 0.05):
    """Asks until the answer is true, as long as a process works on it; the answer."""
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if answer := question():
            return answer
        if process.poll() is not None:
            raise ChildProcessError(f"{process.args[0]} has ended; the logs are in {RUN}/log")
        time.sleep(pause)
    raise TimeoutError(f"not within {WAIT_SECONDS} s; the logs are in {RUN}/log")
