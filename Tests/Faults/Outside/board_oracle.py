"""Asks the board of an installation, and an oracle that knows only what was sent, and tells where they differ.

    board_oracle.py LEDGER STORED [AS_OF KNOWN_AT]…

The oracle is that of Tests/Contract, written from the pages of the contract alone. LEDGER is the load's; STORED names
on each line the number of a record that lies on a topic, whether its sender knows or not. `guoying` is on the path.
"""

import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Contract"))

from differences import differences, shown  # noqa: E402
from moments import instant  # noqa: E402
from oracle import Oracle  # noqa: E402

CLOCK = "2021-05-05T00:00:00+08:00"


def sent(ledger: str, stored: set[int]) -> list[dict]:
    """What lies on the topics, in the order of the ledger."""
    entries, status = {}, {}
    with open(ledger, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if "status" in line:
                status[line["n"]] = line["status"]
            else:
                entries[line["n"]] = line
    return [entry for number, entry in entries.items() if status.get(number) == "acked" or number in stored]


def imported(entries: list[dict]) -> dict:
    """The rows of the imports of which every command lies on the topic."""
    commands: dict[str, set[str]] = {}
    for entry in entries:
        if entry["topic"] == "commands":
            verb = entry["record"]["attributes"]["type"].split(".")[-2]
            commands.setdefault(entry["record"]["data"]["import"], set()).add(verb)
    tables: dict[str, list[dict]] = {}
    for entry in entries:
        data = entry["record"].get("data", {})
        if entry["topic"] == "commands" and "file" in data and len(commands[data["import"]]) == 3:
            rows = [dict(zip(data["columns"], row["cells"])) for row in data["rows"]]
            tables.setdefault(data["file"], []).extend(rows)
    return tables


def main() -> int:
    ledger, stored, *moments = sys.argv[1:]
    with open(stored, encoding="utf-8") as lines:
        entries = sent(ledger, {int(line) for line in lines})
    events = [entry["record"] for entry in entries if entry["topic"] == "intake"]
    oracle = Oracle({"steps": [{"clock": CLOCK}, {"import": imported(entries)}, {"send": events}]})
    count = 0
    for as_of, known in zip(moments[::2], moments[1::2]):
        asked = ["guoying", "board", "--windows", "--format", "json", "--wait", "0"]
        asked += ["--as-of", as_of, "--known-at", known]
        answer = subprocess.run(asked, capture_output=True, text=True, check=False)
        if answer.returncode != 0:
            print(f"{' '.join(asked)} ended with {answer.returncode}: {answer.stderr.strip()}")
            return 1
        for difference in differences(oracle.board(instant(as_of), instant(known)), json.loads(answer.stdout)):
            count += 1
            print(f"as of {as_of}, known at {known}: {shown(difference)}")
    print(f"{count} differences")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
