/// A lane of a service's journal.
struct LaneName: Hashable, Comparable, CustomStringConvertible {
    let service: ServiceName
    let number: Int
    var description: String { "\(self.service)/\(self.number)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.service.rawValue, left.number) < (right.service.rawValue, right.number)
    }
}
