"""What the activities of a random campus carry: enough for what is owed, exactly or amply, or not quite."""

from moments import start_of
from season import Season


class Details:
    """What belongs to a kind of activity, besides its unit and its time."""

    def __init__(self, season: Season):
        self.season, self.rng = season, season.rng

    def of(self, what: str, code: str, started: int, good: bool) -> dict:
        rng = self.rng
        if what == "theme-day":
            return self._theme_day(good)
        if what == "members-meeting":
            if not good and self.season.chance(0.3):
                return {}
            due = rng.randint(2, 31)
            present = (due + 1) // 2 if good else (due - 1) // 2
            present = rng.choice([present, present, due]) if good else present
            return {"attendance": {"due": due, "present": present, "excused": 0}}
        if what == "committee-meeting":
            return self._committee_meeting(code, started, good)
        if what in ("problem-list", "action-summary"):
            return {"report": what if good else rng.choice(["problem-list", "action-summary"])}
        if what == "term-reminder":
            above = self.season.above[code] or [self.season.root]
            by = rng.choice(above) if good else rng.choice([code, *self.season.general])
            if code in self.season.moves and self.season.chance(0.6):
                by = rng.choice([above[0], *(parent for _, parent in self.season.moves[code])])
            return {"about": "committee-term", "by": by}
        return {}

    def _theme_day(self, good: bool) -> dict:
        rng, parts = self.rng, ["study", "exchange", "practice"]
        minutes = {part: rng.choice([50, 50, 60, 51, 90]) for part in parts}
        if not good:
            style = rng.choice(["short", "short", "missing", "none", "empty"])
            if style in ("none", "empty"):
                return {} if style == "none" else {"segments": []}
            part = rng.choice(parts)
            minutes[part] = rng.choice([49, 49, 0, 40])
            if style == "missing":
                del minutes[part]
        segments = [{"part": part, "minutes": long} for part, long in minutes.items()]
        if self.season.chance(0.2):
            whole = segments.pop(rng.randrange(len(segments)))
            early = whole["minutes"] // 2
            segments += [whole | {"minutes": early}, whole | {"minutes": whole["minutes"] - early}]
        rng.shuffle(segments)
        return {"segments": segments}

    def _committee_meeting(self, code: str, started: int, good: bool) -> dict:
        rows = [members for day, members in self.season.committees[code] if start_of(day) <= started]
        if not good and self.season.chance(0.3 if rows else 0.7):
            return {}
        members = rows[-1] if rows else 5
        present = (members + 1) // 2 if good else max(0, (members - 1) // 2)
        due = max(1, self.rng.choice([members, members, present, members + 2, 2 * present, 2 * present + 1]))
        return {"attendance": {"due": max(due, present), "present": present, "excused": 0}}
