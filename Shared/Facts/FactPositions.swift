public import Domain
internal import Messages
internal import Postgres

/// How far the journals of the owners were when facts were read: whoever reads up to the same positions again sees
/// exactly the same facts.
public struct FactPositions: Hashable, Sendable {
    /// The register's only lane.
    public let registry: Int64
    /// The heads of activity's lanes; watermarks lie in lane 0, a unit's records and letters in the unit's.
    public let activity: [Int64]

    /// Positions as they were stored beside a verdict, or for a test.
    public init(registry: Int64, activity: [Int64]) {
        precondition(activity.count == Lane.count, "there are \(Lane.count) lanes")
        self.registry = registry
        self.activity = activity
    }

    /// The head of the lane in which a unit's records lie.
    public func activity(of unit: UnitCode) -> Int64 { self.activity[Lane.index(ofUnit: unit.rawValue)] }

    /// The head of the lane in which the watermarks lie.
    public var watermarks: Int64 { self.activity[0] }

    static let statements: [SQL] = [
        "SELECT head FROM registry.head_v1 WHERE lane = 0",
        "SELECT lane, head FROM activity.head_v1 ORDER BY lane",
    ]

    init(_ registry: Rows, _ activity: Rows) throws {
        var heads = [Int64](repeating: 0, count: Lane.count)
        for row in activity { heads[Int(try row.decode("lane", as: Int16.self))] = try row.decode("head") }
        self.init(registry: try registry.first?.decode("head", as: Int64.self) ?? 0, activity: heads)
    }
}
