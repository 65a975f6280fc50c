"""The register: what its rows say of a day, as known at an instant."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from moments import day_of, days_later, instant, start_of, years_later
from reading import Reading

KEYS = {
    "units": ("code", "from"), "members": ("unit", "date"), "committees": ("unit", "elected"),
    "sources": ("source", "unit"),
}
DAYS = {"units": "from", "members": "date", "committees": "elected", "sources": "from"}


@dataclass(frozen=True)
class Row:
    """A row as it was imported: the columns of its file, and its place in the order of imports."""

    file: str
    order: int
    imported: int
    columns: dict

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column) or ""

    def number(self, column: str) -> int | None:
        return int(self[column]) if self[column] else None

    @property
    def day(self) -> date | None:
        return day_of(self[DAYS[self.file]])


class Register:
    """All rows that were ever imported, in the order of their imports: each an instant and its files."""

    def __init__(self, imports: list[tuple[int, dict]], reading: Reading):
        self.reading = reading
        rows = [(file, now, row) for now, tables in imports for file, table in tables.items() for row in table]
        self.rows = [Row(file, order, now, row) for order, (file, now, row) in enumerate(rows)]
        self.order = list(dict.fromkeys(row["code"] for row in self.rows if row.file == "units"))

    def recorded(self, row: Row) -> int | None:
        """When a row became known; none: always."""
        if row["recorded"]:
            return instant(row["recorded"])
        is_always = row.file == "sources" and not self.reading.sources_known_from_their_day
        if is_always or not self.reading.row_known_from_its_day or row.day is None:
            return None
        recorded = start_of(row.day, self.reading.zone_hours)
        return min(recorded, row.imported) if self.reading.row_known_from_its_import else recorded

    @cache
    def known_at(self, known: int) -> "Known":
        """The newest version of each row that was known at an instant."""
        newest: dict[tuple, tuple] = {}
        for row in self.rows:
            recorded = self.recorded(row)
            if recorded is not None and self.reading.register_known_at:
                if not self.reading.recorded_by(recorded, known):
                    continue
            key = (row.file, *(row[column] for column in KEYS[row.file]))
            version = (recorded or 0, row.order, row)
            if key not in newest or version[:2] > newest[key][:2]:
                newest[key] = version
        return Known([row for _, _, row in newest.values()], self.reading)


class Known:
    """The register as known at one instant: one version of each row."""

    def __init__(self, rows: list[Row], reading: Reading):
        self.reading = reading
        self.units: dict[str, list[Row]] = {}
        self.counts: dict[str, list[Row]] = {}
        self.committees: dict[str, list[Row]] = {}
        self.sources = [row for row in rows if row.file == "sources"]
        for file, table in (("units", self.units), ("members", self.counts), ("committees", self.committees)):
            for row in rows:
                if row.file == file:
                    table.setdefault(row["code"] or row["unit"], []).append(row)
            for of_unit in table.values():
                of_unit.sort(key=lambda row: row.day)

    def _holding(self, rows: list[Row], day: date) -> list[Row]:
        return [row for row in rows if self.reading.row_holds(row.day, day)]

    def _within(self, row: Row, day: date) -> bool:
        """Whether a day lies in the inclusive days from `from` to `to`."""
        first, last = day_of(row["from"]), day_of(row["to"])
        if first and day < first:
            return False
        return last is None or day < last or (day == last and self.reading.to_inclusive)

    @cache
    def unit(self, code: str, day: date) -> Row | None:
        """The row of a unit that is in force on a day, if the unit exists then."""
        rows = self._holding(self.units.get(code, []), day)
        return rows[-1] if rows and self._within(rows[-1], day) else None

    @cache
    def exists_through(self, code: str, first: date, last: date, as_of: date) -> bool:
        if self.reading.end_ahead_counts and last == as_of:
            newest = self.unit(code, last)
            if newest and newest["to"]:
                return False
        if not self.reading.exists_through:
            return self.unit(code, last if self.reading.exists_from_first_day else as_of) is not None
        if not self.reading.exists_from_first_day:
            return self.unit(code, last) is not None
        # Between the days on which a row begins or ends nothing changes.
        days = {first, last}
        for row in self.units.get(code, []):
            ends = [days_later(day_of(row["to"]), step) for step in (0, 1)] if row["to"] else []
            days.update(day for day in [row.day, *ends] if first <= day <= last)
        return all(self.unit(code, day) for day in days)

    @cache
    def lineage(self, code: str, day: date) -> tuple[str, ...]:
        """The unit and those above it on a day, the nearest first."""
        codes: list[str] = []
        while code and code not in codes:
            codes.append(code)
            row = self.unit(code, day)
            code = row["parent"] if row else ""
        return tuple(codes)

    def count(self, code: str, day: date) -> Row | None:
        rows = self._holding(self.counts.get(code, []), day)
        return rows[-1] if rows else None

    def elections(self, code: str, day: date) -> list[Row]:
        """The elections up to a day: the rows that open a term."""
        rows = self._holding(self.committees.get(code, []), day)
        return [row for row in rows if row["years"] or self.reading.blank_years_elect]

    def committee(self, code: str, day: date) -> Row | None:
        """The newest row of the committee that is in office on a day."""
        elections = self.elections(code, day)
        if not elections:
            return None
        if not self.reading.expired_committee_in_office and last_day(elections[-1], self.reading) < day:
            return None
        if not self.reading.committee_count_by_later_rows:
            return elections[-1]
        return self._holding(self.committees[code], day)[-1]

    @cache
    def reporters(self, kind: str, code: str, day: date, lineage_day: date) -> tuple[str, ...]:
        """The sources that report a kind for a unit on a day."""
        above = self.lineage(code, lineage_day) if self.reading.sources_lineage else (code,)
        names = set()
        for row in self.sources:
            if row["unit"] not in above:
                continue
            if self.reading.sources_kinds and kind not in row["kinds"].split():
                continue
            if not self.reading.sources_period or self._within(row, day):
                names.add(row["source"])
        return tuple(sorted(names))


def last_day(election: Row, reading: Reading) -> date:
    """The last day of the term that an election opens."""
    return years_later(election.day, election.number("years") or 0, reading.leap_day_becomes)
