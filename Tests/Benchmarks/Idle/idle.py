#!/usr/bin/env python3
"""What the services cost when nothing happens: memory, and the share of one core.

    deploy/dev bench idle [--seconds N]
"""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "Drain"))

import installation  # noqa: E402
import machine  # noqa: E402

DATABASE, PREFIX = "idle", "idle."
SERVICES = ("registry", "activity", "supervision", "notification")
GOALS = "50 MB resident, 1 % of a core"
REST_SECONDS = 15


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seconds", type=int, default=60)
    options = arguments.parse_args()
    installation.query("postgres", f"CREATE DATABASE {DATABASE}")
    installation.guoying("migrate", database=DATABASE)
    installation.guoying("topics", database=DATABASE, prefix=PREFIX)
    recipients = Path(installation.RUN, "recipients.yaml")
    shutil.copy(Path(__file__).parents[3] / "deploy/sample/recipients.yaml", recipients)
    services = [
        installation.Service(name, DATABASE, PREFIX, GUOYING_NOTIFICATION_CONFIG=str(recipients))
        for name in SERVICES]
    pids = {service.name: service.__enter__().pid for service in services}
    try:
        time.sleep(REST_SECONDS)
        pids |= {name: installation.pid_of(name) for name in ("postgresql", "kafka")}
        before = {name: machine.seconds(pid) for name, pid in pids.items()}
        begun = time.monotonic()
        time.sleep(options.seconds)
        wall = time.monotonic() - begun
        print(f"{'at rest, ' + format(wall, '.0f') + ' s':16}{'resident, MB':>14}{'% of a core':>14}")
        for name, pid in pids.items():
            share = (machine.seconds(pid) - before[name]) / wall * 100
            print(f"{name:16}{resident_megabytes(pid):14.0f}{share:14.2f}")
        print(f"asked for of each service: less than {GOALS}")
    finally:
        for service in reversed(services):
            service.__exit__()


def resident_megabytes(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


main()
