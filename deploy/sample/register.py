"""The register of the sample campus: units, sizes, committees, posts, people and sources, as rows of its CSV files.

Codes: c the college, g-01 … its general branches, b-0101 … the branches of g-01, b-0101-1 … the groups of b-0101.
"""

from datetime import date

FROM = "2015-09-01"

GENERAL_BRANCHES = {
    "g-01": "机电工程学院党总支",
    "g-02": "信息工程学院党总支",
    "g-03": "建筑工程学院党总支",
    "g-04": "经济管理学院党总支",
    "g-05": "医药护理学院党总支",
    "g-06": "机关党总支",
    "g-07": "后勤与教辅党总支",
    "g-08": "离退休党总支",
}

# code, name, category, formal and probationary members on 1 January 2021
BRANCHES = [
    ("b-0101", "机电工程学院教工第一党支部", "teacher", 31, 1),
    ("b-0102", "机电工程学院教工第二党支部", "teacher", 27, 2),
    ("b-0103", "机电工程学院学生第一党支部", "student", 22, 15),
    ("b-0104", "机电产业学院校企联合党支部", "joint", None, None),
    ("b-0105", "机电工程学院学生第二党支部", "student", 19, 17),
    ("b-0106", "机电工程学院实训中心党支部", "teacher", 21, 0),
    ("b-0201", "信息工程学院教工第一党支部", "teacher", 34, 0),
    ("b-0202", "信息工程学院教工第二党支部", "teacher", 29, 1),
    ("b-0203", "信息工程学院学生第一党支部", "student", 30, 17),
    ("b-0204", "信息工程学院实训中心党支部", "teacher", 18, 2),
    ("b-0205", "信息工程学院学生第二党支部", "student", 24, 14),
    ("b-0206", "信息工程学院学生第三党支部", "student", 9, 6),
    ("b-0301", "建筑工程学院教工第一党支部", "teacher", 33, 1),
    ("b-0302", "建筑工程学院教工第二党支部", "teacher", 26, 0),
    ("b-0303", "建筑工程学院学生第一党支部", "student", 22, 16),
    ("b-0304", "建筑工程学院学生第二党支部", "student", 20, 18),
    ("b-0305", "数字艺术教研室党支部", "teacher", 17, 2),
    ("b-0306", "勘测设计产业学院联合党支部", "joint", 7, 1),
    ("b-0401", "经济管理学院教工第一党支部", "teacher", 35, 1),
    ("b-0402", "经济管理学院教工第二党支部", "teacher", 30, 0),
    ("b-0403", "经济管理学院学生第一党支部", "student", 27, 19),
    ("b-0404", "经济管理学院学生第二党支部", "student", 25, 20),
    ("b-0405", "会计教研室党支部", "teacher", 36, 0),
    ("b-0406", "电商产业学院联合党支部", "joint", 6, 2),
    ("b-0501", "医药护理学院教工第一党支部", "teacher", 37, 2),
    ("b-0502", "医药护理学院教工第二党支部", "teacher", 31, 1),
    ("b-0503", "医药护理学院学生第一党支部", "student", 28, 18),
    ("b-0504", "医药护理学院学生第二党支部", "student", 23, 20),
    ("b-0505", "药学教研室党支部", "teacher", 22, 0),
    ("b-0506", "护理实训中心党支部", "teacher", 24, 1),
    ("b-0601", "党政办公室党支部", "administrative", 24, 0),
    ("b-0602", "组织人事党支部", "administrative", 38, 0),
    ("b-0603", "财务处党支部", "administrative", 16, 0),
    ("b-0604", "教务处党支部", "administrative", 34, 1),
    ("b-0605", "科研与合作处党支部", "administrative", 19, 0),
    ("b-0606", "纪检监察与审计党支部", "administrative", 15, 0),
    ("b-0701", "图书馆党支部", "support", 35, 0),
    ("b-0702", "后勤服务中心党支部", "support", 41, 1),
    ("b-0703", "保卫处党支部", "support", 28, 3),
    ("b-0704", "网络信息中心党支部", "support", 17, 1),
    ("b-0705", "校医院党支部", "support", 5, 0),
    ("b-0801", "离退休第一党支部", "retired", 50, 0),
    ("b-0802", "离退休第二党支部", "retired", 47, 0),
    ("b-0803", "离退休第三党支部", "retired", 44, 0),
    ("b-0901", "实训基地建设临时党支部", "temporary", 8, 2),
    ("b-0902", "马克思主义学院直属党支部", "teacher", 26, 2),
]
CATEGORY = {code: category for code, _, category, _, _ in BRANCHES}

