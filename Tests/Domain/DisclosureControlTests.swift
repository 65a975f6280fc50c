import Domain
import Kit
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Counts of groups within each other` {
    private static let parents: [UnitCode: UnitCode] = ["g-01": "c", "g-02": "c", "b-0101": "g-01", "b-0102": "g-01"]
    private let control = DisclosureControl(minimum: 10, parents: Self.parents)

    @Test func `are told where they are large enough, and nothing is left of a group that is not`() {
        let told = self.control.told([
            "c": .init(size: 40), "g-01": .init(size: 25), "b-0101": .init(size: 15), "b-0102": .init(size: 10),
        ])
        #expect(told.mapValues(\.size) == ["c": 40, "g-01": 25, "b-0101": 15, "b-0102": 10])
    }

    @Test func `are not told where one below, taken away, would leave too few; above there are enough again`() {
        let told = self.control.told([
            "c": .init(size: 40), "g-01": .init(size: 18), "g-02": .init(size: 22), "b-0101": .init(size: 15),
            "b-0102": .init(size: 3),
        ])
        #expect(told.mapValues(\.size) == ["g-02": 22, "b-0101": 15])
        #expect(self.control.told(["c": .init(size: 30), "b-0101": .init(size: 15)]).count == 2)
        #expect(self.control.told(["b-0101": .init(size: 9)]).isEmpty)
    }

    @Test func `are told by a division as a whole, where no part and no rest of it leaves too few`() {
        func group(_ size: Int, _ teachers: Int, _ students: Int) -> DisclosureGroup {
            DisclosureGroup(size: size, divisions: ["category": ["teacher": teachers, "student": students]])
        }
        // Of those who are in no part five would be left.
        let rest = self.control.told(["c": group(130, 60, 40), "g-01": group(105, 50, 30)])
        // Of the teachers four would.
        let part = self.control.told(["c": group(100, 60, 40), "g-01": group(80, 56, 24)])
        let whole = self.control.told(["c": group(100, 60, 40), "g-01": group(60, 40, 20)])

        #expect(rest.mapValues(\.size) == ["c": 130, "g-01": 105])
        #expect(rest.mapValues(\.divisions.count) == ["c": 0, "g-01": 1])
        #expect(part.mapValues(\.divisions.count) == ["c": 0, "g-01": 1])
        #expect(whole.mapValues(\.divisions.count) == ["c": 1, "g-01": 1])
    }

    @Test func `withstand whoever adds and subtracts all that is told`() {
        var attacks = 0
        for seed in 0..<200 as Range<UInt64> {
            let world = CountedPeople(seed: seed)
            let told = DisclosureControl(minimum: 10, parents: world.parents).told(world.groups)
            #expect(world.smallestGroup(behind: told).map { $0 >= 10 } ?? true, "seed \(seed)")
            // Whoever only looks at each count by itself would be had.
            let large = world.groups.filter { $0.value.size >= 10 }.mapValues { DisclosureGroup(size: $0.size) }
            if let smallest = world.smallestGroup(behind: large), smallest < 10 { attacks += 1 }
        }
        #expect(attacks > 20)
    }
}

/// People of random units, of two categories and of none, and whoever wants to find few of them behind sums.
private struct CountedPeople {
    let parents: [UnitCode: UnitCode]
    let groups: [UnitCode: DisclosureGroup]
    /// How many people are of a unit itself and of a category.
    private let people: [(unit: UnitCode, category: String?, count: Int)]
    /// How many counts somebody adds and subtracts at most: there are three ways for each.
    private static let limit = 6

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let units = (0..<4).map { UnitCode(rawValue: "u-\($0)") }
        var parents: [UnitCode: UnitCode] = [:]
        for place in 1..<4 { parents[units[place]] = units[Int.random(in: 0..<place, using: &random)] }
        var people: [(unit: UnitCode, category: String?, count: Int)] = []
        for unit in units {
            for category in ["teacher", "student", nil] {
                people.append((unit, category, random.oneIn(3) ? 0 : Int.random(in: 1...24, using: &random)))
            }
        }
        self.parents = parents
        self.people = people
        var groups: [UnitCode: DisclosureGroup] = [:]
        for unit in units {
            let own = people.filter { Self.isBelow($0.unit, unit, parents) }
            var group = DisclosureGroup(size: own.reduce(0) { $0 + $1.count })
            if !random.oneIn(4) {
                for person in own {
                    guard let category = person.category else { continue }
                    group.divisions["category", default: [:]][category, default: 0] += person.count
                }
            }
            groups[unit] = group
        }
        self.groups = groups
    }

    /// The smallest group of people, at least one, that is a sum or a difference of what is told.
    ///
    /// Who is nobody is not known, but where it is told: what such a group would add or take away does not matter then.
    func smallestGroup(behind told: [UnitCode: DisclosureGroup]) -> Int? {
        var sets: [[Int]] = []
        for (unit, group) in told.sorted(by: { $0.key < $1.key }) {
            sets.append(self.people.map { Self.isBelow($0.unit, unit, self.parents) ? 1 : 0 })
            for category in (group.divisions["category"] ?? [:]).keys.sorted() {
                sets.append(
                    self.people.map { Self.isBelow($0.unit, unit, self.parents) && $0.category == category ? 1 : 0 })
            }
        }
        sets = Array(sets.prefix(Self.limit))
        var nobody: Set<Int> = []
        self.combine(sets[...], [Int](repeating: 0, count: self.people.count), besides: []) { set, size in
            if size == 0 { nobody.formUnion(set) }
        }
        var smallest: Int?
        self.combine(sets[...], [Int](repeating: 0, count: self.people.count), besides: nobody) { _, size in
            if size > 0 { smallest = min(smallest ?? size, size) }
        }
        return smallest
    }

    /// Lends each group that is a sum or a difference, and how many it has.
    private func combine(
        _ sets: ArraySlice<[Int]>, _ sum: [Int], besides nobody: Set<Int>, _ body: (_ group: [Int], _ size: Int) -> Void
    ) {
        guard let set = sets.first else {
            let places = sum.indices.filter { sum[$0] != 0 && !nobody.contains($0) }
            guard places.allSatisfy({ sum[$0] == 1 }), !places.isEmpty else { return }
            body(places, places.reduce(0) { $0 + self.people[$1].count })
            return
        }
        for factor in [0, 1, -1] {
            self.combine(sets.dropFirst(), zip(sum, set).map { $0 + factor * $1 }, besides: nobody, body)
        }
    }

    private static func isBelow(_ unit: UnitCode, _ top: UnitCode, _ parents: [UnitCode: UnitCode]) -> Bool {
        var unit = unit
        while unit != top {
            guard let above = parents[unit] else { return false }
            unit = above
        }
        return true
    }
}
