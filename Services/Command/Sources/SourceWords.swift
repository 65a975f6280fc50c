internal import Domain
internal import ServiceKit

/// The words in which people read how far a source is and what came of it.
enum SourceWords {
    static let noSource = BilingualText(
        zh: """
            没有登记来源，也没有任何来源报送过。
            请先导入由谁报送什么：guoying import --template sources 会给出表头。
            """,
        en: """
            No source is registered, and none has sent anything.
            To begin, import who reports what: guoying import --template sources prints what a file looks like.
            """)
    /// What stands above the columns of the list.
    static let columns = [
        BilingualText(zh: "来源", en: "source"), BilingualText(zh: "周期", en: "every"),
        BilingualText(zh: "报齐至", en: "up to"), BilingualText(zh: "确认于", en: "said on"),
        BilingualText(zh: "下次应报", en: "next due"),
    ]
    static let never = BilingualText(zh: "从未", en: "never")
    static let owner = BilingualText(zh: "责任人", en: "owner")
    static let expected = BilingualText(zh: "应报", en: "expected")
    static let watermark = BilingualText(zh: "报齐确认", en: "watermark")
    static let pending = BilingualText(zh: "待生效", en: "pending")
    static let lastEvent = BilingualText(zh: "最近事件", en: "last event")
    static let taken = BilingualText(zh: "已收", en: "taken")
    static let corrected = BilingualText(zh: "更正", en: "corrected")
    static let stopped = BilingualText(zh: "停报", en: "stopped")
    static let delayed = BilingualText(zh: "迟到", en: "delayed")
    static let refused = BilingualText(zh: "拒收", en: "refused")
    static let parked = BilingualText(zh: "暂存", en: "parked")
    static let noEventYet = BilingualText(zh: "尚无事件", en: "no event yet")
    static let nothing = BilingualText(zh: "无", en: "nothing")

    static func listEnd(asOf: Instant) -> BilingualText {
        BilingualText(
            zh: "截至\(asOf.shortText)；guoying sources status SOURCE 显示某一来源的全部情况",
            en: "as of \(asOf.shortText); guoying sources status SOURCE shows all of one")
    }

    /// How a source stands, in a word.
    static func standing(_ source: SourceStatus, asOf: Instant) -> BilingualText {
        guard source.slowest != nil else {
            return BilingualText(zh: "登记册未要求其报送", en: "the register does not expect it to report")
        }
        guard source.isBehind(asOf: asOf) else { return BilingualText(zh: "✓ 按时", en: "✓ in time") }
        guard let since = source.noticeSince else { return BilingualText(zh: "✗ 未按时", en: "✗ BEHIND") }
        return BilingualText(
            zh: "✗ 未按时，\(since.shortText)已告知责任人", en: "✗ BEHIND, owner told \(since.shortText)")
    }

    /// That a source sends although nobody expects it to.
    static func unexpected(newest: Instant?) -> BilingualText {
        BilingualText(
            zh: "未要求报送；" + (newest.map { "最近事件\($0.shortText)" } ?? "没有事件"),
            en: "not expected to report; " + (newest.map { "last event \($0.shortText)" } ?? "no event"))
    }

    /// How many events were taken.
    static func taken(_ events: Int64) -> BilingualText {
        BilingualText(zh: "已收\(events)个事件", en: "\(counted(Int(events), "event")) taken")
    }

    /// That so many others are not named.
    static func more(_ count: Int) -> BilingualText { BilingualText(zh: "另有\(count)个", en: "and \(count) more") }

    /// For which subtrees something holds.
    static func subtrees(_ units: String) -> BilingualText { BilingualText(zh: "范围\(units)", en: "for \(units)") }

    /// What holds for some subtrees.
    static func placed(_ text: String, units: String) -> BilingualText {
        BilingualText(zh: "\(text)，范围\(units)", en: "\(text), for \(units)")
    }

    /// What a source is expected to report.
    static func expectation(_ duty: ReportingDuty) -> BilingualText {
        let kinds = duty.kinds.map(\.rawValue).sorted().joined(separator: " ")
        return BilingualText(zh: "\(kinds)，每\(duty.every)一次报齐确认", en: "\(kinds), a watermark every \(duty.every)")
    }

