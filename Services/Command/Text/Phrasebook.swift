internal import Domain

/// The words in which people read what programs call `not-met` or `behind:/campus/oa`.
enum Phrasebook {
    /// A requirement's gate.
    static func gate(_ gate: Gate) -> BilingualText {
        switch gate {
        case .politicalBuilding: BilingualText(zh: "政治建设", en: "political building")
        case .organisationalLeadership: BilingualText(zh: "组织领导", en: "organisational leadership")
        case .institutions: BilingualText(zh: "制度执行", en: "institutions")
        case .standardManagement: BilingualText(zh: "规范管理", en: "standard management")
        case .playingTheRole: BilingualText(zh: "作用发挥", en: "playing the role")
        }
    }

    /// What can be said of a duty.
    static func verdict(_ verdict: Verdict) -> BilingualText {
        switch verdict {
        case .met: BilingualText(zh: "达到", en: "met")
        case .open: BilingualText(zh: "进行中", en: "open")
        case .dueSoon: BilingualText(zh: "临近截止", en: "due soon")
        case .notMet: BilingualText(zh: "未达到", en: "not met")
        case .unknown: BilingualText(zh: "不能判定", en: "unknown")
        case .waived: BilingualText(zh: "已豁免", en: "waived")
        case .notApplicable: BilingualText(zh: "不适用", en: "not applicable")
        }
    }

    /// That a duty was kept after its day.
    static let late = BilingualText(zh: "逾期完成", en: "after its day")
    /// That a duty was kept in time, and recorded after its window.
    static let filedLate = BilingualText(zh: "补录", en: "filed late")

    /// What is to be said of how a duty was kept.
    static func flags(_ duty: Duty) -> [BilingualText] {
        (duty.isLate ? [self.late] : []) + (duty.isFiledLate ? [self.filedLate] : [])
    }

    /// Why nobody can say whether a duty was kept.
    static func reason(_ reason: UnknownReason) -> BilingualText {
        switch reason {
        case .filing: BilingualText(zh: "补录期未结束", en: "still being filed")
        case .behind(let source): BilingualText(zh: "\(source)未报齐", en: "\(source) is behind")
        case .noSource: BilingualText(zh: "没有报送来源", en: "no source reports it")
        case .deadLetter: BilingualText(zh: "有记录被拒收", en: "a record was refused")
        case .detailMissing: BilingualText(zh: "记录内容不全", en: "a record lacks its detail")
        case .noCount: BilingualText(zh: "登记册里没有人数", en: "no count in the register")
        }
    }

    /// Why a record does not count.
    static func reason(_ reason: UncountedReason) -> BilingualText {
        switch reason {
        case .segmentMissing(let part):
            BilingualText(zh: "缺\(self.part(part).zh)环节", en: "no \(self.part(part).en)")
        case .segmentShort(let part):
            BilingualText(zh: "\(self.part(part).zh)时间不足", en: "too little \(self.part(part).en)")
        case .noQuorum: BilingualText(zh: "到会人数不足", en: "too few came")
        case .noCommittee: BilingualText(zh: "当日没有在任的委员会", en: "no committee in office")
        case .notBySuperior: BilingualText(zh: "提醒单位不是上级", en: "not given by a unit above")
        case .detailMissing: BilingualText(zh: "没有报送判定所需的内容", en: "what it is judged by was not sent")
        case .retracted: BilingualText(zh: "已撤回", en: "taken back")
        case .superseded: BilingualText(zh: "已被更正取代", en: "replaced by a correction")
        case .outsideWindow: BilingualText(zh: "不在这段时间内", en: "not within this window")
        }
    }

    /// How an alert weighs.
    static func alertSeverity(_ severity: AlertSeverity) -> BilingualText {
        switch severity {
        case .breach: BilingualText(zh: "违反", en: "breach")
        case .warning: BilingualText(zh: "提醒整改", en: "warning")
        case .reminder: BilingualText(zh: "临近提醒", en: "reminder")
        case .notice: BilingualText(zh: "来源通知", en: "notice")
        }
    }

    /// How strictly a norm speaks.
    static func modality(_ modality: Modality) -> BilingualText {
        switch modality {
        case .must: BilingualText(zh: "必须", en: "must")
        case .should: BilingualText(zh: "一般", en: "generally")
        case .may: BilingualText(zh: "可以", en: "may")
        }
    }

    private static func part(_ part: SegmentPart) -> BilingualText {
        switch part {
        case .study: BilingualText(zh: "学习", en: "study")
        case .exchange: BilingualText(zh: "交流", en: "exchange")
        case .practice: BilingualText(zh: "实做", en: "practice")
        }
    }
}
