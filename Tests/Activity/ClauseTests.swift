import Kit
import Messages
import Postgres
import ServiceKit
import Testing

@testable import Activity

/// The plan's clauses that the log carries: what each asks for is taken in and shown, what it rules out is refused.
@Suite(.timeLimit(.minutes(1))) struct `The log, by clauses of the plan` {
    @Test func `P-2: an activity belongs to a campaign`() async throws {
        try await Self.shows("theme-day", "campaign", #""guoguan-2021""#)
    }

    @Test func `1-2: a study of a special topic stands in the log with its campaign and its hours`() async throws {
        try await Self.shows("topical-study", "hours", "1.5")
    }

    @Test func `1-3: a training on a special topic has hours, and a negative number is none`() async throws {
        try await Self.shows("topical-training", "hours", "4", refusing: "-1")
    }

    @Test func `G-4: hours of training are told apart by audience`() async throws {
        try await Self.shows(
            "training", "audience",
            #"[{"group":"party-staff","count":12},{"group":"business-managers","count":26}]"#,
            refusing: #"[{"group": "party-staff"}]"#, at: "data.audience[0].count")
    }

    @Test func `1-4 M4-7: a practical deed is promised, done and confirmed by those whom it serves`() async throws {
        try await Self.shows(
            "practical-deed", "deeds",
            #"[{"title":"照明","state":"confirmed","doneOn":"2021-05-01","confirmedOn":"2021-05-02"}]"#,
            refusing: #"[{"title": "照明", "state": "confirmed", "doneOn": "2021-05-01"}]"#,
            at: "data.deeds[0].confirmedOn")
        try await Self.refuses(
            "promise", "deeds", #"[{"title": "照明", "state": "done"}]"#, "schema data.deeds[0].doneOn")
    }

    @Test func `1-5 4-10: an organisational-life meeting has measures that follow`() async throws {
        try await Self.shows(
            "organisational-life-meeting", "measures",
            #"[{"title":"每月公开办事进度","due":"2021-05-31","doneOn":"2021-05-20"}]"#,
            refusing: #"[{"title": "每月公开办事进度", "about": "p-1"}]"#, at: "data.measures[0].about", as: "privacy")
    }

    @Test func `1-6 1-7 M2-6 M6-9: of a session of education only facts are kept`() async throws {
        try await Self.shows("party-class", "attendance", #"{"due":32,"present":30}"#)
        try await Self.refuses("party-class", "attitude", #""积极""#, "privacy data.attitude")
    }

    @Test func `2-0: Party work on the agenda of a meeting can be counted`() async throws {
        try await Self.shows("joint-meeting", "agenda", #"[{"title":"支部工作","topic":"party-work"}]"#)
    }

    @Test func `2-1: a secretary who leads in person stands there by office`() async throws {
        try await Self.shows("inspection", "inPerson", #"["secretary"]"#)
        try await Self.shows("theme-day", "chairedBy", #""secretary""#)
    }

    @Test func `2-3: a visit opens problems, and what answers one waits for the visit`() async throws {
        try await World.lending { world in
            let answer = SampleEvent.held("deed", kind: "practical-deed").setting(
                "deeds", to: #"[{"title": "换设备", "state": "promised", "answers": \#(SampleEvent.link("visit"))}]"#)
            try await world.take(answer)
            let early = try await world.log()
            try await world.take(
                SampleEvent.held("visit", kind: "research-visit").setting(
                    "problems", to: #"[{"title": "设备老化", "due": "2021-06-30"}]"#))

            #expect(early.isEmpty)
            #expect(try await world.balance() == [2, 2, 0, 0, 0])
            let kinds = try await world.log().map { $0["kind"]?.string }
            #expect(Set(kinds) == ["practical-deed", "research-visit"])
        }
    }

    @Test func `2-3: what answers a problem that nobody ever opened ends with a letter that names it`() async throws {
        try await World.lending { world in
            try await world.take(
                SampleEvent.held("list", kind: "report").setting("report", to: #""problem-list""#).setting(
                    "items", to: #"[{"title": "换设备", "answers": \#(SampleEvent.link("never"))}]"#))
            world.clock.advance(by: .seconds(8 * 86_400))
            try await world.drain()

            #expect(try await world.letters() == ["unknown-target data.items"])
        }
    }

    @Test(arguments: ["general-branch-meeting", "joint-meeting"])
    func `3-1: a meeting under the rules of procedure has agenda, attendance and decisions`(kind: String) async throws {
        try await Self.shows(kind, "decisions", #"[{"matter":"专业建设方案","mode":"consensus","outcome":"adopted"}]"#)
    }

    @Test func `3-2 M1-2: a major decision waits for the research and the consultation that it names`() async throws {
        try await World.lending { world in
            let decision = #"""
                [{"matter": "方案", "isMajor": true, "mode": "consensus", "research": [\#(SampleEvent.link("visit"))],
                  "consultations": [\#(SampleEvent.link("contact"))]}]
                """#
            try await world.take(SampleEvent.held("m", kind: "joint-meeting").setting("decisions", to: decision))
            try await world.take(.held("visit", kind: "research-visit"), partition: 1)
            let half = try await world.balance()
            try await world.take(
                SampleEvent.held("contact", kind: "contact").setting("with", to: #"["administrative-head"]"#),
                partition: 2)

            #expect(half == [2, 1, 0, 0, 1])
            #expect(try await world.balance() == [3, 3, 0, 0, 0])
            #expect(try await world.log("--kind", "joint-meeting").count == 1)
        }
    }

    @Test func `3-5: opinions are counted, heard and adopted, and belong to nobody`() async throws {
        try await Self.shows(
            "committee-meeting", "decisions", #"[{"matter":"方案","opinions":{"heard":5,"adopted":3}}]"#,
            refusing: #"[{"matter": "方案", "opinions": {"heard": 5, "adopted": 6}}]"#,
            at: "data.decisions[0].opinions.adopted")
        try await Self.refuses(
            "committee-meeting", "decisions",
            #"[{"matter": "方案", "opinions": {"heard": 1, "adopted": 0, "whose": "p-1"}}]"#,
            "privacy data.decisions[0].opinions.whose")
    }

    @Test func `3-6: a decision by vote has the vote`() async throws {
        try await Self.shows(
            "committee-meeting", "decisions",
            #"[{"matter":"方案","mode":"vote","vote":{"due":5,"present":4,"for":3,"against":1}}]"#,
            refusing: #"[{"matter": "方案", "mode": "vote"}]"#, at: "data.decisions[0].vote")
    }

    @Test func `3-8: the head speaks last, and who says so says the same with the order`() async throws {
        try await Self.shows(
            "joint-meeting", "speaking",
            #"{"order":["team-member","secretary"],"head":"secretary","headLast":true}"#,
            refusing: #"{"order": ["secretary", "team-member"], "head": "secretary", "headLast": true}"#,
            at: "data.speaking.headLast")
    }

    @Test func `3-9: candid debate leaves counts and nobody's words`() async throws {
        try await Self.shows(
            "leadership-life-meeting", "decisions",
            #"[{"matter":"m-1","mode":"vote","vote":{"method":"secret","due":9,"present":9,"for":8,"against":1}}]"#,
            refusing: #"[{"matter": "某人 的意见"}]"#, at: "data.decisions[0].matter", as: "privacy")
    }

    @Test(arguments: ["members-meeting", "committee-meeting", "group-meeting", "party-class"])
    func `4-8 M7-4: the three meetings and the class stand in the log`(kind: String) async throws {
        try await Self.shows(kind, "attendance", #"{"due":7,"present":6,"excused":1}"#)
    }

    @Test func `4-9: of talks relation and count are kept, and there is no member for what was said`() async throws {
        try await Self.shows(
            "talks", "talks", #"[{"relation":"committee-members","count":10,"due":10}]"#,
            refusing: #"[{"relation": "members", "count": 1, "content": "…"}]"#, at: "data.talks[0].content",
            as: "privacy")
    }

    @Test func `4-11: grades are counts, and nobody has one`() async throws {
        try await Self.shows(
            "members-appraisal", "grades",
            #"{"excellent":10,"qualified":21,"basicallyQualified":0,"unqualified":0}"#,
            refusing: #"{"p-1": "excellent"}"#, at: "data.grades", as: "privacy")
    }

    @Test func `4-12 M5-6: a theme day has three parts with their minutes`() async throws {
        try await Self.shows(
            "theme-day", "segments",
            #"[{"part":"study","minutes":60},{"part":"exchange","minutes":60},{"part":"practice","minutes":60}]"#,
            refusing: #"[{"part": "film", "minutes": 60}]"#, at: "data.segments[0].part")
    }

    @Test func `4-13: a programme of emulation has nominations and results, and no table of ranks`() async throws {
        try await World.lending { world in
            let data = try await world.logged(
                "emulation",
                [
                    "programme": #""double-ten-star""#, "nominations": "12",
                    "awards": #"[{"title": "十星支部", "count": 1}]"#,
                ])
            #expect(data?["nominations"] == .integer(12))
        }
    }

    @Test func `4-14: leading cadres who take part as members are counted`() async throws {
        try await Self.shows(
            "members-meeting", "leadingCadres", #"{"due":2,"present":2}"#,
            refusing: #"{"due": 2, "present": 3}"#, at: "data.leadingCadres.present")
    }

    @Test func `5-2: a figure that others have found names who found it`() async throws {
        try await World.lending { world in
            let members = [
                "indicator": #""employment-rate""#, "value": "96.4", "issuer": #""就业指导中心""#,
                "period": #"{"from": "2020-09-01", "to": "2021-01-31"}"#,
            ]
            let data = try await world.logged("indicator", members)
            #expect(data?["value"] == .number(96.4))
        }
        try await Self.refuses("indicator", "value", "96.4", "schema data.indicator")
    }

    @Test func `5-5 5-6 M4-8 M7-6: satisfaction is known from cells of at least ten answers`() async throws {
        try await Self.shows(
            "survey-result", "cells", #"[{"question":"service","answers":10}]"#,
            refusing: #"[{"question": "service", "answers": 9}]"#, at: "data.cells[0].answers", as: "privacy")
    }

    @Test func `5-8 M3-8: an activity can be tied to the unit's daily work`() async throws {
        try await Self.shows("theme-day", "business", #"["teaching"]"#)
    }
}

extension `The log, by clauses of the plan` {
    @Test func `M1-1: a contact has day, offices and topics, and no names`() async throws {
        try await Self.shows(
            "contact", "with", #"["administrative-head"]"#, refusing: #"["王院长"]"#, at: "data.with[0]",
            as: "privacy")
    }

    @Test func `M2-2: a plan of the year is a report with items`() async throws {
        try await World.lending { world in
            let data = try await world.logged(
                "report", ["report": #""annual-plan""#, "items": #"[{"title": "党建", "due": "2021-12-31"}]"#])
            #expect(data?["items"]?.elements.count == 1)
        }
    }

    @Test func `M2-3: a session that listens has themes and actions of at least five people`() async throws {
        try await Self.shows(
            "listening-session", "attendance", #"{"due":12,"present":5}"#,
            refusing: #"{"due": 12, "present": 4}"#, at: "data.attendance.present", as: "privacy")
        try await Self.refuses("listening-session", "quotes", #"["…"]"#, "privacy data.quotes")
    }

    @Test func `M2-4: a request for help is opened and closed, and names nobody`() async throws {
        try await World.lending { world in
            let data = try await world.logged(
                "help-case", ["category": #""housing""#, "closedOn": #""2021-04-20""#])
            #expect(data?["closedOn"]?.string == "2021-04-20")
        }
        try await Self.refuses("help-case", "person", #""p-1""#, "privacy data.person")
    }

    @Test func `M3-6 M3-7: a visit to a branch says in which offices who came`() async throws {
        try await Self.shows("guidance-visit", "visitors", #"["college-leader"]"#)
    }

    @Test func `M3-11 M4-5: a contest says what is competed in`() async throws {
        try await Self.shows("contest", "contest", #"{"type":"classroom","participants":24}"#)
    }

    @Test func `M4-1: an activity names with whom it was organised`() async throws {
        try await Self.shows("theme-day", "coOrganisers", #"["union","united-front"]"#)
    }

    @Test func `M4-2: an activity says at what kind of place it was`() async throws {
        try await Self.shows("theme-day", "place", #"{"name":"实训楼","type":"training-base"}"#)
    }

    @Test func `M4-3: activities of one brand carry its name`() async throws {
        try await Self.shows("theme-day", "brand", #""红色工匠""#)
    }

    @Test func `M4-4 M4-6: an activity says what it serves first`() async throws {
        try await Self.shows("theme-day", "purpose", #""serve-teaching""#)
    }

    @Test func `M5-1: the studies of a term are one plan`() async throws {
        try await World.lending { world in
            let data = try await world.logged(
                "study-plan",
                [
                    "period": #"{"from": "2021-03-01", "to": "2021-07-15"}"#,
                    "sessions": #"[{"day": "2021-04-14", "kind": "centre-group-study", "topic": "policy"}]"#,
                ])
            #expect(data?["sessions"]?.elements.count == 1)
        }
        try await Self.refuses(
            "study-plan", "period", #"{"from": "2021-07-15", "to": "2021-03-01"}"#, "schema data.period.to")
    }

    @Test func `M5-2: a centre group's study has topics`() async throws {
        try await Self.shows("centre-group-study", "topics", #"["policy","sector-policy"]"#)
    }

    @Test func `M5-3: contents that were set for the month are ticked off`() async throws {
        try await Self.shows("theme-day", "setContent", #"["2021-04-1"]"#)
    }

    @Test func `M5-4: a group meeting's agenda says what it discussed`() async throws {
        try await Self.shows("group-meeting", "agenda", #"[{"title":"课程改革","topic":"teaching","minutes":40}]"#)
    }

    @Test func `M5-5: requests and reports to those above are reports`() async throws {
        try await World.lending { world in
            let data = try await world.logged("report", ["report": #""request""#, "to": #""g-02""#])
            #expect(data?["to"]?.string == "g-02")
        }
    }

    @Test func `M6-5: the training of secretaries can be told apart`() async throws {
        try await Self.shows("training", "audience", #"[{"group":"secretaries","count":9}]"#)
    }

    @Test func `M7-2 M7-5: studies of students' branches have a form`() async throws {
        try await Self.shows("theme-day", "form", #""base-visit""#)
    }

    @Test func `M7-7 M7-8: care is counted from ten on, and says where help is to be had`() async throws {
        try await Self.shows(
            "care", "counts", #"[{"offer":"counselling-service","count":10}]"#,
            refusing: #"[{"offer": "counselling-service", "count": 3}]"#, at: "data.counts[0].count", as: "privacy")
    }

    @Test func `4-6: a paper of an admission is a step, a day, a number and a result`() async throws {
        try await World.lending { world in
            let data = try await world.logged(
                "admission-step",
                [
                    "step": #""candidate""#, "received": "true", "document": #""hbgy-2021/26""#,
                    "result": #""passed""#,
                ])
            #expect(data?["result"]?.string == "passed")
        }
        try await Self.refuses("admission-step", "paper", #""全文""#, "privacy data.paper")
    }

    @Test func `leaves nothing of what somebody wrote in a letter, whatever the event is refused for`() async throws {
        try await World.lending { world in
            var talk = SampleEvent.held("t", kind: "talks").setting("startedAt", to: #""yesterday""#).setting(
                "talks", to: #"[{"relation": "members", "count": 1, "content": "他情绪低落"}]"#)
            talk.extensions = ["subject": "他情绪低落", "note": "他情绪低落"]
            try await world.take(talk)
            var accepted = SampleEvent.held("a", kind: "talks")
            accepted.extensions = ["subject": "他情绪低落", "note": "他情绪低落", "traceparent": "00-1"]
            try await world.take(accepted)

            #expect(try await world.letters() == ["schema data.startedAt"])
            let words = try await world.database.count(
                """
                SELECT count(*) FROM activity.journal
                WHERE convert_from(coalesce(value, ''), 'UTF8') LIKE '%低落%' OR headers::text LIKE '%低落%'
                """)
            #expect(words == 0)
            #expect(try await world.log("--kind", "talks").count == 1)
        }
    }

    /// An event of the kind with the member is taken and shown; with the other value it is refused.
    private static func shows(
        _ kind: String, _ member: String, _ json: String, refusing wrong: String? = nil, at field: String? = nil,
        as code: String = "schema"
    ) async throws {
        try await World.lending { world in
            let (shown, sent) = (try await world.logged(kind, [member: json])?[member], try JSONValue(json))
            #expect(shown == sent, "\(kind)")
            guard let wrong else { return }
            try await world.take(SampleEvent.held("wrong", kind: kind).setting(member, to: wrong))
            #expect(try await world.letters() == ["\(code) \(field ?? "data.\(member)")"])
        }
    }

    /// An event of the kind with the member is refused, with that code at that field; its letter has a value only where
    /// nobody's privacy forbids it.
    private static func refuses(_ kind: String, _ member: String, _ json: String, _ letter: String) async throws {
        try await World.lending { world in
            try await world.take(SampleEvent.held("wrong", kind: kind).setting(member, to: json))
            #expect(try await world.letters() == [letter])
            let topic = world.topics.activityDeadLetters.name
            let kept = try await world.database.count(
                "SELECT count(*) FROM activity.journal WHERE topic = \(topic) AND value IS NOT NULL")
            #expect(kept == (letter.hasPrefix("privacy") ? 0 : 1))
        }
    }
}
