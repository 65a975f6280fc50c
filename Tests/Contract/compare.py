#!/usr/bin/env python3
"""Compares the board of a running Guoying with the oracle on random campuses, cell by cell.

    deploy/dev up --empty --broker kafka
    eval "$(deploy/dev env)"
    .run/venv/bin/python Tests/Contract/compare.py --campuses 200

It needs an installation without a campus, whose rehearsal clock has not passed 20 May 2021 (`deploy/dev up --empty` on
a fresh checkout or after `deploy/dev down --wipe`), and a Python with the packages of deploy/lib/test.sh, which
`deploy/dev test` puts into .run/venv. All campuses live in that one installation, each below a root of its own. They
are imported by `guoying import` and sent by a foreign client (Tests/Integration/Clients/publish.py, half of the events
in structured and half in binary mode), and the clock moves between the steps. Then the board is asked five times for
each campus. Every difference is printed with the campus, the question, and the rows and events of the unit; the campus
as a whole lies in the folder --keep. Ends with status 1 if there is one.

The clock is set as the role guoying_operator, or by the URL in GUOYING_OPERATOR_DATABASE_URL. --ask-only asks about
campuses that have been sent before, for example by another build.
"""

import argparse
import collections
import concurrent.futures
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

# A cache among the sources would be in the way of the build.
sys.dont_write_bytecode = True

from campus import campus
from differences import differences, restricted, shown
from moments import instant
from oracle import Oracle
from register import KEYS

PUBLISH = pathlib.Path(__file__).parents[1] / "Integration" / "Clients" / "publish.py"
BATCH = 20  # campuses in one import
PATIENCE = 120  # seconds


class Failure(Exception):
    """Something that is no difference: a command failed, or its patience is over."""


def main() -> int:
    options = arguments()
    seeds = range(options.first, options.first + options.campuses)
    campuses = [restricted_campus(campus(seed), options) for seed in seeds]
    try:
        if not options.ask_only:
            Stage(options, campuses).play()
        return report(options, campuses, ask_all(options, campuses))
    except Failure as failure:
        print(f"compare.py: {failure}", file=sys.stderr)
        return 3


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--campuses", type=int, default=12, help="how many (12)")
    add("--first", type=int, default=1, help="the seed of the first (1)")
    add("--requirements", type=lambda text: text.split(","), default=[], help="compares only these, with commas")
    add("--no-waivers", action="store_true", help="waives nothing")
    add("--ask-only", action="store_true", help="asks about what was imported and sent before")
    add("--keep", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "guoying-oracle",
        help="folder for the campuses in which something differs (%(default)s)")
    add("--jobs", type=int, default=2, help="how many questions are asked at once (2)")
    add("--shown", type=int, default=20, help="how many differences are shown in full (20)")
    return parser.parse_args()


def restricted_campus(whole: dict, options: argparse.Namespace) -> dict:
    """The campus without what the requirements that are asked about do not need."""
    wanted = set(options.requirements)
    terms = {"committee-meeting", "committee-size", "committee-term", "term-reminder"}
    for step in whole["steps"]:
        if wanted and not wanted & terms:
            step.get("import", {}).pop("committees", None)
        if "waive" in step:
            step["waive"] = [
                waiver for waiver in step["waive"]
                if not options.no_waivers and (not wanted or waiver["requirement"] in wanted)]
    return whole


def guoying(*words: str, environment: dict | None = None) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["guoying", *words], capture_output=True, text=True, env=os.environ | (environment or {}), check=False)


def succeed(*words: str, environment: dict | None = None) -> str:
    outcome = guoying(*words, environment=environment)
    if outcome.returncode != 0:
        raise Failure(f"guoying {' '.join(words)} ended with {outcome.returncode}: {outcome.stderr.strip()[:4000]}")
    return outcome.stdout