# branch: how many groups it has
GROUPS = {"b-0101": 2, "b-0201": 3, "b-0402": 2, "b-0602": 2, "b-0701": 2, "b-0801": 3, "b-0802": 2}

FOUNDED = {"b-0104": "2021-04-15", "b-0901": "2020-10-01", "b-0602-2": "2021-03-10"}
DISSOLVED = {"b-0206": "2021-04-30"}
RENAMED = {"b-0601": ("2021-03-15", "党委（校长）办公室党支部")}
MOVED = {"b-0305": ("2021-04-16", "g-02")}

# unit, day, formal, probationary: what has changed since 1 January 2021
COUNTS = [
    ("b-0104", "2021-05-10", 11, 1),
    ("b-0203", "2021-04-20", 30, 23),
    ("b-0205", "2021-05-01", 33, 17),
    ("b-0406", "2021-06-08", 7, 1),
    ("b-0504", "2021-06-21", 24, 27),
    ("b-0801", "2021-06-01", 49, 0),
]

# Elections that nothing is told of: unit, day, members; for three years.
QUIET_ELECTIONS = [
    ("g-01", "2019-06-12", 7), ("g-05", "2020-06-18", 7), ("g-08", "2020-05-20", 5),
    ("b-0101", "2019-05-16", 5), ("b-0103", "2020-10-22", 3), ("b-0104", "2021-04-15", 3), ("b-0204", "2020-06-04", 3),
    ("b-0205", "2019-10-17", 3), ("b-0206", "2018-05-10", 3), ("b-0303", "2019-12-12", 3), ("b-0305", "2019-06-20", 3),
    ("b-0401", "2020-05-28", 5), ("b-0403", "2019-09-26", 3), ("b-0501", "2019-04-18", 5), ("b-0505", "2020-11-19", 3),
    ("b-0506", "2019-03-14", 3), ("b-0602", "2020-07-02", 5), ("b-0603", "2019-11-07", 3), ("b-0701", "2019-07-04", 5),
    ("b-0703", "2020-09-24", 5), ("b-0704", "2019-02-28", 3), ("b-0801", "2019-10-30", 5), ("b-0802", "2020-12-03", 3),
    ("b-0902", "2019-12-26", 5),
]

