public import Domain
internal import Messages
public import Postgres

/// How far the journals of the owners were when facts were read: whoever reads up to the same positions again sees
/// exactly the same facts.
public struct FactPositions: Hashable, Sendable {
    /// The register's only lane.
    public let registry: Int64
    /// The heads of activity's lanes; watermarks lie in lane 0, a unit's records and letters in the unit's.
    public let activity: [Int64]
    /// The heads of supervision's lanes; a unit's waivers lie in the unit's.
    public let supervision: [Int64]

    /// Positions as they were stored beside a verdict, or for a test.
    public init(registry: Int64, activity: [Int64], supervision: [Int64]) {
        precondition(
            activity.count == Lane.count && supervision.count == Lane.count, "there are \(Lane.count) lanes")
        self.registry = registry
        self.activity = activity
        self.supervision = supervision
    }

    /// The head of the lane in which a unit's records lie.
    public func activity(of unit: UnitCode) -> Int64 { self.activity[Lane.index(ofUnit: unit.rawValue)] }

    /// The head of the lane in which a unit's waivers lie.
    public func supervision(of unit: UnitCode) -> Int64 { self.supervision[Lane.index(ofUnit: unit.rawValue)] }

    /// The head of the lane in which the watermarks lie.
    public var watermarks: Int64 { self.activity[0] }

    /// Asks how far the journals are: for whoever sends it together with others.
    public static let statements: [SQL] = [
        "SELECT head FROM registry.head_v1 WHERE lane = 0",
        "SELECT lane, head FROM activity.head_v1 ORDER BY lane",
        "SELECT lane, head FROM supervision.head_v1 ORDER BY lane",
    ]

    /// The positions, of the answers to those questions.
    public init(_ answers: some RandomAccessCollection<Rows>) throws {
        let answers = Array(answers)
        self.init(
            registry: try answers[0].first?.decode("head", as: Int64.self) ?? 0,
            activity: try Self.heads(answers[1]), supervision: try Self.heads(answers[2]))
    }

    private static func heads(_ rows: Rows) throws -> [Int64] {
        var heads = [Int64](repeating: 0, count: Lane.count)
        for row in rows { heads[Int(try row.decode("lane", as: Int16.self))] = try row.decode("head") }
        return heads
    }
}
