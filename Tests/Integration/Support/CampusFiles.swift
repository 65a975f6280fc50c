import FoundationEssentials
import Kit
import Postgres

/// The six files of a small campus, and what the register holds when they are in it.
struct CampusFiles {
    /// The text of each file by its name.
    var texts = [
        "units": """
        code,name,kind,category,parent,from,to
        c,示例学院党委,committee,,,2018-09-01,
        g-01,机电党总支,general-branch,,c,2018-09-01,
        b-0101,第一党支部,branch,teacher,g-01,2018-09-01,
        b-0101,第一联合党支部,branch,joint,c,2021-03-15,

        """,
        "members": "unit;date;formal;probationary\nb-0101;2021/3/1 0:00;30;2\nb-0101;44270;31;1\n",
        "committees": "unit,elected,years,members\nb-0101,2020年1月5日,3,5\nb-0101,2021-2-1,,4\nc,2019-06-01,5,9\n",
        "posts": """
        unit\tpost\tperson\tfrom\tto\trecorded
        b-0101\tbranch-secretary\tp-1\t2020-01-05\t2021-03-31\t2021/4/1 9:30
        b-0101\tbranch-secretary\tp-2\t2021-04-01\t\t
        b-0101\tmember\tp-1\t2021-04-01\t\t

        """,
        "sources": "source,name,owner,unit,kinds,every\n/campus/oa,办公系统,office@c,c,theme-day,P7D\n",
        "people": "person,name,mobile,email\np-1,张三,13800000000,zhang@example.edu\np-2,\"李\"\"四\"\"\",,\n",
    ]

    /// Writes the files, and gives their paths in the order of the names.
    func write(_ names: [String], for installation: Installation) throws -> [String] {
        try names.map { try installation.file("\($0).csv", self.texts[$0] ?? "") }
    }

    /// What the register holds, in words that do not depend on when it came in.
    static func register(of database: ScratchDatabase) async throws -> [String] {
        let rows = try await database.run(
            """
            SELECT t::text AS line FROM (
                SELECT 'unit', code, valid_from, valid_through, name, kind, category, parent, recorded
                FROM registry.unit_v1) t
            UNION ALL SELECT t::text FROM (
                SELECT 'count', unit, valid_from, formal, probationary, recorded FROM registry.member_count_v1) t
            UNION ALL SELECT t::text FROM (
                SELECT 'committee', unit, valid_from, years, members, recorded FROM registry.committee_v1) t
            UNION ALL SELECT t::text FROM (
                SELECT 'post', unit, post, person, valid_from, valid_through, recorded FROM registry.post_v1) t
            UNION ALL SELECT t::text FROM (
                SELECT 'source', source, name, owner, unit, kinds, every FROM registry.reporting_v1) t
            UNION ALL SELECT t::text FROM (SELECT 'person', person, name, mobile, email FROM registry.person) t
            ORDER BY 1
            """)
        return try rows.decode("line", as: String.self)
    }

    /// How many entries of the journal tell a change.
    static func changes(in database: ScratchDatabase) async throws -> Int64 {
        try await database.count("SELECT count(*) FROM registry.journal WHERE cause IS NULL")
    }
}