# unit, day, years (none: somebody joined or left), members, when it was recorded (blank: on the day)
COMMITTEES = [
    ("c", "2016-12-28", 5, 9, ""),
    ("g-02", "2018-06-20", 3, 5, ""),  # near its end on 5 May, elected in time in June
    ("g-02", "2021-06-17", 3, 5, ""),
    ("g-03", "2018-12-05", 3, 5, ""),
    ("g-04", "2018-11-12", 3, 5, ""),
    ("g-06", "2018-03-28", 3, 7, ""),  # elected in time
    ("g-06", "2021-03-26", 3, 7, ""),
    ("g-07", "2017-12-15", 3, 5, ""),  # overdue since before the pack, elected late in May
    ("g-07", "2021-05-20", 3, 5, ""),
    ("b-0102", "2018-11-08", 3, 5, ""),
    ("b-0105", "2018-09-20", 3, 3, ""),
    ("b-0106", "2018-10-11", 3, 3, ""),
    ("b-0201", "2019-11-27", 3, 7, ""),  # somebody left: six
    ("b-0201", "2021-03-10", None, 6, ""),
    ("b-0202", "2018-03-20", 3, 5, ""),  # elected late
    ("b-0202", "2021-04-15", 3, 5, ""),
    ("b-0203", "2018-12-06", 3, 3, ""),
    ("b-0301", "2018-10-25", 3, 5, ""),
    ("b-0302", "2020-09-17", 3, 3, ""),  # somebody left: two; somebody joined: three
    ("b-0302", "2021-03-18", None, 2, ""),
    ("b-0302", "2021-05-27", None, 3, ""),
    ("b-0304", "2018-04-12", 3, 3, ""),  # over since April, and waived
    ("b-0402", "2018-09-10", 3, 5, ""),  # elected half a year early, entered later
    ("b-0402", "2021-03-25", 3, 5, "2021-04-06T09:00:00+08:00"),
    ("b-0404", "2018-03-08", 3, 3, ""),  # elected in time
    ("b-0404", "2021-03-04", 3, 3, ""),
    ("b-0405", "2020-10-15", 3, 8, ""),
    ("b-0502", "2018-06-18", 3, 5, ""),  # near its end on 5 May, elected in time in June
    ("b-0502", "2021-06-16", 3, 5, ""),
    ("b-0503", "2018-04-28", 3, 3, ""),  # elected in time, entered after the term's last day
    ("b-0503", "2021-04-27", 3, 3, "2021-05-03T10:30:00+08:00"),
    ("b-0504", "2018-06-25", 3, 3, ""),  # near its end on 5 May, and then over
    ("b-0601", "2018-12-20", 3, 5, ""),
    ("b-0604", "2017-11-08", 3, 5, ""),  # overdue since before the pack
    ("b-0605", "2019-01-10", 3, 3, ""),
    ("b-0606", "2018-11-22", 3, 3, ""),
    ("b-0702", "2018-08-30", 3, 5, ""),
    ("b-0803", "2018-11-15", 3, 3, ""),
    ("b-0901", "2020-10-08", 2, 3, ""),
]

# Who no longer holds, or does not yet hold, the post of a secretary: unit, last day, first day of the next one.
SUCCESSIONS = {"b-0201": ("2021-03-31", "2021-04-01"), "b-0303": ("2021-03-31", "2021-05-17")}
COLLEGE_POSTS = ["committee-secretary", "organisation-department", "data-steward", "student-affairs", "personnel"]

OA, STUDENT_AFFAIRS, HR = "/campus/oa", "/campus/student-affairs", "/campus/hr"
SYSTEMS = {  # source: name, owner, how often it says how far it is
    OA: ("办公自动化系统", "data-steward@c", "P1D"),
    STUDENT_AFFAIRS: ("学生工作系统", "student-affairs@c", "P7D"),
    HR: ("人事与离退休系统", "personnel@c", "P7D"),
}
MEETINGS = "members-meeting committee-meeting group-meeting party-class"


def parent_of(code: str) -> str:
    """Where a unit stands at first: a group below its branch, a branch below its general branch if it has one."""
    if code.count("-") == 2:
        return code.rpartition("-")[0]
    general_branch = "g-" + code[2:4]
    return general_branch if code[0] == "b" and general_branch in GENERAL_BRANCHES else "c"


def groups() -> list[str]:
    return [f"{branch}-{number + 1}" for branch, count in GROUPS.items() for number in range(count)]


def units() -> list[tuple]:
    rows = [("c", "示例职业技术学院党委", "committee", "", "", FROM, "")]
    rows += [(code, name, "general-branch", "", "c", FROM, "") for code, name in GENERAL_BRANCHES.items()]
    for code, name, category, _, _ in BRANCHES:
        row = (code, name, "branch", category, parent_of(code), FOUNDED.get(code, FROM), DISSOLVED.get(code, ""))
        rows.append(row)
        if code in RENAMED:
            day, new_name = RENAMED[code]
            rows.append((code, new_name, *row[2:5], day, ""))
        if code in MOVED:
            day, new_parent = MOVED[code]
            rows.append((*row[:4], new_parent, day, ""))
    names = {code: name for code, name, _, _, _ in BRANCHES}
    for code in groups():
        branch, number = parent_of(code), "一二三"[int(code[-1]) - 1]
        rows.append((code, f"{names[branch]}第{number}党小组", "group", "", branch, FOUNDED.get(code, FROM), ""))
    return rows