class Stage:
    """Plays the steps of all campuses, one kind of step after the other."""

    def __init__(self, options: argparse.Namespace, campuses: list[dict]):
        self.options, self.campuses = options, campuses
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="guoying-contract-"))
        self.topic = os.environ.get("GUOYING_TOPIC_PREFIX", "guoying.") + "activity.intake"

    def play(self):
        for number in range(len(self.campuses[0]["steps"])):
            begun = time.monotonic()
            steps = [each["steps"][number] for each in self.campuses]
            what = next(iter(steps[0]))
            getattr(self, f"_{what}")([step[what] for step in steps])
            if what in ("clock", "send"):
                self._settle(number)
            print(f"{what:8} {self._size(steps, what):6}  {time.monotonic() - begun:6.1f} s", flush=True)

    @staticmethod
    def _size(steps: list[dict], what: str) -> int | str:
        if what == "clock":
            return steps[0]["clock"][:10]
        return sum(len(step[what]) if what != "import" else sum(map(len, step[what].values())) for step in steps)

    def _clock(self, moments: list[str]):
        url = os.environ.get("GUOYING_OPERATOR_DATABASE_URL") or re.sub(
            r"//[^@/]*@", "//guoying_operator@", os.environ["GUOYING_DATABASE_URL"])
        succeed("clock", "set", moments[0], environment={"GUOYING_DATABASE_URL": url})

    def _import(self, tables: list[dict]):
        for first in range(0, len(tables), BATCH):
            together: dict[str, list[dict]] = {}
            for each in tables[first:first + BATCH]:
                for file, rows in each.items():
                    together.setdefault(file, []).extend(rows)
            files = [self._written(file, rows) for file, rows in together.items()]
            if files:
                succeed("import", "--wait", str(PATIENCE), *files)

    def _written(self, file: str, rows: list[dict]) -> str:
        path = self.folder / f"{file}.csv"
        columns = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return str(path)

    def _send(self, sent: list[list[dict]]):
        placed = [(place / len(events), event) for events in sent for place, event in enumerate(events)]
        path = self.folder / "records.jsonl"
        with path.open("w", encoding="utf-8") as opened:
            for _, event in sorted(placed, key=lambda pair: pair[0]):
                opened.write(json.dumps(event, ensure_ascii=False) + "\n")
        servers = os.environ["GUOYING_KAFKA_BOOTSTRAP_SERVERS"]
        outcome = subprocess.run(
            [sys.executable, str(PUBLISH), servers, self.topic, str(path)], capture_output=True, text=True, check=False)
        if outcome.returncode != 0:
            raise Failure(f"publish.py has failed: {outcome.stderr.strip()[-2000:]}")

    def _waive(self, waivers: list[list[dict]]):
        for waiver in (waiver for each in waivers for waiver in each):
            succeed(
                "waive", waiver["unit"], waiver["requirement"], "--from", waiver["from"], "--to", waiver["to"],
                "--basis", "院党委会议同意", "--actor", "secretary")

    def _settle(self, number: int):
        """Waits until all that was sent has been taken in, and what is refused lies among the dead letters."""
        expected = collections.Counter(
            letter.code for each in self.campuses
            for letter in Oracle(each | {"steps": each["steps"][:number + 1]}).intake.letters)
        deadline = time.monotonic() + PATIENCE
        while True:
            listed = json.loads(succeed(
                "dlq", "list", "--wait", str(PATIENCE), "--limit", "1000000", "--format", "json"))
            found = collections.Counter(letter["code"] for letter in listed["deadLetters"])
            if found == expected:
                return
            if time.monotonic() > deadline:
                raise Failure(f"dead letters: expected {dict(expected)}, found {dict(found)}")
            time.sleep(0.2)


# Questions and answers.


def ask_all(options: argparse.Namespace, campuses: list[dict]) -> list[tuple[dict, list[str], list]]:
    """Asks every question and compares the answers; what differs, with its campus and question."""
    begun = time.monotonic()
    asked = [(each, question) for each in campuses for question in each["questions"]]
    oracles = {each["root"]: Oracle(each) for each in campuses}
    different, cells, windows = [], 0, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for (each, question), answer in zip(asked, pool.map(lambda pair: ask(*pair), asked)):
            expected = restricted(oracles[each["root"]].board(*map(instant, question)), options.requirements)
            found = restricted(answer, options.requirements)
            cells += sum(len(row["cells"]) for row in expected["units"])
            windows += sum(len(cell.get("windows", [])) for row in expected["units"] for cell in row["cells"])
            if listed := differences(expected, found):
                different.append((each, question, listed))
    print(f"asked    {len(asked):6}  {time.monotonic() - begun:6.1f} s: {cells} cells, {windows} windows", flush=True)
    return different


def ask(each: dict, question: list[str]) -> dict:
    return json.loads(succeed(
        "board", "--unit", each["root"], "--windows", "--format", "json", "--wait", str(PATIENCE),
        "--as-of", question[0], "--known-at", question[1]))


def report(options: argparse.Namespace, campuses: list[dict], different: list) -> int:
    kinds: collections.Counter = collections.Counter()
    count = 0
    for each, question, listed in different:
        options.keep.mkdir(parents=True, exist_ok=True)
        file = options.keep / f"{each['root']}.json"
        file.write_text(json.dumps(each, ensure_ascii=False, indent=1), encoding="utf-8")
        for difference in listed:
            count += 1
            kinds[difference[1]] += 1
            if count <= options.shown:
                print(f"\n{file}: as of {question[0]}, known at {question[1]}\n{shown(difference)}")
                print("\n".join(facts_about(each, difference[0]) if difference[0] else []))
    questions = sum(len(each["questions"]) for each in campuses)
    print(f"{count} differences in {len(different)} of {questions} questions on {len(campuses)} campuses")
    for what, number in kinds.most_common():
        print(f"  {number:6} {what}")
    return 1 if count else 0


def facts_about(each: dict, unit: str) -> list[str]:
    """What the campus says of a unit, step by step; of the sources and watermarks, all."""
    lines = []
    for step in each["steps"]:
        if "clock" in step:
            lines.append(f"  clock {step['clock']}")
        for file, rows in step.get("import", {}).items():
            lines += [
                f"  {file}: {','.join(row.values())}" for row in rows
                if file == "sources" or row[KEYS[file][0]] == unit]
        for event in step.get("send", []):
            text = json.dumps(event, ensure_ascii=False)
            if f'"{unit}"' in text or f'\\"{unit}\\"' in text or ".watermark." in text or "retracts" in text:
                lines.append(f"  sent {text}")
        lines += [f"  waived {waiver}" for waiver in step.get("waive", []) if waiver["unit"] == unit]
    return lines


if __name__ == "__main__":
    sys.exit(main())
