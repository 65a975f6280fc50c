"""What the board must say of a campus: an oracle, written from the pages of the contract and of the first pack alone.

It is pure: a campus (what was imported, sent and waived, step by step under a clock), a D and a K go in, and the object
of `guoying board --windows --format json` comes out. It knows nothing of the program that it is compared with.

Where the pages leave something open, the reading is this:
- A row of `units` is in force from its `from` until the unit's next row; its `to` ends the unit, not the row.
- A row that was imported before the day it speaks of, and does not say when it was recorded, was known from its import.
- The latest known version of a record is looked for first, and what started at or after D is left out then.
- Of a record that cannot be decoded, the strings that can be read count: its unit, its kind, its times.
- A dead letter's `startedAt` without an offset is Shanghai's time; where it is none at all, the letter lies on `time`.
- A watermark for a unit that the register does not have yet waits for it, as a record does.
- Where there is no filing time, a closed window is still *unknown* (`filing`) as known before its end.
- `filedLate` stands where the duty, asked again as known at the window's end, had not been kept in time: the register
  and the quorum are asked again too.
- A waiver covers its unit only, and has both its days. It is known from its acceptance; what is met stays met.
- A committee is in office from the first election (a row with `years`) on; the newest row says how many sit on it.
- A term whose unit is `temporary` on its last day (on the as-of day while it runs) is not applicable.
- Rows stand in the order in which the register came to know their units.
"""

from datetime import date
from functools import cache

from board import Board
from intake import Intake, Record, Version
from moments import instant
from reading import Reading
from register import Register

MILLISECOND = 1_000


class Oracle:
    """The verdicts of one campus under one reading."""

    def __init__(self, campus: dict, reading: Reading | None = None):
        self.campus = campus
        self.reading = reading or Reading()
        steps = campus["steps"]
        self.intake = Intake(self.reading)
        self.waivers: list[tuple[int, dict]] = []
        now, imports = 0, []
        for step in steps:
            if "clock" in step:
                now = instant(step["clock"])
                self.intake.advance(now)
            imports.append((now, step.get("import", {})))
            self.intake.register(step.get("import", {}))
            for sent in step.get("send", []):
                now += MILLISECOND
                self.intake.take(sent, now)
            for waiver in step.get("waive", []):
                now += MILLISECOND
                self.waivers.append((now, waiver))
        self.register = Register(imports, self.reading)

    def board(self, as_of: int, known: int) -> dict:
        """The board of the campus's tree as of an instant, known at an instant."""
        return Board(self, as_of, known).json()

    @cache
    def activities(self, as_of: int, known: int) -> dict[tuple[str, str], list[Version]]:
        """What counts of each record as of D, known at K, by unit and kind."""
        found: dict[tuple[str, str], list[Version]] = {}
        for record in self.intake.records.values():
            version = self._standing(record, as_of, known)
            if version:
                found.setdefault((version.data["unit"], version.data["kind"]), []).append(version)
        return found

    def knows(self, recorded: int, known: int) -> bool:
        return not self.reading.activities_known_at or self.reading.recorded_by(recorded, known)

    def _standing(self, record: Record, as_of: int, known: int) -> Version | None:
        """The version that counts; none where the record was retracted, is not known or started later."""
        reading = self.reading
        versions = [record.root] if self.knows(record.root.recorded, known) else []
        if reading.corrections and (versions or not reading.correction_needs_target_known):
            versions += [
                version for version in record.corrections
                if self.knows(version.recorded, known)
                and (reading.correction_chains or self.intake.records.get(version.target) is record)
                and (not reading.correction_as_of or version.time < as_of)]
        retracted = [
            version.recorded for version in record.retractions
            if reading.retractions and self.knows(version.recorded, known)
            and (not reading.retraction_as_of or version.time < as_of)]
        if retracted and reading.retraction_of_versions_before:
            versions = [version for version in versions if version.recorded > max(retracted)]
        elif retracted:
            return None
        if reading.earlier_version_stands_in:
            versions = [version for version in versions if reading.started_before(version.started, as_of)]
        if not versions:
            return None
        sign = 1 if reading.tie_goes_to_last else -1
        newest = max(versions, key=lambda version: (
            0 if reading.latest == "effect" else version.recorded, sign * version.effect))
        return newest if reading.started_before(newest.started, as_of) else None

    @cache
    def watermark(self, source: str, kind: str, code: str, day: date, known: int) -> int | None:
        """How far a source has said that it has sent everything of a kind for a unit."""
        reading, register = self.reading, self.register.known_at(known)
        above = register.lineage(code, day) if reading.watermark_unit_lineage else (code,)
        newest = None
        for sender, version in self.intake.watermarks:
            data = version.data
            if sender != source:
                continue
            if reading.watermarks_known_at and not reading.recorded_by(version.recorded, known):
                continue
            if reading.watermark_unit and "unit" in data and data["unit"] not in above:
                continue
            if reading.watermark_kinds and "kinds" in data and kind not in data["kinds"]:
                continue
            until = instant(data["until"])
            sign = 1 if reading.watermark_tie_goes_to_last else -1
            rank = (version.recorded, sign * version.effect) if reading.watermark_newest else (until, 0)
            if newest is None or rank > newest[0]:
                newest = (rank, until)
        return newest[1] if newest else None
