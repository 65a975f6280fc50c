"""What is told of single units of the sample campus; the rest of the season is habit. campus.py says what it shows."""

from season import Season, at, segments


def theme_days(season: Season) -> None:
    def tell(unit: str, day: str, recorded: str | None = None, **changes: object) -> dict:
        return season.tell(unit, "theme-day", day, recorded, **changes)

    twice = tell("b-0101", "04-09")
    season.publish(twice, at("04-13 08:05"))
    tell("b-0102", "03-30", recorded="04-08 16:20")
    tell("b-0102", "04-16", segments=segments(80, 70))
    tell("b-0103", "04-28", recorded="05-11 10:15")
    tell("b-0104", "04-22")
    short = tell("b-0106", "04-14", segments=segments(60, 60, 30))
    season.publish(season.corrected(short, "04-23 15:05", "实践环节时长漏记", segments=segments(60, 60, 60)))

    tell("b-0201", "04-29", recorded="05-02 20:15")
    early = season.held("b-0202", "theme-day", "03-19", recorded="03-22 09:10")
    season.quiet("b-0202", "theme-day", "03")
    season.publish(season.corrected(early, "03-22 09:40", "题目有误", title="学党史、强党性"))
    season.publish(early, at("03-22 09:41"))
    tell("b-0203", "04-15")
    tell("b-0203", "05-04", recorded="05-11 10:20", title="五四主题党日")
    tell("b-0204", "04-21", recorded="05-07 11:00")  # the first time its time had no offset: see broken()
    season.quiet("b-0205", "theme-day", "04")

    foreign = tell("b-0301", "04-20")
    season.publish(season.retracted(foreign, "04-27 09:30", "误登记，应为建筑工程学院党总支的活动"))
    season.quiet("b-0302", "theme-day", "04")
    tell("b-0401", "04-15", segments=segments(30, 60, 60) + segments(study=20))
    tell("b-0501", "04-22", segments=segments(60, 49, 60))
    wrong = tell("b-0505", "05-01", recorded="05-02 20:40")
    season.quiet("b-0505", "theme-day", "04")
    moved = {member: wrong["data"][member].replace("05-01", "04-30") for member in ("startedAt", "endedAt")}
    season.publish(season.corrected(wrong, "05-03 08:50", "日期有误", **moved))
    tell("b-0505", "05-20")
    tell("b-0506", "04-23", segments=segments(60, 60, 50))
    tell("b-0604", "04-30", recorded="05-06 09:20")
    tell("b-0703", "05-03", recorded="05-04 10:00", title="假期值守、服务师生")

    season.quiet("b-0801", "theme-day", "04", "05")
    untold = tell("b-0802", "04-13", segments=None)
    season.publish(season.corrected(untold, "05-12 14:30", "补报各环节时长", segments=segments(60, 60, 60)))
    tell("b-0803", "03-30", recorded="04-07 09:30")
    tell("b-0803", "04-28", recorded="05-07 15:10")

    season.quiet("b-0302", "theme-day", "05")
    tell("b-0603", "06-17", segments=segments(60, 60, 0))
    tell("b-0705", "06-29", recorded="07-08 09:30")
    season.quiet("b-0406", "theme-day", "06")


