"""What processes and PostgreSQL have spent, read from the outside."""

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """A process with all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children(int(child))
    return found


def seconds(pid: int) -> float:
    """Processor seconds of a process and all below it, those that have ended too."""
    total = 0
    for each in children(pid):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        except FileNotFoundError:
            continue
        # utime, stime, and of those that were waited for cutime, cstime.
        total += sum(int(field) for field in fields[11:15])
    return total / TICKS


def peak_megabytes(pid: int) -> float:
    """The most memory that a process ever had resident."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1_000
    return 0


@dataclass
class Spent:
    """What one run has cost."""
    events: int
    wall: float
    own: float
    database: float
    broker: float
    wal: int
    peak: float = 0

    @property
    def rate(self) -> float:
        return self.events / self.wall

    def each(self, seconds: float) -> float:
        """Microseconds for an event."""
        return seconds * 1e6 / self.events
