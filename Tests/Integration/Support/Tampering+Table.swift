import Postgres

extension Tampering {
    private static let notMet: SQL = """
        SELECT lane, position FROM supervision.verdict WHERE unit = 'b-0101' AND requirement = 'theme-day'
            AND window_from = '2021-04-01'
        """
    private static let first: SQL = "SELECT lane, position FROM activity.journal WHERE lane > 0"

    /// What is done to journals.
    static let ofJournals = [
        Tampering(
            "the value of an entry is changed", of: ("supervision", "journal"),
            """
            UPDATE supervision.journal
            SET value = convert_to(replace(convert_from(value, 'UTF8'), 'not-met', 'met'), 'UTF8')
            WHERE (lane, position) IN (\(Self.notMet))
            """, at: Self.place("supervision", Self.notMet),
            saying: "entry of type guoying.supervision.verdict-changed.v1"),
        Tampering(
            "the verdict that an entry tells is changed", of: ("supervision", "journal"),
            """
            UPDATE supervision.journal
            SET value = convert_to(replace(convert_from(value, 'UTF8'), 'not-met', 'met'), 'UTF8')
            WHERE (lane, position) IN (\(Self.notMet))
            """, at: Self.place("supervision", Self.notMet),
            saying:
                "verdict on b-0101 theme-day from 2021-04-01: found met, for 2021-04-01 to 2021-04-30, expected not-met"
        ),
        Tampering(
            "the inputs that an entry tells are changed", of: ("supervision", "journal"),
            """
            UPDATE supervision.journal
            SET value = convert_to(
                replace(convert_from(value, 'UTF8'), '"inputs":"sha256:', '"inputs":"sha256:0'), 'UTF8')
            WHERE (lane, position) IN (\(Self.notMet))
            """, at: Self.place("supervision", Self.notMet),
            saying: "inputs of the verdict on b-0101 theme-day from 2021-04-01: found sha256:0"),
        Tampering(
            "the acceptance of an entry is changed", of: ("activity", "journal"),
            """
            UPDATE activity.journal SET accepted = accepted - interval '1 day'
            WHERE (lane, position) IN (\(Self.first) ORDER BY lane, position LIMIT 1)
            """, at: Self.place("activity", Self.first), saying: "entry of type"),
        Tampering(
            "an entry is deleted", of: ("activity", "journal"),
            "DELETE FROM activity.journal WHERE (lane, position) IN (\(Self.first) ORDER BY lane, position LIMIT 1)",
            at: Self.place("activity", Self.first), saying: "entry: found nothing, expected an entry"),
        Tampering(
            "the last entry of a lane is deleted", of: ("registry", "journal"),
            "DELETE FROM registry.journal WHERE position = (SELECT max(position) FROM registry.journal)",
            at: Self.place("registry", "SELECT lane, position FROM registry.journal ORDER BY position DESC LIMIT 1"),
            saying: "entry: found nothing, expected an entry"),
        Tampering(
            "a digest is changed", of: ("registry", "journal"),
            "UPDATE registry.journal SET digest = sha256(digest) WHERE position = 2",
            at: Self.place("registry", "SELECT lane, head AS position FROM registry.lane WHERE lane = 0"),
            saying: "chain: found"),
        Tampering(
            "a chain is changed", of: ("registry", "lane"),
            "UPDATE registry.lane SET chain = sha256(chain) WHERE lane = 0",
            at: Self.place("registry", "SELECT lane, head AS position FROM registry.lane WHERE lane = 0"),
            saying: "chain: found"),
        Tampering(
            "a head is put back, as in a database of an earlier day", of: ("registry", "lane"),
            "UPDATE registry.lane SET head = head - 3 WHERE lane = 0",
            at: Self.place("registry", "SELECT lane, head AS position FROM registry.lane WHERE lane = 0"),
            saying: "the database has gone back by 3"),
        Tampering(
            "a lane is deleted", of: ("supervision", "lane"), "DELETE FROM supervision.lane WHERE lane = 0",
            at: "SELECT 'supervision: lane 0: '", saying: "found no head, expected one"),
    ]

    /// What is done to topics: from here it looks as if they had lost what was published.
    static let ofTopics = [
        Tampering(
            "a topic is not there", of: ("supervision", "lane_topic"),
            "INSERT INTO supervision.lane_topic SELECT min(lane), 'nowhere', 1 FROM supervision.lane_topic",
            at: "SELECT 'supervision lane ' || min(lane) || ' position 0: ' FROM supervision.lane_topic",
            saying: "topic nowhere: found nothing, expected position 1, which was published"),
        Tampering(
            "a topic holds nothing of a lane", of: ("activity", "lane_topic"),
            """
            INSERT INTO activity.lane_topic
            SELECT (\(Self.letterless)), max(topic), 1 FROM activity.lane_topic WHERE topic LIKE '%dead-letters'
            """, at: "SELECT 'activity lane ' || (\(Self.letterless)) || ' position 0: '",
            saying: "dead-letters: found nothing, expected position 1, which was published"),
    ]
    private static let letterless: SQL = """
        SELECT min(lane) FROM activity.journal
        WHERE lane NOT IN (SELECT lane FROM activity.lane_topic WHERE topic LIKE '%dead-letters')
        """