def meetings(season: Season) -> None:
    """Meetings of all members, of committees and of groups."""
    tell = season.tell

    tell("b-0104", "members-meeting", "04-15", title="支部成立大会")
    tell("b-0303", "members-meeting", "03-11", attendance={"due": 22, "present": 10, "excused": 7})
    tell("b-0305", "members-meeting", "03-12", attendance={"due": 17, "present": 9, "excused": 3})
    season.quiet("b-0405", "members-meeting", "01")
    tell("b-0503", "members-meeting", "03-17", attendance=None)
    tell("b-0604", "members-meeting", "03-31", recorded="04-02 09:25")
    season.quiet("b-0403", "members-meeting", "06")

    tell("b-0201", "committee-meeting", "03-09", attendance={"due": 7, "present": 3, "excused": 2})
    tell("b-0201", "committee-meeting", "04-14", attendance={"due": 6, "present": 3, "excused": 1})
    tell("b-0402", "committee-meeting", "04-13", attendance={"due": 5, "present": 2, "excused": 2})
    tell("b-0502", "committee-meeting", "04-21", attendance=None)
    season.quiet("b-0605", "committee-meeting", "04")
    tell("b-0602", "committee-meeting", "04-14", recorded="05-10 10:40")  # the first time more were present than due
    tell("b-0701", "committee-meeting", "04-27", recorded="05-01 08:30")
    tell("b-0506", "committee-meeting", "06-16", attendance={"due": 3, "present": 1, "excused": 0})
    season.quiet("b-0704", "committee-meeting", "05", "06")

    season.quiet("b-0101-2", "group-meeting", "04")
    tell("b-0201-3", "group-meeting", "04-29", recorded="05-06 09:15")
    tell("b-0701-2", "group-meeting", "04-30", recorded="05-03 17:20")
    season.quiet("b-0802-2", "group-meeting", "06")


def reports(season: Season) -> None:
    season.report("b-0204", "problem-list", "04-19")
    season.report("b-0404", "problem-list", "04-21")
    season.quiet("b-0504", "problem-list", "04")
    season.report("b-0604", "problem-list", "04-15", recorded="04-16 08:40")
    season.report("b-0801", "problem-list", "04-13", recorded="05-08 09:00")  # the first time it could not be read

    season.report("b-0302", "action-summary", "07-07")
    season.report("b-0504", "action-summary", "07-05", recorded="07-06 08:30")
    season.quiet("b-0604", "action-summary", "07")


def reminders(season: Season) -> None:
    """Reminders of elections by the unit above. Nobody reminds b-0105 and b-0803."""
    for unit, day in [
        ("b-0402", "01-15"), ("b-0106", "03-09"), ("g-03", "04-12"), ("b-0601", "04-08"), ("b-0301", "04-29"),
        ("b-0102", "05-07"), ("g-04", "05-10"), ("b-0203", "05-25"), ("b-0605", "06-03"),
    ]:
        season.tell(unit, "term-reminder", day)
    season.tell("b-0606", "term-reminder", "05-18", by="c")


def broken(season: Season) -> list[dict]:
    """What the contract refuses, a record for each reason."""

    def record(unit: str, kind: str, day: str, /, **changes: object) -> dict:
        event = season.held(unit, kind, day, **changes)
        return event | {"id": event["id"] + "-broken"}

    without_id = record("b-0303", "theme-day", "03-12")
    del without_id["id"]
    never_sent = season.held("b-0702", "theme-day", "03-02")
    of_another_system = season.held("b-0203", "theme-day", "04-15")
    return [
        record("b-0204", "theme-day", "04-21", startedAt="2021-04-21T14:30:00", endedAt=None),  # no offset
        record("b-0602", "committee-meeting", "04-14", attendance={"due": 5, "present": 6, "excused": 0}),
        record("b-0801", "report", "04-13", report="problem-list", startedAt="2021/04/13 15:00"),  # not RFC 3339
        record("b-0101", "theme-day", "04-12", kind="theme-party"),  # no such kind
        without_id,
        record("b-0303", "theme-day", "04-08") | {"type": "guoying.activity.planned.v1"},  # no such type
        record("b-0201", "theme-day", "12-01", recorded="04-22 09:00"),  # it would be in the future
        season.held("b-0101", "theme-day", "04-09", title="另有其题"),  # the id of a record with other content
        season.retracted(of_another_system, "04-20 10:00", "不属本系统") | {"source": "/campus/oa"},
        record("b-0104", "theme-day", "04-22", unit="b-0199"),  # the register never had it: waits, then is refused
        season.retracted(never_sent, "03-05 10:00", "误登记"),  # the target never comes: waits, then is refused
    ]
