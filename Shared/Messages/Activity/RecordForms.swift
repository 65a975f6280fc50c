internal import Domain

// What the data of the events holds that speak about records instead of activities.

/// The record that is meant.
struct TargetForm: ObjectForm {
    var target = ActivityEvent.Target()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("source", .string(1...2_048)) { $0.target.source = SourceName(rawValue: $1) }
        try member.required("id", .string(1...2_048)) { $0.target.id = $1 }
    }
}

/// A record is taken back.
struct RetractedForm: ObjectForm {
    var target = ActivityEvent.Target()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("retracts", .object(TargetForm())) { $0.target = $1.target }
        try member.reason(isCoded: false)
    }
}

/// All before an instant has been sent.
struct WatermarkForm: ObjectForm {
    var watermark = ActivityEvent.Watermark()

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("until", .instant) { $0.watermark.until = $1 }
        try member.optional("unit", .unitCode) { $0.watermark.unit = $1 }
        try member.optional("kinds", .list(of: .oneOf(ActivityKind.self), count: 1...100)) {
            $0.watermark.kinds = Set($1)
        }
    }
}

extension MemberVisitor where Self: ~Copyable & ~Escapable {
    /// Why a record is corrected or taken back: a word of a list where a privacy form leaves no room for anybody's own.
    mutating func reason(isCoded: Bool) throws(Fault) {
        if isCoded {
            try self.required("reason", .listed(CorrectionReason.self))
        } else {
            try self.required("reason", .text(1...2_000))
        }
    }
}

/// Why a record is corrected.
private enum CorrectionReason: String, ListedWord {
    case misspelt, wrongDay = "wrong-day", wrongCount = "wrong-count", wrongUnit = "wrong-unit"
    case incomplete, duplicate, other

    static let words = WordList(Self.self)
}
