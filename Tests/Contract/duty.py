"""Windows, and what each requirement asks of a unit in one: whether it binds, and whether it was kept."""

from dataclasses import dataclass
from datetime import date

from moments import day_at, days_later, months_later, readable_instant, start_of
from reading import DEADLINE, MONTH, REMINDER, TERM, Reading, Requirement
from register import Known, last_day


@dataclass(frozen=True)
class Window:
    """Inclusive days; `term_to` is the last day of the term that a reminder speaks of."""

    first: date
    last: date
    term_to: date | None = None


def calendar_windows(requirement: Requirement, reading: Reading, as_of_day: date) -> list[Window]:
    """The months or quarters that have begun and did not close before the pack began."""
    months = 1 if requirement.window == MONTH else 3
    first = date(reading.pack_begins.year, (reading.pack_begins.month - 1) // months * months + 1, 1)
    windows = []
    while reading.window_has_begun(first, as_of_day):
        following = months_later(first, months)
        windows.append(Window(first, days_later(following, -1)))
        first = following
    return windows


def next_election(known: Known, code: str, election, as_of_day: date) -> date | None:
    days = [row.day for row in known.elections(code, as_of_day) if row.day > election.day]
    return min(days, default=None)


def term_windows(known: Known, code: str, reading: Reading, as_of_day: date) -> list[Window]:
    windows = []
    for election in known.elections(code, as_of_day):
        last, following = last_day(election, reading), next_election(known, code, election, as_of_day)
        over = reading.term_old(last, reading.pack_begins)
        followed = following is not None and reading.term_old(following, reading.pack_begins)
        if not (over and followed if reading.term_old_by_both else over):
            windows.append(Window(election.day, last))
    return windows


def reminder_windows(known: Known, code: str, reading: Reading, as_of_day: date) -> list[Window]:
    windows = []
    for election in known.elections(code, as_of_day):
        term_to, following = last_day(election, reading), next_election(known, code, election, as_of_day)
        first = months_later(term_to, -reading.reminder_from_months, reading.months_clamp)
        last = months_later(term_to, -reading.reminder_to_months, reading.months_clamp)
        boundary = term_to if reading.reminder_election_by_term else last
        is_moot = following is not None and reading.reminder_after_election(following, boundary)
        is_old = reading.reminder_old(last, reading.pack_begins)
        if reading.window_has_begun(first, as_of_day) and not is_moot and not is_old:
            windows.append(Window(first, last, term_to))
    return windows


def windows_of(requirement: Requirement, known: Known, code: str, reading: Reading, as_of_day: date) -> list[Window]:
    """The windows of a duty that have begun, in the order of their days."""
    if requirement.window == TERM:
        windows = term_windows(known, code, reading, as_of_day)
    elif requirement.window == REMINDER:
        windows = reminder_windows(known, code, reading, as_of_day)
    elif requirement.window == DEADLINE:
        has_begun = reading.window_has_begun(requirement.first, as_of_day)
        windows = [Window(requirement.first, requirement.last)] if has_begun else []
    else:
        windows = calendar_windows(requirement, reading, as_of_day)
    return sorted(windows, key=lambda window: (window.first, window.last))


def binds(
    requirement: Requirement, window: Window, known: Known, code: str, days: tuple[date, date], reading: Reading
) -> bool:
    """Whether a requirement binds a unit in a window; `days` are the one on which that is asked and the as-of day."""
    asked, as_of_day = days
    unit = known.unit(code, asked)
    if requirement.window == TERM:
        if known.unit(code, as_of_day) is None:
            return False
        is_temporary = unit is not None and unit["category"] == "temporary"
        if reading.term_needs_existence:
            through = known.exists_through(code, window.first, min(window.last, as_of_day), as_of_day)
            return through and not is_temporary
        return reading.term_for_temporary or not is_temporary
    if requirement.window != REMINDER or reading.reminder_needs_existence:
        if not known.exists_through(code, window.first, min(window.last, as_of_day), as_of_day):
            return False
    if unit is None:
        return requirement.window == REMINDER
    if requirement.window == REMINDER:
        return bool(unit["parent"]) and (reading.reminder_for_temporary or unit["category"] != "temporary")
    if unit["kind"] != requirement.owed_by:
        return False
    return requirement.id != "committee-meeting" or known.committee(code, asked) is not None


class Evidence:
    """Whether activities meet a requirement: each is looked at by itself."""

    def __init__(self, requirement: Requirement, window: Window, known: Known, reading: Reading, code: str):
        self.requirement, self.window, self.known = requirement, window, known
        self.reading, self.code = reading, code

    def lacks_detail(self, data: dict) -> bool:
        """Whether a record is there whose detail was not sent at all."""
        if self.requirement.id == "theme-day":
            return not data.get("segments") if self.reading.empty_segments_missing else "segments" not in data
        if self.requirement.id == "committee-meeting" and not self.reading.no_committee_lacks_detail:
            return "attendance" not in data and self._committee(data) is not None
        return self.requirement.id in ("members-meeting", "committee-meeting") and "attendance" not in data

    def _day(self, data: dict) -> date:
        return day_at(readable_instant(data["startedAt"]), self.reading.zone_hours)

    def _committee(self, data: dict):
        day = self._day(data) if self.reading.committee_on_meeting_day else self.window.last
        return self.known.committee(self.code, day)

    def suffices(self, data: dict) -> bool:
        """Whether an activity of the right unit and kind is what is owed, whenever it was."""
        reading, requirement = self.reading, self.requirement
        if requirement.id == "theme-day":
            return all(self._has_part(data.get("segments", []), part) for part in reading.parts)
        if requirement.id == "members-meeting":
            return "attendance" in data and self._is_quorate(data, data["attendance"]["due"], reading.quorum)
        if requirement.id == "committee-meeting":
            committee = self._committee(data)
            if committee is None or "attendance" not in data:
                return False
            due = data["attendance"]["due"] if reading.committee_quorum_of_due else committee.number("members")
            return self._is_quorate(data, due, reading.committee_quorum)
        if requirement.window == DEADLINE:
            return reading.any_report_counts or data.get("report") == requirement.report
        if requirement.window == REMINDER:
            return data.get("about") == "committee-term" and self._is_by_superior(data)
        return True

    def _has_part(self, segments: list, part: str) -> bool:
        minutes = [segment["minutes"] for segment in segments if segment["part"] == part]
        together = sum(minutes) if self.reading.minutes_add_up else max(minutes, default=0)
        return bool(minutes) and self.reading.minutes_suffice(together, self.reading.minutes)

    def _is_quorate(self, data: dict, due: int, suffices) -> bool:
        present = data["attendance"]["present"]
        return suffices(present, due // 2) if self.reading.quorum_rounds_down else suffices(2 * present, due)

    def _is_by_superior(self, data: dict) -> bool:
        day = self._day(data) if self.reading.reminder_by_on_its_day else self.window.last
        lineage = self.known.lineage(self.code, day)
        allowed = {"above": lineage[1:], "parent": lineage[1:2], "self-or-above": lineage}
        return self.reading.reminder_by == "anyone" or data.get("by") in allowed[self.reading.reminder_by]

    def place(self, data: dict) -> str:
        """Where an activity lies: in the window, late but counting, or outside."""
        day, window, reading = self._day(data), self.window, self.reading
        if window.first <= day <= window.last:
            return "within"
        if self.requirement.window == DEADLINE:
            if day < window.first:
                return "within" if reading.early_counts else "outside"
            return "late" if reading.late_counts else "outside"
        if self.requirement.window == REMINDER and day > window.last and reading.reminder_late_counts:
            return "late" if reading.reminder_late_until(day, window.term_to) else "outside"
        return "outside"


def window_end(window: Window, reading: Reading) -> int:
    """The first instant after a window."""
    return start_of(days_later(window.last, 1), reading.zone_hours)
