internal import Domain
internal import YAML

/// The facts that tests tell, in the words of the register's files and of the events.
extension YAMLNode {
    /// An instant, or a day, which means its first instant.
    func instant() throws(YAMLError) -> Instant {
        let text = try self.text()
        guard let instant = Day(text)?.start ?? Instant(text) else {
            throw self.error(
                "“\(text.prefix(64))” is neither a day nor an instant",
                expected: "a day like 2021-03-01, or an instant like 2021-03-01T09:00:00+08:00")
        }
        return instant
    }

    func segmentMinutes() throws(YAMLError) -> SegmentMinutes {
        let members = try self.mapping(required: [], optional: SegmentPart.allCases.map(\.rawValue))
        var minutes = SegmentMinutes()
        for part in SegmentPart.allCases {
            if let node = members[part.rawValue] { minutes.add(try node.integer(in: 0...1_440), to: part) }
        }
        return minutes
    }

    func attendance() throws(YAMLError) -> Attendance {
        let members = try self.mapping(required: ["due", "present"])
        let due = try members.require("due").integer(in: 0...countLimit)
        return Attendance(due: due, present: try members.require("present").integer(in: 0...due))
    }

    func memberCount() throws(YAMLError) -> SmallFact {
        let members = try self.mapping(required: ["date", "formal"], optional: ["probationary", "recorded"])
        let date = try members.require("date").day()
        return .members(
            formal: try members.require("formal").integer(in: 0...countLimit),
            probationary: try members["probationary"]?.integer(in: 0...countLimit) ?? 0, date: date,
            recorded: try members["recorded"]?.instant() ?? date.start)
    }

    func committee() throws(YAMLError) -> SmallFact {
        let members = try self.mapping(required: ["elected", "members"], optional: ["years", "recorded"])
        let date = try members.require("elected").day()
        return .committee(
            members: try members.require("members").integer(in: 0...countLimit),
            years: try members["years"]?.integer(in: 1...10), date: date,
            recorded: try members["recorded"]?.instant() ?? date.start)
    }

    func unitRow() throws(YAMLError) -> SmallFact {
        let members = try self.mapping(
            required: ["from"], optional: ["code", "kind", "category", "parent", "to", "recorded"])
        let from = try members.require("from").day()
        return .unit(
            SmallFact.UnitRow(
                code: try members["code"]?.unitCode() ?? SmallWorld.unit, kind: try members["kind"]?.choice(),
                category: try members["category"]?.choice(), parent: try members["parent"]?.unitCode(), from: from,
                through: try members["to"]?.day(), recorded: try members["recorded"]?.instant() ?? from.start))
    }

    func source() throws(YAMLError) -> SmallFact {
        let members = try self.mapping(required: ["kinds"], optional: ["source", "unit"])
        let kinds: [ActivityKind] = try members.require("kinds").list { (node) throws(YAMLError) in try node.choice() }
        return .source(
            try members["source"]?.sourceName() ?? SmallWorld.source, kinds: Set(kinds),
            for: try members["unit"]?.unitCode() ?? "c")
    }

    func watermark() throws(YAMLError) -> SmallFact {
        let members = try self.mapping(required: ["until"], optional: ["source", "recorded"])
        return .watermark(
            try members["source"]?.sourceName() ?? SmallWorld.source, until: try members.require("until").instant(),
            recorded: try members["recorded"]?.instant() ?? .distantPast)
    }

    private func unitCode() throws(YAMLError) -> UnitCode { UnitCode(rawValue: try self.identifier()) }

    private func sourceName() throws(YAMLError) -> SourceName {
        SourceName(rawValue: try self.text(limitCharacters: 200))
    }
}

/// The greatest number of people that can be told of.
private let countLimit = 1_000_000
