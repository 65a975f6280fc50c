"""What everybody on the sample campus does of whom no story is told, and what the systems say of how far they are."""

from datetime import date, timedelta

import register
from register import CATEGORY, GENERAL_BRANCHES, HR, OA, STUDENT_AFFAIRS, committee_members, exists
from season import Season, at, day_of, instant, weekday_of

MONTHS = (3, 4, 5, 6)
REPORT_DAYS = {
    "problem-list": ["04-08", "04-09", "04-12", "04-13", "04-14", "04-15"],
    "action-summary": ["06-28", "06-29", "06-30", "07-01", "07-02", "07-05"],
}
# student-affairs says nothing after 26 April, until it comes back with what it has missed.
SILENT_FROM, BACK = date(2021, 4, 27), date(2021, 5, 11)


def habits(season: Season) -> None:
    """Each unit has its weekdays, from the second Tuesday to the fourth Friday of a month, where no holiday lies."""
    for index, unit in enumerate(CATEGORY):
        number, weekday = index % 3, 1 + index // 3 % 4
        for month in MONTHS:
            theme_day(season, unit, weekday_of(month, 2 + number, weekday))
            if committee_members(unit, date(2021, month, 1)):
                meet(season, unit, "committee-meeting", weekday_of(month, 4 - number, weekday))
        for month in ((1, 3, 3)[number], (4, 5, 6)[number]):
            meet(season, unit, "members-meeting", weekday_of(month, 3, weekday))
        if number == 0:
            theme_day(season, unit, "07-01", title="庆祝建党一百周年主题党日")
        for report, days in REPORT_DAYS.items():
            day = days[index % len(days)]
            if exists(unit, day_of(day)) and not season.is_told(unit, report, day):
                season.report(unit, report, day)
    for index, unit in enumerate(register.groups()):
        for month in MONTHS:
            meet(season, unit, "group-meeting", weekday_of(month, 2 + index % 3, 4 - index % 4))


def theme_day(season: Season, unit: str, day: str, **changes: object) -> None:
    if register.theme_day_reporter(unit):
        meet(season, unit, "theme-day", day, **changes)


def meet(season: Season, unit: str, kind: str, day: str, **changes: object) -> None:
    if exists(unit, day_of(day)) and not season.is_told(unit, kind, day):
        season.publish(season.held(unit, kind, day, **changes))


def other_activities(season: Season) -> None:
    """What the first pack asks of nobody."""
    for index, unit in enumerate(GENERAL_BRANCHES):
        if committee_members(unit, date(2021, 3, 1)):
            for month in MONTHS:
                meet(season, unit, "general-branch-meeting", weekday_of(month, 2, 1 + index % 4))
    for index, unit in enumerate(list(CATEGORY)[::6]):
        meet(season, unit, "party-class", weekday_of(4 + index % 3, 3, 1 + index % 4))
        meet(season, unit, "research-visit", weekday_of(4 + index % 2, 2, 4 - index % 4))
    for day in ("03-18", "06-17"):
        meet(season, "c", "centre-group-study", day)


def watermarks(season: Season) -> None:
    """At six in the evening, oa every day and the others on Mondays say that all before the day before yesterday has
    been sent: what happens on a Friday is recorded in Monday's office hours, so that this is true of an orderly office.
    """
    first, last = date(2021, 3, 1), date(2021, 7, 11)
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        evening, until = instant(day, 18), instant(day - timedelta(days=2))
        season.watermark(OA, evening, until)
        if day.weekday() == 0:
            season.watermark(HR, evening, until)
        if day == BACK or (day.weekday() == 0 and not SILENT_FROM <= day <= BACK):
            season.watermark(STUDENT_AFFAIRS, evening, until)
    # hr finds that it has missed something of one branch, and takes back what it has said of it.
    season.watermark(HR, at("05-04 17:00"), at("04-17 00:00"), "b-0803")