    /// What a source last said, and when the next word is due.
    static func watermark(_ expectation: SourceExpectation, asOf: Instant) -> BilingualText {
        let due = expectation.nextDue
        let last =
            expectation.last.map { self.said(until: $0.until, recorded: $0.recorded) }
            ?? BilingualText(zh: "从未有覆盖全部的报齐确认", en: "never one that covers all of it")
        return BilingualText(
            zh: "\(last.zh)；下一次应于\(due.shortText)" + (due <= asOf ? "（已过）" : ""),
            en: "\(last.en); the next one \(due <= asOf ? "was" : "is") due \(due.shortText)")
    }

    /// What a watermark says that has not taken effect, and what it waits for.
    static func pending(_ pending: SourceStatus.PendingWatermark) -> BilingualText {
        let said = self.said(until: pending.until, recorded: pending.recorded)
        let waits =
            pending.missing > 0
            ? BilingualText(
                zh: "等待\(pending.topic)的\(pending.missing)条记录收入",
                en: "waits for \(counted(Int(pending.missing), "record")) of \(pending.topic) to be taken in")
            : BilingualText(zh: "即将生效", en: "takes effect at any moment")
        return BilingualText(zh: "\(said.zh)：\(waits.zh)", en: "\(said.en): \(waits.en)")
    }

    /// When the newest event came.
    static func received(_ newest: Instant?) -> BilingualText {
        newest.map { BilingualText(zh: "\($0.shortText)收到", en: "received \($0.shortText)") }
            ?? BilingualText(zh: "尚未收到", en: "none has been taken")
    }

    /// How many events were taken and how many had come before.
    static func counts(accepted: Int64, duplicate: Int64) -> BilingualText {
        BilingualText(zh: "接受\(accepted)，重复\(duplicate)", en: "\(accepted) accepted, \(duplicate) duplicate")
    }

    /// How many events came long after they are said to have been recorded.
    static func delayed(_ events: Int64) -> BilingualText {
        BilingualText(
            zh: "\(events)个事件的受理比登记晚一天以上", en: "\(events) accepted more than a day after they were recorded")
    }

    /// How many events corrected a record.
    static func corrected(_ events: Int64) -> BilingualText {
        BilingualText(zh: "其中\(events)个事件是更正", en: "\(events) of the accepted correct a record")
    }

    /// A unit that is reported no more as it used to be.
    static func stopped(_ stopped: StoppedReporting) -> BilingualText {
        let days = max(1, stopped.usualSeconds / 86_400)
        return BilingualText(
            zh: "\(stopped.unit) \(stopped.kind.rawValue)：最近一次\(stopped.newest.shortText)，以往约每\(days)天一次",
            en: "\(stopped.unit) \(stopped.kind.rawValue): last on \(stopped.newest.shortText), "
                + "usually every \(days) days")
    }

    /// How many records of a source were refused.
    static func refusals(_ count: Int64, of source: SourceName) -> BilingualText {
        let command = "guoying dlq list --source \(source)"
        return BilingualText(
            zh: "\(count)，按代码和字段（\(command)）：", en: "\(count), by code and field (\(command)):")
    }

    /// How many records were refused, and how many of them nobody has dealt with.
    static func refusals(_ count: Int64, open: Int64) -> BilingualText {
        BilingualText(zh: "\(count)，其中\(open)未处理", en: "\(count), \(open) of them open")
    }

    /// How many events wait, since when and for what.
    static func parked(_ count: Int64, since: Instant, waitingFor key: String) -> BilingualText {
        let parts = key.split(separator: ":", maxSplits: 1)
        let reason =
            switch parts.first {
            case "unit" where parts.count == 2:
                BilingualText(zh: "登记册里没有\(parts[1])", en: "unit \(parts[1]) is not in the register")
            case _ where parts.count == 2:
                BilingualText(zh: "所涉及的记录还没有来", en: "the record that it refers to has not come")
            default: BilingualText(zh: key, en: key)
            }
        return BilingualText(
            zh: "自\(since.shortText)起\(count)个事件：\(reason.zh)",
            en: "\(counted(Int(count), "event")) since \(since.shortText): \(reason.en)")
    }

    /// That the owner knows that the source is silent.
    static func ownerTold(_ since: Instant) -> BilingualText {
        BilingualText(
            zh: "\(since.shortText)已告知责任人：来源没有报送",
            en: "its owner, that it is silent, on \(since.shortText)")
    }

    private static func said(until: Instant, recorded: Instant) -> BilingualText {
        BilingualText(
            zh: "报齐至\(until.shortText)，确认于\(recorded.shortText)",
            en: "up to \(until.shortText), said on \(recorded.shortText)")
    }
}