    /// What is done to facts that verdicts rest on.
    static let ofFacts = [
        Tampering(
            "a fact that a verdict rests on is changed", of: ("registry", "member_count"),
            "UPDATE registry.member_count SET formal = formal + 60 WHERE unit = 'b-0102'",
            at: Self.place(
                "supervision",
                "SELECT lane, position FROM supervision.verdict WHERE unit = 'b-0102' AND requirement = 'branch-size'"),
            saying: "verdict on b-0102 branch-size: found met, expected not-met")
    ]

    /// What is done to tables that can be rebuilt.
    static let ofTables = [
        Tampering(
            "a unit is renamed", of: ("registry", "unit"),
            "UPDATE registry.unit SET name = 'x' WHERE code = 'b-0102'",
            at: Self.place("registry", "SELECT 0 AS lane, position FROM registry.unit WHERE code = 'b-0102'"),
            saying: "table unit, row 'b-0102'", rebuild: true),
        Tampering(
            "a count is changed", of: ("registry", "member_count"),
            "UPDATE registry.member_count SET formal = 7 WHERE unit = 'b-0101'",
            at: Self.place("registry", "SELECT 0 AS lane, position FROM registry.member_count WHERE unit = 'b-0101'"),
            saying: "found formal 7, expected formal 30", rebuild: true),
        Tampering(
            "a source's duty is deleted", of: ("registry", "reporting"), "DELETE FROM registry.reporting",
            at: Self.place("registry", "SELECT 0 AS lane, position FROM registry.reporting"),
            saying: "table reporting, row '/campus/oa' 'c'", rebuild: true),
        Tampering(
            "a verdict is changed", of: ("supervision", "verdict"),
            """
            UPDATE supervision.verdict SET verdict = 'met', reason = NULL
            WHERE (lane, position) IN (\(Self.notMet))
            """, at: Self.place("supervision", Self.notMet),
            saying:
                "table verdict, row 'b-0101' 'theme-day' '2021-04-01': found verdict 'met', expected verdict 'not-met'",
            rebuild: true),
        Tampering(
            "an alert is resolved", of: ("supervision", "alert"),
            "UPDATE supervision.alert SET status = 'resolved' WHERE unit = 'b-0101' AND status = 'raised'",
            at: Self.place(
                "supervision",
                """
                SELECT j.lane, j.position FROM supervision.alert a
                JOIN supervision.journal j ON j.headers::text LIKE '%' || a.id || '%' AND a.changed = j.accepted
                WHERE unit = 'b-0101' AND status = 'raised'
                """), saying: "found status 'resolved', expected status 'raised'", rebuild: true),
        Tampering(
            "a waiver is prolonged", of: ("supervision", "waiver"),
            "UPDATE supervision.waiver SET valid_through = '2022-12-31' WHERE revoked IS NULL",
            at: Self.place("supervision", "SELECT lane, position FROM supervision.waiver WHERE revoked IS NULL"),
            saying: "found valid_through '2022-12-31'", rebuild: true),
        Tampering(
            "what a record says is changed", of: ("activity", "record"),
            """
            UPDATE activity.record SET detail = '{"segments":{"study":60,"exchange":60,"practice":60}}'
            WHERE (lane, position) IN (SELECT lane, position FROM activity.record_v1 WHERE id = 'short')
            """, at: Self.place("activity", "SELECT lane, position FROM activity.record_v1 WHERE id = 'short'"),
            saying: "found detail", rebuild: true),
        Tampering(
            "a version of a corrected record is deleted", of: ("activity", "record"),
            "DELETE FROM activity.record WHERE state = 'elsewhere'",
            at: Self.place("activity", "SELECT lane, position FROM activity.record WHERE state = 'elsewhere'"),
            saying: "found no row, expected a row", rebuild: true),
        Tampering(
            "a record is invented", of: ("activity", "record"),
            """
            INSERT INTO activity.record
            SELECT unit, occurred, kind, gen_random_uuid(), revision, state, recorded, accepted, lane, position, detail
            FROM activity.record_v1 WHERE id = 'short'
            """, at: Self.place("activity", "SELECT lane, position FROM activity.record_v1 WHERE id = 'short'"),
            saying: "found a row, expected none", rebuild: true),
        Tampering(
            "a watermark is put forward", of: ("activity", "watermark"),
            "UPDATE activity.watermark SET until = '2021-05-05Z' WHERE event_id = 'w-1'",
            at: Self.place(
                "activity", "SELECT 0 AS lane, position FROM activity.watermark WHERE event_id = 'w-1'"),
            saying: "found until 2021-05-05", rebuild: true),
        Tampering(
            "a letter is ended", of: ("activity", "dead_letter"),
            "UPDATE activity.dead_letter SET ended = now() WHERE ended IS NULL",
            at: Self.place("activity", "SELECT lane, position FROM activity.dead_letter WHERE ended IS NULL"),
            saying: "table dead_letter", rebuild: true),
        Tampering(
            "a correction is filed under another record", of: ("activity", "version"),
            "UPDATE activity.version SET record = gen_random_uuid()",
            at: Self.place(
                "activity", "SELECT lane, position FROM activity.journal WHERE type = 'guoying.activity.corrected.v1'"),
            saying: "table version", rebuild: true),
    ]
}
