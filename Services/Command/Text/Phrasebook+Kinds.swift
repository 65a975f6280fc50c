internal import Domain

extension Phrasebook {
    /// What people call a kind of activity.
    static func kind(_ kind: ActivityKind) -> BilingualText {
        let (zh, en) = self.kinds(kind)
        return BilingualText(zh: zh, en: en)
    }

    private static func kinds(_ kind: ActivityKind) -> (String, String) {
        switch kind {
        case .membersMeeting: ("支部党员大会", "Members' meeting")
        case .committeeMeeting: ("支部委员会会议", "Committee meeting")
        case .groupMeeting: ("党小组会", "Group meeting")
        case .partyClass: ("党课", "Party class")
        case .themeDay: ("主题党日", "Theme Party day")
        case .organisationalLifeMeeting: ("组织生活会", "Organisational-life meeting")
        case .leadershipLifeMeeting: ("民主生活会", "Democratic-life meeting")
        case .membersAppraisal: ("民主评议党员", "Democratic appraisal of members")
        case .talks: ("谈心谈话", "Heart-to-heart talks")
        case .topicalStudy: ("专题学习", "Study of a special topic")
        case .topicalTraining: ("专题培训", "Training on a special topic")
        case .centreGroupStudy: ("理论学习中心组学习", "Study of a theory centre group")
        case .generalBranchMeeting: ("党总支委员会议", "Meeting of a general branch's committee")
        case .jointMeeting: ("党政联席会议", "Joint meeting of Party and administration")
        case .researchVisit: ("调查研究", "Research visit")
        case .guidanceVisit: ("联系指导", "Guidance visit")
        case .inspection: ("督查", "Inspection")
        case .onSiteMeeting: ("现场会", "Meeting on the spot")
        case .dispatchMeeting: ("调度会", "Meeting that follows work up")
        case .contest: ("竞赛", "Contest")
        case .practicalDeed: ("我为师生办实事", "Practical deed")
        case .listeningSession: ("听取意见", "Session that listens")
        case .surveyResult: ("匿名调查结果", "Result of an anonymous survey")
        case .report: ("书面报告", "Written report")
        case .promise: ("公开承诺", "Promise made in public")
        case .training: ("培训", "Training")
        case .termReminder: ("换届提醒", "Reminder that a term ends")
        case .contact: ("沟通联系", "Contact with those who lead a unit's work")
        case .helpCase: ("帮助困难", "Request for help")
        case .care: ("关怀服务", "Care, in counts")
        case .admissionStep: ("发展党员环节", "Step of an admission")
        case .indicator: ("外部指标", "Figure that others have found")
        case .emulation: ("争创活动", "Programme of emulation")
        case .studyPlan: ("学习计划", "Plan of a term's studies")
        }
    }

    /// What a privacy form leaves room for.
    static func privacyForm(_ form: PrivacyForm) -> BilingualText {
        let people = PrivacyForm.smallestSession
        let cell = PrivacyForm.smallestCell
        return switch form {
        case .sessionFacts:
            BilingualText(zh: "只记活动本身的事实，不记个人", en: "facts about the session, and nothing about a person")
        case .anonymousSurvey:
            BilingualText(zh: "只记不少于\(cell)人的匿名统计", en: "counts of at least \(cell) anonymous answers")
        case .listening:
            BilingualText(
                zh: "只记日期、人数（不少于\(people)人）、固定主题和办理情况",
                en: "day, attendance of at least \(people), themes of a fixed list, and what was done")
        case .talks: BilingualText(zh: "只记谈话关系、时间和次数", en: "relations, days and counts")
        case .appraisal: BilingualText(zh: "只记环节日期和等次人数", en: "days of steps and counts of grades")
        case .candidDebate: BilingualText(zh: "只记决定、票数和末位表态", en: "decisions, counts of votes, and who spoke last")
        case .care: BilingualText(zh: "只记服务去向和不少于\(cell)的数量", en: "offers, and counts of at least \(cell)")
        case .papers: BilingualText(zh: "只记材料是否收到、日期、文号和结果", en: "received or not, day, number and result")
        }
    }
}
