internal import Domain
internal import ServiceKit

/// All that came of one source, for whoever operates it.
struct SourcePage {
    /// How many units, keys or watermarks are named one by one.
    private static let itemLimit = 20

    private let status: SourceStatus
    private let asOf: Instant

    /// A page about a source, as of now.
    init(_ status: SourceStatus, asOf: Instant) {
        self.status = status
        self.asOf = asOf
    }

    /// The page.
    var text: String {
        var page = LabelledLines()
        let name = self.status.slowest.map { " \($0.duty.name)" } ?? ""
        page.line("\(self.status.source)\(name)")
        page.line(self.standing)
        page.line("")
        self.addExpectations(to: &page)
        page.add("pending", self.limited(self.status.pending.map(Self.text)))
        page.add("last event", self.status.newest.map { "received \($0.shortText)" } ?? "none has been taken")
        page.add(
            "taken",
            self.status.counts.isEmpty
                ? ["nothing"] : ["\(self.status.accepted) accepted, \(self.status.duplicate) duplicate"])
        page.add("", self.status.counts.map { "\($0.kind): \($0.accepted) accepted, \($0.duplicate) duplicate" })
        let delayed = self.status.counts.map(\.delayed).reduce(0, +)
        page.add("delayed", delayed > 0 ? ["\(delayed) accepted more than a day after they were recorded"] : [])
        page.add("refused", self.refused)
        page.add("parked", self.parked)
        page.add("as of", self.asOf.shortText)
        return page.text
    }

    private var standing: String {
        self.status.slowest == nil ? "the register does not expect it to report" : self.status.word(asOf: self.asOf)
    }

    private func addExpectations(to page: inout LabelledLines) {
        guard let slowest = self.status.slowest else { return }
        page.add("owner", slowest.duty.owner.description)
        let expected = self.gathered { expectation in
            let kinds = expectation.duty.kinds.map(\.rawValue).sorted().joined(separator: " ")
            return "\(kinds), a watermark every \(expectation.duty.every)"
        }
        page.add("expected", self.limited(expected.map { "\($0.text), for \($0.units.joined(separator: " "))" }))
        let marks = self.gathered(self.watermark)
        page.add(
            "watermark",
            self.limited(
                marks.map { marks.count == 1 ? $0.text : "\($0.text), for \($0.units.joined(separator: " "))" }))
        let silent = self.status.silentKinds
        page.add("no event yet", silent.isEmpty ? nil : silent.joined(separator: " "))
        page.add("told", self.status.noticeSince.map { "its owner, that it is silent, on \($0.shortText)" })
    }

    /// What is to be said of each subtree, once for all of which it is the same.
    private func gathered(_ text: (SourceExpectation) -> String) -> [(text: String, units: [String])] {
        var gathered: [(text: String, units: [String])] = []
        for expectation in self.status.expectations {
            let (text, unit) = (text(expectation), expectation.duty.unit.rawValue)
            let index = gathered.firstIndex { $0.text == text }
            if let index { gathered[index].units.append(unit) } else { gathered.append((text, [unit])) }
        }
        return gathered
    }

    private func watermark(_ expectation: SourceExpectation) -> String {
        let last = expectation.last.map { "up to \($0.until.shortText), said on \($0.recorded.shortText)" }
        let due = expectation.nextDue
        return (last ?? "never one that covers all of it") + "; the next one "
            + (due <= self.asOf ? "was due \(due.shortText)" : "is due \(due.shortText)")
    }

    private static func text(_ pending: SourceStatus.PendingWatermark) -> String {
        let waits =
            pending.missing > 0
            ? "waits for \(counted(Int(pending.missing), "record")) of \(pending.topic) to be taken in"
            : "takes effect at any moment"
        return "up to \(pending.until.shortText), said on \(pending.recorded.shortText): \(waits)"
    }

    private var refused: [String] {
        guard !self.status.refusals.isEmpty else { return ["nothing"] }
        let all = "\(self.status.refused), by code and field (guoying dlq list --source \(self.status.source)):"
        return [all]
            + self.limited(
                self.status.refusals.map { refusal in
                    let field = refusal.field.map { " \($0)" } ?? ""
                    return "\(refusal.code)\(field): \(refusal.count), \(refusal.open) of them open"
                })
    }

    private var parked: [String] {
        guard !self.status.parked.isEmpty else { return ["nothing"] }
        return self.limited(
            self.status.parked.map { parked in
                "\(counted(Int(parked.count), "event")) since \(parked.since.shortText): \(Self.reason(parked.key))"
            })
    }

    /// What a key waits for.
    private static func reason(_ key: String) -> String {
        let parts = key.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return key }
        return parts[0] == "unit"
            ? "unit \(parts[1]) is not in the register" : "what it corrects or retracts has not come"
    }

    private func limited(_ lines: [String]) -> [String] {
        guard lines.count > Self.itemLimit else { return lines }
        return lines.prefix(Self.itemLimit) + ["… and \(lines.count - Self.itemLimit) more"]
    }
}
