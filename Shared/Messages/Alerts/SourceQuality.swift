public import Domain
internal import JSON

/// The letter about what became of what a source sent, for one of its owners: written each week in which there is
/// something to say. For its readers it is shaped like an alert about a source.
public struct SourceQuality: Hashable, Sendable {
    /// The letter's `type`.
    public static let type = "guoying.activity.source-quality.v1"

    /// What the register expects of the source.
    public var duty: ReportingDuty
    /// Where the unit stands whose subtree it reports, as `/c/g-02`.
    public var path: String
    /// The unit's name.
    public var unitName: String
    /// What it last vouched for; nil where it never has.
    public var until: Instant?
    /// When its next watermark is due.
    public var nextDue: Instant
    /// From when on what came is counted, and up to when.
    public var from: Instant
    /// Up to when what came is counted.
    public var to: Instant
    /// How many events took effect, corrections among them.
    public var accepted: Int64 = 0
    /// How many had been taken in before.
    public var duplicate: Int64 = 0
    /// How many corrected a record.
    public var corrected: Int64 = 0
    /// How many came more than a day after they are said to have been recorded.
    public var delayed: Int64 = 0
    /// What was refused, by code and field, the most frequent first.
    public var refused: [Refusal] = []
    /// How many wait for something that is not there.
    public var parked: Int64 = 0
    /// Units that report no more as they used to.
    public var stopped: [StoppedReporting] = []

    /// Records refused for one reason.
    public struct Refusal: Hashable, Sendable {
        /// Why.
        public var code: String
        /// Where the fault was.
        public var field: String?
        /// How many.
        public var count: Int64

        /// So many, for a reason.
        public init(code: String, field: String?, count: Int64) {
            self.code = code
            self.field = field
            self.count = count
        }
    }

    /// A letter that says nothing yet.
    public init(
        duty: ReportingDuty, path: String, unitName: String, until: Instant?, nextDue: Instant, from: Instant,
        to: Instant
    ) {
        self.duty = duty
        self.path = path
        self.unitName = unitName
        self.until = until
        self.nextDue = nextDue
        self.from = from
        self.to = to
    }

    /// Whether there is nothing to say.
    public var isEmpty: Bool {
        self.accepted + self.duplicate + self.parked == 0 && self.refused.isEmpty && self.stopped.isEmpty
    }

    /// What it comes to, in a sentence or two.
    public var summary: BilingualText {
        let refused = self.refused.reduce(0) { $0 + $1.count }
        let first = self.refused.first.map { "\($0.code)\($0.field.map { " \($0)" } ?? "")" }
        let units = Set(self.stopped.map(\.unit)).count
        return BilingualText(
            zh: "来源“\(self.duty.name)”：接受\(self.accepted)条（其中更正\(self.corrected)条，迟到\(self.delayed)条），"
                + "重复\(self.duplicate)条，退回\(refused)条\(first.map { "（多为\($0)）" } ?? "")，等待\(self.parked)条。"
                + (units > 0 ? "有\(units)个单位未按自身节奏报送。" : ""),
            en: "Source “\(self.duty.name)”: \(self.accepted) accepted (\(self.corrected) corrections, \(self.delayed) "
                + "late), \(self.duplicate) duplicate, \(refused) refused\(first.map { " (mostly \($0))" } ?? ""), "
                + "\(self.parked) waiting."
                + (units > 0 ? " \(units) units report no more as they used to." : ""))
    }

    /// The letter's data as JSON.
    ///
    /// - Parameter id: Identifies the letter, as an alert's id does an alert.
    public func data(id: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("alert", id)
            writer.member("version", 1)
            writer.member("status", Alert.Status.raised.rawValue)
            writer.member("severity", AlertSeverity.notice.rawValue)
            writer.unit(self.duty.unit, path: self.path, name: self.unitName)
            writer.source(self.duty, until: self.until)
            writer.member("from", self.from.description)
            writer.member("to", self.to.description)
            writer.member("nextDue", self.nextDue.description)
            for (name, count) in [
                ("accepted", self.accepted), ("duplicate", self.duplicate), ("corrected", self.corrected),
                ("delayed", self.delayed), ("parked", self.parked),
            ] {
                writer.member(name, Int(count))
            }
            writer.key("refused")
            writer.array { writer in
                for refusal in self.refused {
                    writer.object { writer in
                        writer.member("code", refusal.code)
                        writer.member("field", ifAny: refusal.field)
                        writer.member("count", Int(refusal.count))
                    }
                }
            }
            writer.key("stopped")
            writer.array { writer in
                for stopped in self.stopped {
                    writer.object { writer in
                        writer.member("unit", stopped.unit.rawValue)
                        writer.member("kind", stopped.kind.rawValue)
                        writer.member("newest", stopped.newest.description)
                    }
                }
            }
            writer.member("summary", self.summary)
            writer.owner(self.duty.owner)
            writer.member("asOf", self.to.description)
        }
        return writer.bytes
    }
}