def members() -> list[tuple]:
    rows = [(code, "2021-01-01", formal, probationary) for code, _, _, formal, probationary in BRANCHES if formal]
    return sorted(rows + COUNTS)


def committees() -> list[tuple]:
    rows = COMMITTEES + [(code, day, 3, count, "") for code, day, count in QUIET_ELECTIONS]
    order = ["c", *GENERAL_BRANCHES, *CATEGORY]
    return sorted(rows, key=lambda row: (order.index(row[0]), row[1]))


def posts() -> list[tuple]:
    """Each post with a person of its own, numbered in the order of the register."""
    rows: list[tuple] = []

    def hold(unit: str, post: str, first: str, last: str = "") -> None:
        rows.append((unit, post, f"p-{len(rows) + 1:03}", first, last))

    for post in COLLEGE_POSTS:
        hold("c", post, "2019-01-01")
    for unit in GENERAL_BRANCHES:
        hold(unit, "general-branch-secretary", "2019-01-01")
    for unit in CATEGORY:
        last, following = SUCCESSIONS.get(unit, (DISSOLVED.get(unit, ""), ""))
        hold(unit, "branch-secretary", FOUNDED.get(unit, "2019-01-01"), last)
        if following:
            hold(unit, "branch-secretary", following)
    for unit in groups():
        hold(unit, "group-leader", FOUNDED.get(unit, "2019-01-01"))
    return rows


def people() -> list[tuple]:
    numbers = range(1, len(posts()) + 1)
    return [(f"p-{n:03}", f"示例人员{n:03}", f"{n:011}", f"p-{n:03}@example.edu") for n in numbers]


def sources() -> list[tuple]:
    """What is expected of whom. Of b-0901 nobody reports theme days."""
    duties = [(OA, "c", "report term-reminder centre-group-study research-visit")]
    duties += [(OA, unit, MEETINGS + " general-branch-meeting") for unit in GENERAL_BRANCHES if unit != "g-08"]
    duties += [(OA, "b-0901", "members-meeting committee-meeting"), (OA, "b-0902", "theme-day " + MEETINGS)]
    duties += [(OA, unit, "theme-day") for unit in CATEGORY if theme_day_reporter(unit) == OA and unit != "b-0902"]
    duties += [(STUDENT_AFFAIRS, unit, "theme-day") for unit in CATEGORY if theme_day_reporter(unit) == STUDENT_AFFAIRS]
    duties.append((HR, "g-08", "theme-day " + MEETINGS))
    return [(source, *SYSTEMS[source][:2], unit, kinds, SYSTEMS[source][2]) for source, unit, kinds in duties]


def theme_day_reporter(branch: str) -> str | None:
    by_category = {"student": STUDENT_AFFAIRS, "retired": HR, "temporary": None}
    return by_category.get(CATEGORY[branch], OA)


def reporter(unit: str, kind: str) -> str | None:
    """The system that records activities of that kind of that unit."""
    branch = parent_of(unit) if unit.count("-") == 2 else unit
    if kind in ("report", "term-reminder"):
        return OA
    if kind == "theme-day":
        return theme_day_reporter(branch)
    return HR if CATEGORY.get(branch) == "retired" else OA


def formal_members(unit: str, day: date) -> int:
    """How many there are, whether or not the register knows it yet."""
    counts = [formal for code, since, formal, _ in members() if code == unit and since <= day.isoformat()]
    return counts[-1] if counts else 11


def members_on(unit: str, day: date) -> int:
    """How many members the register counts, probationary ones included."""
    counts = [sum(count) for code, since, *count in members() if code == unit and since <= day.isoformat()]
    return counts[-1] if counts else 0


def committee_members(unit: str, day: date) -> int | None:
    """How many sit on the committee in office; none where there is none."""
    counts = [count for code, since, _, count, _ in committees() if code == unit and since <= day.isoformat()]
    return counts[-1] if counts else None


def exists(unit: str, day: date) -> bool:
    first, last = FOUNDED.get(unit, FROM), DISSOLVED.get(unit, "9999-12-31")
    return first <= day.isoformat() <= last
