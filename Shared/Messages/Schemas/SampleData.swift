public import Domain

extension SchemaDocument {
    /// What the data of an event about something of a kind may look like, with all that only this kind carries: a JSON
    /// object that its schema accepts. For those who begin to publish.
    public static func sample(of kind: ActivityKind) -> String {
        let own = self.ownSample(of: kind).split(separator: "\n").map { "  \($0)" }
        return (["{", "  \"unit\": \"b-0103\",", "  \"kind\": \"\(kind.rawValue)\","] + own + ["}"])
            .joined(separator: "\n")
    }

    private static func ownSample(of kind: ActivityKind) -> String {
        switch kind {
        case .membersMeeting, .committeeMeeting, .groupMeeting, .generalBranchMeeting, .jointMeeting, .onSiteMeeting,
            .dispatchMeeting:
            self.meeting
        case .organisationalLifeMeeting: self.organisationalLife
        case .leadershipLifeMeeting: self.leadershipLife
        case .themeDay: self.themeDay
        case .partyClass, .topicalStudy, .topicalTraining, .training, .centreGroupStudy: self.study
        case .researchVisit, .guidanceVisit, .inspection: self.visit
        case .contest: self.contest
        case .practicalDeed, .promise: self.deeds
        case .report: self.report
        case .termReminder: self.reminder
        case .indicator: self.indicator
        case .emulation: self.emulation
        case .studyPlan: self.studyPlan
        case .talks: self.talks
        case .contact: self.contact
        case .membersAppraisal: self.appraisal
        case .listeningSession: self.listening
        case .surveyResult: self.survey
        case .care: self.care
        case .helpCase: self.help
        case .admissionStep: self.admission
        }
    }

    private static let meeting = """
        "title": "专业建设方案",
        "startedAt": "2021-04-12T15:00:00+08:00",
        "endedAt": "2021-04-12T16:30:00+08:00",
        "chairedBy": "secretary",
        "attendance": {"due": 7, "present": 6, "excused": 1},
        "agenda": [{"title": "专业建设方案", "topic": "teaching", "minutes": 60},
                   {"title": "支部工作", "topic": "party-work", "minutes": 20}],
        "decisions": [{"matter": "通过专业建设方案", "isMajor": true, "mode": "vote", "outcome": "adopted",
                       "research": [{"source": "/campus/oa", "id": "sample-research-visit", "item": 1}],
                       "consultations": [{"source": "/campus/oa", "id": "sample-contact"}],
                       "opinions": {"heard": 5, "adopted": 3},
                       "vote": {"matter": "ordinary", "method": "hands", "due": 7, "present": 6, "for": 5,
                                "against": 0, "abstained": 1,
                                "roll": ["p-1", "p-2", "p-3", "p-4", "p-5", "p-6", "p-7"]}}],
        "speaking": {"order": ["team-member", "deputy-secretary", "secretary"], "head": "secretary", "headLast": true},
        "measures": [{"title": "修订课程标准", "owner": "department-head", "due": "2021-05-31"}]
        """

    private static let organisationalLife = """
        "title": "党史学习教育专题组织生活会",
        "startedAt": "2021-04-20T14:30:00+08:00",
        "chairedBy": "secretary",
        "attendance": {"due": 32, "present": 30, "excused": 2},
        "leadingCadres": {"due": 2, "present": 2},
        "campaign": "guoguan-2021",
        "measures": [{"title": "每月公开一次办事进度", "owner": "secretary", "due": "2021-05-31",
                      "doneOn": "2021-05-20"}]
        """

    private static let leadershipLife = """
        "startedAt": "2021-04-21T09:00:00+08:00",
        "chairedBy": "secretary",
        "attendance": {"due": 9, "present": 9},
        "decisions": [{"matter": "m-1", "mode": "vote", "outcome": "adopted",
                       "vote": {"method": "secret", "due": 9, "present": 9, "for": 8, "against": 1}}],
        "speaking": {"headLast": true},
        "measures": [{"measure": "m-1", "due": "2021-06-30"}]
        """

    private static let themeDay = """
        "title": "学党史、办实事",
        "startedAt": "2021-04-09T14:30:00+08:00",
        "endedAt": "2021-04-09T17:30:00+08:00",
        "place": {"name": "实训楼 A203", "type": "training-base"},
        "chairedBy": "secretary",
        "attendance": {"due": 32, "present": 30, "excused": 2},
        "segments": [{"part": "study", "minutes": 60}, {"part": "exchange", "minutes": 60},
                     {"part": "practice", "minutes": 60}],
        "topics": ["party-history", "teaching"],
        "purpose": "serve-teaching",
        "coOrganisers": ["union"],
        "campaign": "guoguan-2021",
        "brand": "红色工匠",
        "form": "base-visit",
        "business": ["teaching"],
        "setContent": ["2021-04-1"],
        "references": [{"kind": "minutes", "uri": "https://oa.example.edu/doc/8841"}]
        """

    private static let study = """
        "title": "专题学习",
        "startedAt": "2021-04-14T14:30:00+08:00",
        "endedAt": "2021-04-14T16:30:00+08:00",
        "attendance": {"due": 40, "present": 38, "excused": 2},
        "topics": ["policy", "sector-policy"],
        "campaign": "guoguan-2021",
        "hours": 2,
        "audience": [{"group": "party-staff", "count": 12}, {"group": "business-managers", "count": 26}],
        "givenBy": "secretary"
        """

