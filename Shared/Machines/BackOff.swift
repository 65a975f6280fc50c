/// Doubles a pause with every failure in a row.
struct BackOff: Sendable {
    private static let first: Int64 = 20
    private var pause = BackOff.first

    mutating func next(limit: Int64) -> Int64 {
        defer { self.pause = min(self.pause * 2, 5_000) }
        return min(self.pause, limit)
    }

    mutating func reset() { self.pause = BackOff.first }
}
