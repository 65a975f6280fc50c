"""How the two pages are read: every boundary is a named value here, so that another reading is one changed value.

`Reading()` is the right one. `mutations()` lists wrong ones by name, and what each of them gets wrong is its name.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from operator import ge, gt, le, lt

Comparison = Callable[[object, object], bool]

MONTH, QUARTER, DEADLINE, TERM, REMINDER, LIMIT = "month", "quarter", "deadline", "term", "reminder", "limit"


@dataclass(frozen=True)
class Requirement:
    """A row of the table of the first pack."""

    id: str
    gate: str
    window: str
    kind: str = ""  # of the activities that meet it
    owed_by: str = "branch"
    lead_days: int = 0
    filing_days: int = 0
    report: str = ""
    first: date | None = None  # of a deadline's window
    last: date | None = None


STANDARD, LEADERSHIP, INSTITUTIONS = "standard-management", "organisational-leadership", "institutions"

REQUIREMENTS = (
    Requirement("theme-day", STANDARD, MONTH, "theme-day", lead_days=7, filing_days=3),
    Requirement("members-meeting", STANDARD, QUARTER, "members-meeting", lead_days=14, filing_days=3),
    Requirement("committee-meeting", STANDARD, MONTH, "committee-meeting", lead_days=7, filing_days=3),
    Requirement("group-meeting", STANDARD, MONTH, "group-meeting", owed_by="group", lead_days=7, filing_days=3),
    Requirement("branch-size", STANDARD, LIMIT),
    Requirement("committee-size", STANDARD, LIMIT),
    Requirement("committee-term", LEADERSHIP, TERM, owed_by=""),
    Requirement("term-reminder", LEADERSHIP, REMINDER, "term-reminder", owed_by="", lead_days=14),
    Requirement(
        "problem-list", INSTITUTIONS, DEADLINE, "report", lead_days=7, report="problem-list",
        first=date(2021, 3, 1), last=date(2021, 4, 15)),
    Requirement(
        "action-summary", INSTITUTIONS, DEADLINE, "report", lead_days=7, report="action-summary",
        first=date(2021, 6, 1), last=date(2021, 7, 5)),
)


@dataclass(frozen=True)
class Reading:
    """What the pages say. A comparison is named so that `name(what is there, the boundary)` reads as a sentence."""

    requirements: tuple[Requirement, ...] = REQUIREMENTS
    zone_hours: int = 8
    pack_begins: date = date(2021, 3, 1)

    # As of D, known at K.
    started_before: Comparison = lt
    recorded_by: Comparison = le
    window_has_begun: Comparison = le  # its first day, the as-of day
    window_has_closed: Comparison = ge  # D, its end
    activities_known_at: bool = True
    register_known_at: bool = True
    watermarks_known_at: bool = True
    letters_known_at: bool = True
    recordedtime_counts: bool = True
    recordedtime_capped_by_acceptance: bool = True

    # Closed windows.
    filing_over: Comparison = ge  # K, the end and the days of filing
    filing_counts: bool = True
    lead_reached: Comparison = ge  # D, the end less the lead
    lead_from_last_day: bool = False  # else from the end, the first instant after the window
    watermark_reaches: Comparison = ge  # until, the end
    reasons: tuple[str, ...] = ("filing", "behind", "no-source", "dead-letter", "detail-missing")
    reasons_dropped: frozenset[str] = frozenset()
    first_source: Callable = min  # of several that are behind

    # What counts.
    parts: tuple[str, ...] = ("study", "exchange", "practice")
    minutes: int = 50
    minutes_suffice: Comparison = ge
    minutes_add_up: bool = True
    empty_segments_missing: bool = False
    quorum: Comparison = ge  # twice the present, due
    quorum_rounds_down: bool = False
    committee_quorum: Comparison = ge
    committee_quorum_of_due: bool = False
    committee_on_meeting_day: bool = True
    no_committee_lacks_detail: bool = False
    corrections: bool = True
    correction_chains: bool = True
    correction_needs_target_known: bool = False
    correction_as_of: bool = False
    latest: str = "recorded"  # of the versions: by recorded time, or by the order of taking effect
    tie_goes_to_last: bool = True
    earlier_version_stands_in: bool = False  # where the latest started after D
    retractions: bool = True
    retraction_as_of: bool = False
    retraction_of_versions_before: bool = False  # else of the record, later corrections too
    duplicates_update: bool = False
    conflicts_overwrite: bool = False
    conflicts_refused: bool = True

    # Dead letters.
    letters_ignored_codes: frozenset[str] = frozenset({"source-not-allowed", "privacy", "future"})
    letters_lie_on_time: bool = False
    letters_need_offset: bool = False  # else a time without one is Shanghai's
    letters_glimpsed: bool = True  # of what cannot be decoded, what can be read of it
    letters_of_any_kind: bool = False
    letters_of_any_unit: bool = False

    # The register.
    row_holds: Comparison = le  # its day, the day asked about
    row_known_from_its_day: bool = True  # without `recorded`; else always
    row_known_from_its_import: bool = True  # where that was before the day it speaks of
    sources_known_from_their_day: bool = False
    to_inclusive: bool = True
    exists_through: bool = True
    exists_from_first_day: bool = True  # else on the last day only
    end_ahead_counts: bool = False
    bound_on_last_day: bool = True  # else on the as-of day
    sources_on_last_day: bool = True
    sources_lineage: bool = True
    sources_lineage_on_last_day: bool = True
    sources_kinds: bool = True
    sources_period: bool = True
    watermark_lineage_on_last_day: bool = True
    watermark_unit: bool = True
    watermark_unit_lineage: bool = True
    watermark_kinds: bool = True
    watermark_newest: bool = True  # else the one that reaches furthest
    watermark_tie_goes_to_last: bool = True

    # Limits.
    size_limit: int = 50
    size_within: Comparison = le
    size_of_formal_only: bool = False
    committee_from_formal: int = 7
    committee_from: Comparison = ge
    committee_from_with_probationary: bool = False
    committee_at_least: int = 3
    committee_at_most: int = 7
    committee_none_for_temporary: bool = True
    committee_count_by_later_rows: bool = True

    # Terms and reminders.
    leap_day_becomes: int = 28  # of February; 29 for the first of March
    term_kept: Comparison = le  # the next election, the last day
    term_lead_months: int = 6
    term_old: Comparison = lt
    term_old_by_both: bool = True
    term_late_counts: bool = True
    term_for_temporary: bool = False
    term_needs_existence: bool = False
    blank_years_elect: bool = False
    expired_committee_in_office: bool = True
    months_clamp: bool = True
    reminder_from_months: int = 9
    reminder_to_months: int = 6
    reminder_late_until: Comparison = le  # its day, the term's last day
    reminder_late_counts: bool = True
    reminder_needs_existence: bool = True
    reminder_for_temporary: bool = False
    reminder_after_election: Comparison = le  # the next election, the window's own last day: not listed
    reminder_election_by_term: bool = False  # else by the window's own last day
    reminder_old: Comparison = lt
    reminder_by: str = "above"  # or parent, self-or-above, anyone
    reminder_by_on_its_day: bool = True

    # Deadlines.
    late_counts: bool = True
    early_counts: bool = False
    any_report_counts: bool = False

    # The verdict's marks, waivers, the cell.
    filed_late: bool = True
    filed_late_asked: Comparison = gt  # K, the end
    filed_late_only_closed: bool = False
    filed_late_where_late_then: bool = True
    filed_late_register_at_end: bool = True
    waivers: bool = True
    waivers_known_at: bool = True
    waiver_to_inclusive: bool = True
    waiver_from_inclusive: bool = True
    waiver_on_last_day: bool = True  # else on the as-of day
    waiver_covers_met: bool = False
    waiver_covers_not_applicable: bool = False
    cell_closed_words: frozenset[str] = frozenset({"not-met", "unknown"})
    cell_running: Callable = max  # of two, by the day on which they began
    cell_last_closed_by: str = "to"

    def requirement(self, id: str) -> Requirement:
        return next(requirement for requirement in self.requirements if requirement.id == id)

    def changing(self, id: str, **values) -> "Reading":
        """This reading with another value in a row of the table."""
        return replace(
            self, requirements=tuple(
                replace(requirement, **values) if requirement.id == id else requirement
                for requirement in self.requirements))


def _table_mutations(right: Reading) -> dict[str, Reading]:
    """A day off in every lead, every filing time and every deadline."""
    wrong = {}
    for requirement in right.requirements:
        for name in ("lead_days", "filing_days"):
            value = getattr(requirement, name)
            if value:
                for other in (value - 1, value + 1):
                    wrong[f"{requirement.id}: {name} {other}"] = right.changing(requirement.id, **{name: other})
        if requirement.kind and not requirement.filing_days:
            wrong[f"{requirement.id}: filing_days 1"] = right.changing(requirement.id, filing_days=1)
        for name in ("first", "last"):
            value = getattr(requirement, name)
            if value:
                for step in (-1, 1):
                    other = date.fromordinal(value.toordinal() + step)
                    wrong[f"{requirement.id}: {name} {other}"] = right.changing(requirement.id, **{name: other})
    wrong["members-meeting: by month"] = right.changing("members-meeting", window=MONTH)
    return wrong


def _values() -> dict[str, list]:
    """Other values of each parameter, wherever the right one is not simply turned round."""
    return {
        "zone_hours": [7, 9, 0],
        "pack_begins": [date(2021, 2, 28), date(2021, 3, 2), date(2021, 4, 1)],
        "started_before": [le], "recorded_by": [lt], "window_has_begun": [lt], "window_has_closed": [gt],
        "filing_over": [gt], "lead_reached": [gt], "watermark_reaches": [gt], "first_source": [max],
        "reasons": [
            ("behind", "filing", "no-source", "dead-letter", "detail-missing"),
            ("filing", "dead-letter", "behind", "no-source", "detail-missing"),
            ("filing", "behind", "no-source", "detail-missing", "dead-letter"),
        ],
        "reasons_dropped": [frozenset({name}) for name in ("behind", "no-source", "dead-letter", "detail-missing")],
        "parts": [("exchange", "practice"), ("study", "practice"), ("study", "exchange")],
        "minutes": [49, 51, 60], "minutes_suffice": [gt],
        "quorum": [gt, le], "committee_quorum": [gt, le], "latest": ["effect"],
        "letters_ignored_codes": [
            frozenset({"privacy", "future"}), frozenset({"source-not-allowed", "privacy"}),
            *(frozenset({"source-not-allowed", "privacy", "future", code}) for code in (
                "schema", "missing-attribute", "unsupported-type", "conflicting-duplicate", "unknown-target",
                "unknown-unit")),
        ],
        "row_holds": [lt],
        "size_limit": [49, 51], "size_within": [lt], "committee_from_formal": [6, 8], "committee_from": [gt],
        "committee_at_least": [2, 4], "committee_at_most": [6, 8, 5], "leap_day_becomes": [29],
        "term_kept": [lt], "term_lead_months": [5, 7], "term_old": [le],
        "reminder_from_months": [8, 10], "reminder_to_months": [5, 7], "reminder_late_until": [lt],
        "reminder_after_election": [lt], "reminder_old": [le], "reminder_by": ["parent", "self-or-above", "anyone"],
        "filed_late_asked": [],  # known at the end itself, nothing differs from what was known at the end
        "cell_closed_words": [
            frozenset({"not-met"}), frozenset({"unknown"}), frozenset(), frozenset({"not-met", "unknown", "met"})],
        "cell_running": [min], "cell_last_closed_by": ["from"],
    }


def mutations() -> dict[str, Reading]:
    """Wrong readings by name: each is the right one with one thing changed."""
    right = Reading()
    wrong = _table_mutations(right)
    given = _values()
    for name, value in vars(right).items():
        others = [not value] if isinstance(value, bool) else given.get(name, [])
        for other in others:
            wrong[f"{name} {_shown(other)}"] = replace(right, **{name: other})
    return wrong


def _shown(value) -> str:
    if callable(value):
        return value.__name__
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value)) + "}"
    return str(value)