    private static let visit = """
        "title": "走访实训车间",
        "startedAt": "2021-04-13T09:00:00+08:00",
        "place": {"name": "二号车间", "type": "training-base"},
        "visited": "b-0104",
        "visitors": ["secretary", "college-leader"],
        "inPerson": ["secretary"],
        "problems": [{"title": "设备老化", "category": "facilities", "owner": "department-head", "due": "2021-06-30"}]
        """

    private static let contest = """
        "title": "课堂教学竞赛",
        "startedAt": "2021-04-15T09:00:00+08:00",
        "contest": {"type": "classroom", "participants": 24, "awards": 6, "ledBy": "member"}
        """

    private static let deeds = """
        "startedAt": "2021-04-16T09:00:00+08:00",
        "campaign": "guoguan-2021",
        "deeds": [{"title": "更换教室照明", "owner": "department-head", "due": "2021-05-31", "state": "confirmed",
                   "doneOn": "2021-05-12", "confirmedOn": "2021-05-14", "confirmedBy": "students",
                   "beneficiaries": 240, "answers": {"source": "/campus/oa", "id": "sample-research-visit", "item": 1}}]
        """

    private static let report = """
        "title": "问题清单",
        "startedAt": "2021-04-12T10:00:00+08:00",
        "report": "problem-list",
        "period": {"from": "2021-04-01", "to": "2021-06-30"},
        "to": "g-01",
        "items": [{"title": "组织生活记录不全", "measure": "每月核对一次", "owner": "secretary", "due": "2021-05-31",
                   "answers": {"source": "/campus/oa", "id": "sample-inspection", "item": 1}}]
        """

    private static let reminder = """
        "startedAt": "2021-04-12T10:00:00+08:00",
        "about": "committee-term",
        "by": "g-01"
        """

    private static let indicator = """
        "startedAt": "2021-04-12T10:00:00+08:00",
        "indicator": "employment-rate",
        "value": 96.4,
        "measure": "%",
        "period": {"from": "2020-09-01", "to": "2021-01-31"},
        "issuer": "就业指导中心"
        """

    private static let emulation = """
        "startedAt": "2021-04-12T10:00:00+08:00",
        "programme": "double-ten-star",
        "nominations": 12,
        "awards": [{"title": "十星支部", "count": 1}]
        """

    private static let studyPlan = """
        "startedAt": "2021-03-01T08:00:00+08:00",
        "period": {"from": "2021-03-01", "to": "2021-07-15"},
        "sessions": [{"day": "2021-04-09", "kind": "theme-day", "topic": "party-history"},
                     {"day": "2021-04-14", "kind": "centre-group-study", "topic": "sector-policy"}]
        """

    private static let talks = """
        "startedAt": "2021-04-30T17:00:00+08:00",
        "period": {"from": "2021-01-01", "to": "2021-04-30"},
        "talks": [{"relation": "committee-members", "count": 10, "due": 10},
                  {"relation": "committee-member-and-member", "count": 21, "due": 27}]
        """

    private static let contact = """
        "startedAt": "2021-04-08T16:00:00+08:00",
        "topics": ["teaching"],
        "with": ["administrative-head"]
        """

    private static let appraisal = """
        "startedAt": "2021-04-28T14:30:00+08:00",
        "attendance": {"due": 32, "present": 31, "excused": 1},
        "steps": [{"step": "self-review", "day": "2021-04-26"}, {"step": "ballot", "day": "2021-04-28"}],
        "grades": {"excellent": 10, "qualified": 21, "basicallyQualified": 0, "unqualified": 0}
        """

    private static let listening = """
        "startedAt": "2021-04-22T16:00:00+08:00",
        "place": {"type": "classroom"},
        "attendance": {"due": 12, "present": 9},
        "themes": ["workload", "food"],
        "actions": [{"theme": "food", "due": "2021-05-31", "doneOn": "2021-05-10"}]
        """

    private static let survey = """
        "startedAt": "2021-04-30T18:00:00+08:00",
        "survey": "service-2021-1",
        "period": {"from": "2021-04-01", "to": "2021-04-30"},
        "invited": 210,
        "cells": [{"question": "overall", "answers": 160,
                   "counts": [{"answer": "very-good", "count": 61}, {"answer": "good", "count": 70},
                              {"answer": "fair", "count": 29}]},
                  {"question": "overall", "filter": {"by": "category", "value": "teacher"}, "answers": 100},
                  {"question": "overall", "filter": {"by": "category", "value": "support"}, "answers": 60}]
        """

    private static let care = """
        "startedAt": "2021-04-30T18:00:00+08:00",
        "volunteers": 14,
        "counts": [{"offer": "peer-support", "count": 23}, {"offer": "counselling-service", "count": 0}]
        """

    private static let help = """
        "startedAt": "2021-04-06T10:00:00+08:00",
        "category": "housing",
        "closedOn": "2021-04-20"
        """

    private static let admission = """
        "startedAt": "2021-04-12T10:00:00+08:00",
        "step": "candidate",
        "received": true,
        "date": "2021-04-12",
        "document": "hbgy-2021/26",
        "result": "passed"
        """
}
