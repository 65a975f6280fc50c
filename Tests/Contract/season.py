"""The register of a random campus: units, members, committees and sources, with most days on or beside a boundary."""

import random
from dataclasses import dataclass, field
from datetime import date

from moments import DAY, HOUR, days_later, instant, months_later, start_of, text_of, years_later

KINDS = ("theme-day", "members-meeting", "committee-meeting", "group-meeting", "report", "term-reminder")
CATEGORIES = ("teacher", "student", "administrative", "support", "retired", "joint")
OLD = date(2015, 9, 1)
# The ends of the windows of the season, and the days on which the deadlines' windows begin.
MONTH_ENDS = [date(2021, month, 1) for month in (4, 5, 6, 7)]
TURNS = [date(2021, 1, 1), date(2021, 3, 1), *MONTH_ENDS, date(2021, 4, 16), date(2021, 7, 6)]
# Last days of terms: just before the pack, in its season, where reminders are due in it, and where months are short.
TERM_LAST_DAYS = [date(*day) for day in (
    (2021, 2, 26), (2021, 2, 28), (2021, 3, 1), (2021, 3, 2), (2021, 3, 31), (2021, 4, 15), (2021, 4, 30),
    (2021, 5, 30), (2021, 6, 30), (2021, 7, 9), (2021, 8, 29), (2021, 8, 30), (2021, 8, 31), (2021, 9, 1),
    (2021, 9, 1), (2021, 9, 2), (2021, 9, 2), (2021, 9, 30), (2021, 10, 15), (2021, 10, 31), (2021, 11, 30),
    (2021, 12, 14), (2021, 12, 31), (2022, 1, 10), (2022, 2, 28), (2022, 3, 31), (2022, 4, 5))]


