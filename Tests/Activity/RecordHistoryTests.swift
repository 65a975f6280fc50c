import Crypto
import Domain
import Messages
import Testing

@testable import Activity
@testable import Pipeline

@Suite struct `The history of a record` {
    private let a = Place(unit: "b-0103", occurred: Instant(microseconds: 1))
    private let b = Place(unit: "b-0104", occurred: Instant(microseconds: 1))
    private let later = Place(unit: "b-0103", occurred: Instant(microseconds: 2))

    private func fact(recorded: Int64 = 0) throws -> Fact {
        try SampleEvent.held("1").fact(accepted: Instant(microseconds: recorded))
    }

    private func begun(at place: Place) throws -> (RecordHistory, RecordChange) {
        RecordHistory.held(SampleEvent.held("1").identity, at: place, try self.fact(), .themeDay)
    }

    @Test func `begins with one row where it was held`() throws {
        let (_, change) = try self.begun(at: self.a)

        #expect(change.rows.map(\.state) == [.held])
        #expect(change.revision == 1 && change.place == self.a && change.otherUnits.isEmpty)
    }

    @Test func `leaves a row where it stood when it moves, and tells that unit`() throws {
        var (history, _) = try self.begun(at: self.a)

        let change = history.hold(at: self.b, try self.fact(), .themeDay)

        #expect(change.revision == 2)
        #expect(change.otherUnits == ["b-0103"])
        #expect(self.states(change, at: self.a) == [2: .elsewhere])
        #expect(self.states(change, at: self.b) == [1: .elsewhere, 2: .held])
    }

    @Test func `tells nobody else when it moves within its unit`() throws {
        var (history, _) = try self.begun(at: self.a)

        let change = history.hold(at: self.later, try self.fact(), .themeDay)

        #expect(change.otherUnits.isEmpty)
        #expect(self.states(change, at: self.a) == [2: .elsewhere])
    }

    @Test func `is taken back wherever it ever stood`() throws {
        var (history, _) = try self.begun(at: self.a)
        _ = history.hold(at: self.b, try self.fact(), .themeDay)

        let change = history.retract(try self.fact())

        #expect(change.place == self.b && change.otherUnits == ["b-0103"])
        #expect(self.states(change, at: self.a) == [3: .retracted])
        #expect(self.states(change, at: self.b) == [3: .retracted])
    }

    @Test func `stays taken back at a place to which a late correction moves it`() throws {
        var (history, _) = try self.begun(at: self.a)
        _ = history.retract(try self.fact())

        let change = history.hold(at: self.b, try self.fact(), .themeDay)

        #expect(self.states(change, at: self.b) == [1: .elsewhere, 2: .retracted, 3: .held])
    }

    /// The rule of the contract, for versions as they were sent; and the same asked of the rows of one unit only.
    @Test(arguments: 0..<200) func `says at each unit what all versions together say`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let places = (0..<4).map { Place(unit: "b-\($0 % 2)", occurred: Instant(microseconds: Int64($0))) }
        var history: RecordHistory?
        var rows: [RecordRow] = []
        var versions: [(place: Place?, recorded: Int64)] = []

        for _ in 0..<Int.random(in: 1...6, using: &random) {
            let recorded = Int64.random(in: 0...4, using: &random)
            let fact = try self.fact(recorded: recorded)
            let place = places[Int.random(in: 0..<4, using: &random)]
            if history == nil {
                let (begun, change) = RecordHistory.held(SampleEvent.held("1").identity, at: place, fact, .themeDay)
                history = begun
                rows += change.rows
                versions.append((place, recorded))
            } else if Int.random(in: 0..<4, using: &random) == 0 {
                rows += history?.retract(fact).rows ?? []
                versions.append((nil, recorded))
            } else {
                rows += history?.hold(at: place, fact, .themeDay).rows ?? []
                versions.append((place, recorded))
            }
        }

        for known in Int64(0)...4 {
            let expected = Self.standing(versions, knownAt: known)
            for unit in ["b-0", "b-1"] {
                #expect(
                    Self.standing(rows, at: unit, knownAt: known) == (expected?.unit == unit ? expected : nil),
                    "seed \(seed), known at \(known), \(versions)")
            }
        }
    }

    /// Where a record stands: by its greatest recorded time, at a tie by the version that took effect last; nowhere
    /// once a retraction is known.
    private static func standing(_ versions: [(place: Place?, recorded: Int64)], knownAt: Int64) -> Place? {
        let known = versions.enumerated().filter { $0.element.recorded <= knownAt }
        guard known.allSatisfy({ $0.element.place != nil }) else { return nil }
        return known.max { ($0.element.recorded, $0.offset) < ($1.element.recorded, $1.offset) }?.element.place
    }

    /// The same by the rows that a reader of one unit has, each version once.
    private static func standing(_ rows: [RecordRow], at unit: String, knownAt: Int64) -> Place? {
        let own = rows.filter { $0.place.unit == unit && $0.recorded.microseconds <= knownAt }
        let byRevision = Dictionary(grouping: own, by: \.revision).compactMapValues { versions in
            versions.first { $0.state != .elsewhere } ?? versions.first
        }
        guard byRevision.values.allSatisfy({ $0.state != .retracted }) else { return nil }
        let newest = byRevision.values.max { ($0.recorded, $0.revision) < ($1.recorded, $1.revision) }
        return newest?.state == .held ? newest?.place : nil
    }

    private func states(_ change: RecordChange, at place: Place) -> [Int32: RecordState] {
        Dictionary(uniqueKeysWithValues: change.rows.filter { $0.place == place }.map { ($0.revision, $0.state) })
    }
}

/// A generator that gives the same numbers for the same seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        self.state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
