"""Days and instants. An instant is a whole number of microseconds since 1970 in UTC; a day is a civil day."""

import calendar
import re
from datetime import date, datetime, timedelta, timezone
from functools import cache

SHANGHAI = timezone(timedelta(hours=8))
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
HOUR = 3_600_000_000
DAY = 24 * HOUR
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@cache
def instant(text: str) -> int:
    """The instant that a text with an offset names."""
    return (datetime.fromisoformat(text) - EPOCH) // timedelta(microseconds=1)


def readable_instant(text) -> int | None:
    """The instant that a text names if it is one, with an offset."""
    if not isinstance(text, str) or not RFC3339.fullmatch(text):
        return None
    try:
        return instant(text)
    except ValueError:
        return None


def text_of(moment: int) -> str:
    """The instant as Shanghai writes it."""
    written = (EPOCH + timedelta(microseconds=moment)).astimezone(SHANGHAI)
    return written.isoformat(timespec="microseconds" if moment % 1_000_000 else "seconds")


@cache
def day_of(text: str) -> date | None:
    """A day of the register, or none."""
    return date(*map(int, re.split("[-/]", text))) if text else None


def day_at(moment: int, zone_hours: int = 8) -> date:
    """The civil day in which the instant lies."""
    return date.fromordinal((moment + zone_hours * HOUR) // DAY + EPOCH.toordinal())


def start_of(day: date, zone_hours: int = 8) -> int:
    """The first instant of the day."""
    return (day.toordinal() - EPOCH.toordinal()) * DAY - zone_hours * HOUR


def days_later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


@cache
def months_later(day: date, months: int, clamp: bool = True) -> date:
    """The same day of another month; where that month has none, its last day (or, unclamped, the days spill over)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    return days_later(date(year, month + 1, last), 0 if clamp else day.day - last)


def years_later(day: date, years: int, leap_day_becomes: int = 28) -> date:
    """The same day of another year; 29 February becomes the 28th."""
    if (day.month, day.day) == (2, 29) and not calendar.isleap(day.year + years):
        return date(day.year + years, 2, 28) if leap_day_becomes == 28 else date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)
