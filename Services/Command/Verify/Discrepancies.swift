/// All that is not as it was journalled: of each aspect how much, and the first of it. Somebody who tampers with a
/// table may touch millions of rows.
struct Discrepancies {
    /// How many are kept of each aspect.
    static let keptLimit = 100

    /// The first of each aspect, in the order in which they were found.
    private(set) var kept: [Discrepancy] = []
    private var counts: [VerifyAspect: Int] = [:]

    /// How many there are.
    var count: Int { self.counts.values.reduce(0, +) }

    /// How many there are of an aspect.
    func count(of aspect: VerifyAspect) -> Int { self.counts[aspect] ?? 0 }

    mutating func append(_ discrepancy: Discrepancy) {
        let aspect = discrepancy.subject.aspect
        if self.count(of: aspect) < Self.keptLimit { self.kept.append(discrepancy) }
        self.counts[aspect, default: 0] += 1
    }

    mutating func append(contentsOf others: Discrepancies) {
        for aspect in VerifyAspect.allCases {
            let room = max(0, Self.keptLimit - self.count(of: aspect))
            self.kept += others.kept.lazy.filter { $0.subject.aspect == aspect }.prefix(room)
            self.counts[aspect, default: 0] += others.count(of: aspect)
        }
    }
}
