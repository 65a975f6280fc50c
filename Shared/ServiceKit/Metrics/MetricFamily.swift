import Synchronization

/// One metric under one name, once for each combination of its labels' values.
///
/// There are at most ``seriesLimit`` combinations, whatever comes from outside: what is more is counted together, with
/// `other` for every label.
public final class MetricFamily<Member: Sendable>: Sendable {
    /// How many combinations there may be.
    public static var seriesLimit: Int { 200 }

    let name: String
    let help: String
    let labels: [String]
    private let make: @Sendable () -> Member
    private let members = Mutex<[[String]: Member]>([:])

    init(name: String, help: String, labels: [String], make: @escaping @Sendable () -> Member) {
        self.name = name
        self.help = help
        self.labels = labels
        self.make = make
    }

    /// The metric for these values of the labels, in the order in which they were declared.
    public subscript(_ values: String...) -> Member {
        precondition(values.count == self.labels.count, "\(self.name) has the labels \(self.labels)")
        return self.members.withLock { members in
            if let member = members[values] { return member }
            let isFull = members.count >= Self.seriesLimit
            let values = isFull ? self.labels.map { _ in "other" } : values
            if let member = members[values] { return member }
            let member = self.make()
            members[values] = member
            return member
        }
    }

    /// Takes a combination back that is no more, a partition that was given up.
    public func remove(_ values: String...) {
        self.members.withLock { $0[values] = nil }
    }

    /// Every combination with its metric, in order.
    var series: [(labels: [(name: String, value: String)], member: Member)] {
        self.members.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { values, member in (zip(self.labels, values).map { ($0, $1) }, member) }
    }
}