@dataclass
class Season:
    """A register in the making: rows for each of the three imports, and what the events need to know of it."""

    rng: random.Random
    prefix: str
    imports: list[dict] = field(default_factory=lambda: [{}, {}, {}])
    branches: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    general: list[str] = field(default_factory=list)
    above: dict[str, list[str]] = field(default_factory=dict)
    moves: dict[str, list[tuple[date, str]]] = field(default_factory=dict)  # to another parent, from a day on
    terms: list[tuple[str, date]] = field(default_factory=list)  # unit, last day
    committees: dict[str, list[tuple[date, int]]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)  # the import in which a unit comes
    days: list[date] = field(default_factory=list)  # on which a row begins or ends
    recorded: list[int] = field(default_factory=list)

    @property
    def root(self) -> str:
        return f"{self.prefix}-c"

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def row(self, file: str, stage: int = 0, **columns) -> int:
        """A row of a file; not before its unit's first row, and not before it was written down. Returns its import."""
        row = {name.rstrip("_"): str(value) if value is not None else "" for name, value in columns.items()}
        unit = row.get("code") or row["unit"]
        if row.get("recorded", "") > "2021-05-19":
            stage = 2
        stage = max(stage, self.stages.setdefault(unit, stage))
        self.imports[stage].setdefault(file, []).append(row)
        self._note(row)
        return stage

    def _note(self, row: dict):
        """Remembers the days and the instant that a question may be asked about."""
        for name in ("from", "to", "date", "elected"):
            if row.get(name, "") >= "2020":
                self.days.append(date.fromisoformat(row[name]))
        if row.get("recorded"):
            self.recorded.append(instant(row["recorded"]))

    def recorded_about(self, day: date, share: float) -> str:
        """When a row was written down: mostly nothing is said."""
        if not self.chance(share):
            return ""
        later = self.rng.choice([-20, -3, 0, 1, 3, 10, 30, 45])
        moment = start_of(days_later(day, later)) + self.rng.choice([0, 9 * HOUR, 15 * HOUR])
        return text_of(min(moment, start_of(date(2021, 7, 18))))

    def turn(self) -> date:
        """A day on which a window ends, or one beside it."""
        return days_later(self.rng.choice(TURNS), self.rng.choice([-2, -1, -1, 0, 0, 1]))

    # Units.

    def make_units(self):
        self.row(
            "units", code=self.root, name="学院党委", kind="committee", category="", parent="", from_=OLD, to="")
        self.above[self.root] = []
        for number in range(self.rng.randint(1, 3)):
            code = f"{self.prefix}-g{number + 1}"
            self.general.append(code)
            self.above[code] = [self.root]
            self.row(
                "units", code=code, name=f"第{number + 1}党总支", kind="general-branch", category="",
                parent=self.root, from_=OLD, to="")
        # The order of the register is not that of the codes.
        for number in self.rng.sample(range(1, 10), self.rng.randint(3, 7)):
            self.make_branch(f"{self.prefix}-b{number}")
        for number in range(self.rng.randint(1, 3)):
            self.make_group(f"{self.prefix}-t{number + 1}")

    def make_branch(self, code: str):
        rng, parent = self.rng, self.rng.choice([*self.general, *self.general, self.root])
        first, last = OLD, None
        if self.chance(0.35):
            first = self.turn()
        if self.chance(0.25):
            last = max(self.turn(), days_later(first, 20))
        category = "temporary" if self.chance(0.2) else rng.choice(CATEGORIES)
        stage = rng.choice([0, 0, 0, 0, 0, 1, 2]) if first == OLD or first > date(2021, 2, 1) else 0
        columns = {
            "code": code, "name": f"支部{code}", "kind": "branch", "category": category, "parent": parent,
            "to": last or ""}
        self.row("units", stage, from_=first, recorded=self.recorded_about(first, 0.2), **columns)
        self.branches.append(code)
        self.above[code] = [parent, *self.above[parent]]
        days = {max(self.turn(), days_later(first, 1)) for _ in range(rng.choice([0, 0, 1, 1, 2, 3]))}
        for day in sorted(day for day in days if not last or day < last):
            columns |= self.changed(columns)
            if columns["parent"] != parent:
                parent = columns["parent"]
                self.moves.setdefault(code, []).append((day, parent))
            self.row("units", stage, from_=day, recorded=self.recorded_about(day, 0.3), **columns)
        if self.chance(0.15) and not last:
            # Its end is written down later, in a new version of its newest row.
            rows = [row for step in self.imports for row in step.get("units", []) if row["code"] == code]
            row = max(rows, key=lambda row: row["from"])
            end = max(self.turn(), date.fromisoformat(row["from"]))
            recorded = start_of(days_later(end, self.rng.choice([-5, 3, 20]))) + 9 * HOUR
            if row["recorded"]:
                recorded = max(recorded, instant(row["recorded"]) + DAY)
            if recorded < start_of(date(2021, 7, 18)) and recorded > start_of(date.fromisoformat(row["from"])):
                named = {name: value for name, value in row.items() if name not in ("from", "to", "recorded")}
                self.row("units", 2, from_=row["from"], to=end, recorded=text_of(recorded), **named)

    def changed(self, columns: dict) -> dict:
        """What is another from a day on: the parent, the category, the name, or the kind."""
        what = self.rng.choice(["parent", "parent", "parent", "category", "category", "name", "kind"])
        if what == "parent":
            return {"parent": self.rng.choice([*self.general, self.root])}
        if what == "category" and columns["kind"] == "branch":
            return {"category": "teacher" if columns["category"] == "temporary" else "temporary"}
        if what == "kind" and columns["kind"] == "branch":
            return {"kind": "general-branch", "category": ""}
        return {"name": columns["name"] + "（更名）"}

    def make_group(self, code: str):
        settled = [
            row["code"] for row in self.imports[0]["units"]
            if row["kind"] == "branch" and row["from"] == str(OLD) and not row.get("recorded")]
        settled = [code for code in settled if not any(
            row["code"] == code and (row["to"] or row["kind"] != "branch") for stage in self.imports
            for row in stage.get("units", []))]
        parent = self.rng.choice(settled) if settled else None
        if parent is None:
            return
        first = self.turn() if self.chance(0.35) else OLD
        last = max(self.turn(), days_later(first, 20)) if self.chance(0.2) else ""
        self.row(
            "units", code=code, name=f"党小组{code}", kind="group", category="", parent=parent, from_=first, to=last,
            recorded=self.recorded_about(first, 0.2))
        self.groups.append(code)
        self.above[code] = [parent, *self.above[parent]]
        if self.chance(0.25) and not last:
            day = max(self.turn(), days_later(first, 1))
            self.row(
                "units", code=code, name=f"支部{code}", kind="branch", category="teacher",
                parent=self.rng.choice(self.general), from_=day, to="", recorded=self.recorded_about(day, 0.3))
            self.branches.append(code)

    # Members and committees.

    def make_members(self, code: str):
        days = {OLD: self.rng.choice([0, 1])}
        for _ in range(self.rng.choice([0, 1, 1, 2])):
            days[self.turn()] = 0
        if self.chance(0.15):
            del days[OLD]
        for day in sorted(days):
            formal = self.rng.choice([5, 6, 7, 7, 8, 20, 48, 49, 50, 51])
            size = self.rng.choice([formal, formal + 1, 7, 50, 50, 51, 49])
            recorded = self.recorded_about(day, 0.3)
            counts = {"formal": formal, "probationary": max(0, size - formal)}
            self.row("members", self.rng.choice([0, 0, 1]), unit=code, date=day, recorded=recorded, **counts)
            if self.chance(0.15):
                # Counted wrongly at first: another version of the row, written down later.
                seen = instant(recorded) if recorded else start_of(day)
                again = max(seen, start_of(date(2021, 3, 10))) + self.rng.choice([5, 30, 60]) * DAY
                counts["formal"] = self.rng.choice([6, 7, 50, 51])
                if again < start_of(date(2021, 7, 18)):
                    self.row("members", 2, unit=code, date=day, recorded=text_of(again), **counts)

    def make_committee(self, code: str):
        rng, years = self.rng, self.rng.choice([1, 2, 3, 3, 5])
        last = rng.choice(TERM_LAST_DAYS)
        elected = date(last.year - years, last.month, last.day)
        if self.chance(0.12):
            elected, years, last = rng.choice([
                (date(2016, 2, 29), 5, date(2021, 2, 28)), (date(2020, 2, 29), 1, date(2021, 2, 28)),
                (date(2020, 2, 29), 3, date(2023, 2, 28)), (date(2020, 2, 29), 4, date(2024, 2, 29))])
        if self.chance(0.2):
            # The first committee of a branch, elected while meetings are owed.
            elected = max(self.turn(), date(2021, 2, 1))
            last = years_later(elected, years)
        rows = {elected: years}
        if self.chance(0.2) and elected < date(2021, 1, 1):
            before = date(elected.year - 2, elected.month, 28)
            rows[max(before, OLD)] = rng.choice([2, 3])
        if self.chance(0.5):
            reminder_to = months_later(last, -6)
            following = rng.choice([
                days_later(last, step) for step in (-40, -1, 0, 0, 1, 1, 2, 30)] + [
                days_later(reminder_to, step) for step in (0, 0, 1)])
            if elected < following < date(2021, 7, 19):
                rows[following] = rng.choice([3, 3, 5, 1])
        if self.chance(0.1):
            # A short term within a longer one: the one that began last ends first.
            last = rng.choice(TERM_LAST_DAYS[:9])
            rows = {months_later(last, -35): 3, months_later(last, -12): 1}
        written: dict[date, str] = {}
        if self.chance(0.1):
            # An election was announced for after the term; that there was one in time is written down later.
            last = rng.choice(TERM_LAST_DAYS[2:9])
            early, late = days_later(last, rng.choice([-2, 0])), days_later(last, 5)
            rows = {months_later(last, -36): 3, early: 3, late: 3}
            written = {early: text_of(start_of(late) + DAY), late: text_of(start_of(last) - 3 * DAY)}
        for _ in range(rng.choice([0, 0, 1, 2])):
            day = self.turn()
            if day > min(rows) and day not in rows:
                rows[day] = None
        stage = 0
        for day, term in sorted(rows.items()):
            members = rng.choice([2, 3, 3, 4, 5, 5, 6, 7, 7, 8])
            recorded = self.recorded_about(day, 0.45) if day > date(2020, 12, 1) else ""
            recorded = written.get(day, recorded)
            # Who joins or leaves has an election before, which is there by then.
            stage = self.row(
                "committees", max(stage, rng.choice([0, 0, 1])), unit=code, elected=day, years=term, members=members,
                recorded=recorded)
            self.committees.setdefault(code, []).append((day, members))
            if term:
                self.terms.append((code, years_later(day, term)))

    # Sources.

    def make_sources(self):
        for name in ("oa", "sa", "hr")[: self.rng.choice([1, 1, 2, 3])]:
            source = f"/{self.prefix}/{name}"
            self.sources[source] = name
            places = {self.root} if name == "oa" else set()
            anywhere = [self.root, *self.general, *self.branches]
            places |= {self.rng.choice(anywhere) for _ in range(self.rng.choice([0, 1, 2]))}
            for place in sorted(places):
                self.make_source(source, name, place)

    def make_source(self, source: str, name: str, place: str):
        rng = self.rng
        kinds = KINDS if name == "oa" and self.chance(0.85) else rng.sample(KINDS, rng.randint(1, 5))
        first = self.turn() if self.chance(0.35) else ""
        last = max(self.turn(), days_later(first, 1) if first else OLD) if self.chance(0.25) else ""
        columns = {"source": source, "name": name, "owner": f"steward@{self.root}", "unit": place, "every": "P1D"}
        recorded = self.recorded_about(date(2021, 4, 20), 0.2)
        self.row("sources", kinds=" ".join(kinds), from_=first, to=last, recorded=recorded, **columns)
        if self.chance(0.2):
            seen = instant(recorded) if recorded else 0
            again = max(seen, start_of(date(2021, 4, 1))) + rng.choice([5, 30, 60]) * DAY
            kinds = rng.sample(KINDS, rng.randint(1, 6))
            if again < start_of(date(2021, 7, 18)):
                self.row("sources", 2, kinds=" ".join(kinds), from_=first, to=last, recorded=text_of(again), **columns)


def make_season(rng: random.Random, prefix: str) -> Season:
    season = Season(rng, prefix)
    season.make_units()
    for code in season.branches:
        if season.chance(0.9):
            season.make_members(code)
    for code in [season.root, *season.general, *season.branches]:
        if season.chance(0.7):
            season.make_committee(code)
    season.make_sources()
    return season

