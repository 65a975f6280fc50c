"""The board of a campus as the oracle sees it: the verdict of each duty, and the word of each cell."""

from datetime import date

from duty import Evidence, Window, binds, window_end, windows_of
from moments import DAY, day_at, day_of, days_later, months_later, start_of, text_of
from reading import LIMIT, REMINDER, TERM, Requirement


class Board:
    """One question: as of D, known at K. `oracle` answers what is known of activities and the register."""

    def __init__(self, oracle, as_of: int, known: int):
        self.oracle, self.reading = oracle, oracle.reading
        self.as_of, self.known = as_of, known
        self.register = oracle.register.known_at(known)
        self.today = day_at(as_of, self.reading.zone_hours)

    def json(self) -> dict:
        codes = [code for code in self.oracle.register.order if self.register.unit(code, self.today)]
        return {
            "asOf": text_of(self.as_of), "knownAt": text_of(self.known),
            "units": [self._row(code) for code in codes],
        }

    def _row(self, code: str) -> dict:
        path = "/" + "/".join(reversed(self.register.lineage(code, self.today)))
        name = self.register.unit(code, self.today)["name"]
        cells = [self._cell(code, each) for each in self.reading.requirements if self._has_cell(code, each)]
        return {"unit": {"id": code, "path": path, "name": name}, "cells": cells}

    def _has_cell(self, code: str, requirement: Requirement) -> bool:
        unit = self.register.unit(code, self.today)
        if requirement.window in (TERM, REMINDER):
            is_elected = bool(self.register.elections(code, self.today))
            return is_elected and (requirement.window == TERM or bool(unit["parent"]))
        return unit["kind"] == requirement.owed_by

    def _cell(self, code: str, requirement: Requirement) -> dict:
        cell = {"requirement": requirement.id, "gate": requirement.gate}
        if requirement.window == LIMIT:
            verdict = self._limit(code, requirement)
            if verdict not in ("met", "not-applicable") and self._is_waived(code, requirement, self.today):
                verdict = "waived"
            reason = {"reason": "no-count"} if verdict == "unknown" else {}
            return cell | {"verdict": verdict} | reason
        windows = windows_of(requirement, self.register, code, self.reading, self.today)
        duties = [self._duty(code, requirement, window) for window in windows]
        return cell | {"verdict": self._word(windows, duties), "windows": duties}

    def _word(self, windows: list[Window], duties: list[dict]) -> str:
        """The cell's word: that of the last closed window where it is bad, else that of the running one."""
        reading = self.reading
        pairs = list(zip(windows, duties))
        closed = [pair for pair in pairs if self._has_closed(pair[0])]
        running = [pair for pair in pairs if not self._has_closed(pair[0])]
        order = (lambda pair: (pair[0].last, pair[0].first)) if reading.cell_last_closed_by == "to" else (
            lambda pair: (pair[0].first, pair[0].last))
        last = max(closed, key=order)[1]["verdict"] if closed else "not-applicable"
        if last in reading.cell_closed_words or not running:
            return last
        return reading.cell_running(running, key=lambda pair: pair[0].first)[1]["verdict"]

    # Limits.

    def _limit(self, code: str, requirement: Requirement) -> str:
        reading, count = self.reading, self.register.count(code, self.today)
        if requirement.id == "branch-size":
            if count is None:
                return "unknown"
            size = count.number("formal") + (0 if reading.size_of_formal_only else count.number("probationary"))
            return "met" if reading.size_within(size, reading.size_limit) else "not-met"
        is_temporary = self.register.unit(code, self.today)["category"] == "temporary"
        if is_temporary and reading.committee_none_for_temporary:
            return "not-applicable"
        if count is None:
            return "unknown"
        formal = count.number("formal")
        formal += count.number("probationary") if reading.committee_from_with_probationary else 0
        if not reading.committee_from(formal, reading.committee_from_formal):
            return "not-applicable"
        committee = self.register.committee(code, self.today)
        if committee is None:
            return "not-met"
        members = committee.number("members")
        return "met" if reading.committee_at_least <= members <= reading.committee_at_most else "not-met"

    # Duties.

    def _has_closed(self, window: Window) -> bool:
        return self.reading.window_has_closed(self.as_of, window_end(window, self.reading))

    def _asked(self, window: Window) -> date:
        """The day on which it is asked what holds: the window's last, or the as-of day while it runs."""
        return window.last if self._has_closed(window) else self.today

    def _duty(self, code: str, requirement: Requirement, window: Window) -> dict:
        reading = self.reading
        asked = self._asked(window) if reading.bound_on_last_day else self.today
        duty = {"from": window.first.isoformat(), "to": window.last.isoformat(), "due": window.last.isoformat()}
        marks: dict = {}
        if not binds(requirement, window, self.register, code, (asked, self.today), reading):
            verdict = "not-applicable"
        elif kept := self.kept(code, requirement, window):
            verdict, marks = "met", self._marks(code, requirement, window, kept)
        elif not self._has_closed(window):
            verdict = "due-soon" if self._is_near(requirement, window) else "open"
        else:
            reason = self._doubt(code, requirement, window) if requirement.kind else None
            verdict, marks = ("unknown", {"reason": reason}) if reason else ("not-met", {})
        spared = {"met"} - ({"met"} if reading.waiver_covers_met else set())
        spared |= set() if reading.waiver_covers_not_applicable else {"not-applicable"}
        waiver_day = self._asked(window) if reading.waiver_on_last_day else self.today
        if verdict not in spared and self._is_waived(code, requirement, waiver_day):
            verdict, marks = "waived", {}
        return duty | {"verdict": verdict} | marks

    def kept(self, code: str, requirement: Requirement, window: Window) -> str | None:
        """Whether what is owed is there: within the window, late, or not."""
        if requirement.window == TERM:
            return self._next_election(code, window)
        evidence = Evidence(requirement, window, self.register, self.reading, code)
        places = {
            evidence.place(version.data)
            for version in self._activities(code, requirement) if evidence.suffices(version.data)}
        return next((place for place in ("within", "late") if place in places), None)

    def _activities(self, code: str, requirement: Requirement) -> list:
        return self.oracle.activities(self.as_of, self.known).get((code, requirement.kind), [])

    def _next_election(self, code: str, window: Window) -> str | None:
        days = [row.day for row in self.register.elections(code, self.today) if row.day > window.first]
        if not days:
            return None
        if self.reading.term_kept(min(days), window.last):
            return "within"
        return "late" if self.reading.term_late_counts else None

    def _marks(self, code: str, requirement: Requirement, window: Window, kept: str) -> dict:
        if kept == "late":
            return {"late": True}
        reading, end = self.reading, window_end(window, self.reading)
        if not reading.filed_late or not reading.filed_late_asked(self.known, end):
            return {}
        if reading.filed_late_only_closed and not self._has_closed(window):
            return {}
        then = Board(self.oracle, self.as_of, end)
        if not reading.filed_late_register_at_end:
            then.register = self.register
        asked = self._asked(window)
        was_bound = binds(requirement, window, then.register, code, (asked, self.today), reading)
        was_kept = then.kept(code, requirement, window) if was_bound else None
        was_in_time = was_kept == "within" if reading.filed_late_where_late_then else was_kept is not None
        return {} if was_in_time else {"filedLate": True}

    def _is_near(self, requirement: Requirement, window: Window) -> bool:
        last = window.last if self.reading.lead_from_last_day else days_later(window.last, 1)
        if requirement.window == TERM:
            near = months_later(last, -self.reading.term_lead_months, self.reading.months_clamp)
        else:
            near = days_later(last, -requirement.lead_days)
        return self.reading.lead_reached(self.as_of, start_of(near, self.reading.zone_hours))

    # Doubts.

    def _doubt(self, code: str, requirement: Requirement, window: Window) -> str | None:
        """Why a closed window without what is owed is unknown; none where it is not met."""
        asked = {
            "filing": self._is_being_filed, "behind": self._source_behind, "no-source": self._no_source,
            "dead-letter": self._dead_letter, "detail-missing": self._detail_missing,
        }
        reasons = [name for name in self.reading.reasons if name not in self.reading.reasons_dropped]
        return next((found for name in reasons if (found := asked[name](code, requirement, window))), None)

    def _is_being_filed(self, code: str, requirement: Requirement, window: Window) -> str | None:
        if not self.reading.filing_counts:
            return None
        over = window_end(window, self.reading) + requirement.filing_days * DAY
        return None if self.reading.filing_over(self.known, over) else "filing"

    def _reporters(self, code: str, requirement: Requirement, window: Window) -> tuple[str, ...]:
        reading = self.reading
        day = window.last if reading.sources_on_last_day else self.today
        lineage_day = window.last if reading.sources_lineage_on_last_day else self.today
        return self.register.reporters(requirement.kind, code, day, lineage_day)

    def _source_behind(self, code: str, requirement: Requirement, window: Window) -> str | None:
        reading, end = self.reading, window_end(window, self.reading)
        day = window.last if reading.watermark_lineage_on_last_day else self.today
        behind = []
        for source in self._reporters(code, requirement, window):
            until = self.oracle.watermark(source, requirement.kind, code, day, self.known)
            if until is None or not reading.watermark_reaches(until, end):
                behind.append(source)
        return f"behind:{reading.first_source(behind)}" if behind else None

    def _no_source(self, code: str, requirement: Requirement, window: Window) -> str | None:
        return None if self._reporters(code, requirement, window) else "no-source"

    def _dead_letter(self, code: str, requirement: Requirement, window: Window) -> str | None:
        reading = self.reading
        for letter in self.oracle.intake.letters:
            if letter.code in reading.letters_ignored_codes:
                continue
            if reading.letters_known_at and not reading.recorded_by(letter.recorded, self.known):
                continue
            if letter.unit != code and not (reading.letters_of_any_unit and letter.unit):
                continue
            if letter.kind != requirement.kind and not (reading.letters_of_any_kind and letter.kind):
                continue
            lies = letter.time if letter.started is None or reading.letters_lie_on_time else letter.started
            if lies is None or not reading.started_before(lies, self.as_of):
                continue
            if window.first <= day_at(lies, reading.zone_hours) <= window.last:
                return "dead-letter"
        return None

    def _detail_missing(self, code: str, requirement: Requirement, window: Window) -> str | None:
        evidence = Evidence(requirement, window, self.register, self.reading, code)
        for version in self._activities(code, requirement):
            if evidence.place(version.data) == "within" and evidence.lacks_detail(version.data):
                return "detail-missing"
        return None

    def _is_waived(self, code: str, requirement: Requirement, day: date) -> bool:
        reading = self.reading
        for accepted, waiver in self.oracle.waivers:
            if not reading.waivers or (waiver["unit"], waiver["requirement"]) != (code, requirement.id):
                continue
            if reading.waivers_known_at and not reading.recorded_by(accepted, self.known):
                continue
            first, last = day_of(waiver["from"]), day_of(waiver["to"])
            if (first < day or (first == day and reading.waiver_from_inclusive)) and (
                    day < last or (day == last and reading.waiver_to_inclusive)):
                return True
        return False
