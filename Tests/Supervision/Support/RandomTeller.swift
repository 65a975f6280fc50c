import Domain
import Kit
import Messages
import ServiceKit

/// Tells of a branch, its neighbour and those above them whatever may be told, in an order that a seed repeats.
struct RandomTeller {
    private struct Record {
        let id: String
        let unit: UnitCode
        let start: String
    }

    private let office: Office
    var random: SeededGenerator
    /// The theme days that nothing was said of since.
    private var records: [Record] = []
    private var letters: [(number: LetterNumber, unit: UnitCode)] = []
    private var waivers: [String] = []
    private var count = 0

    init(seed: UInt64, _ office: Office) {
        self.random = SeededGenerator(seed: seed)
        self.office = office
    }

    /// Tells one thing.
    mutating func tell() async throws {
        self.count += 1
        switch Int.random(in: 0..<16, using: &self.random) {
        case 0..<5: try await self.tellOfThemeDay()
        case 5: try await self.move()
        case 6: try await self.retract()
        case 7: try await self.refuse()
        case 8: try await self.dismiss()
        case 9, 10: try await self.tellOfWatermark()
        case 11: try await self.waive()
        case 12: try await self.tellOfRegister()
        case 13: try await self.tellOfReport()
        default: self.turn()
        }
    }

    private var owners: Owners { self.office.owners }
    private var now: Instant { Instant(microseconds: self.office.clock.now()) }

    private mutating func someUnit() -> UnitCode { self.random.oneIn(3) ? "b-2" : "b-1" }

    /// An instant of the months behind, more likely of the last days; now and then one that lies a little ahead.
    private mutating func someStart() -> String {
        if self.random.oneIn(12) { return self.now.adding(seconds: 300).description }
        let days = self.random.oneIn(2) ? 20 : 200
        return self.now.adding(seconds: -Int64.random(in: 0..<(86_400 * Int64(days)), using: &self.random)).description
    }

    private mutating func tellOfThemeDay() async throws {
        let record = Record(id: "r-\(self.count)", unit: self.someUnit(), start: self.someStart())
        let practice = self.random.oneIn(4) ? 20 : 60
        try await self.owners.themeDay(record.id, at: record.unit, on: record.start, practice: practice)
        self.records.append(record)
    }

    private mutating func move() async throws {
        guard let record = self.takeRecord() else { return }
        try await self.owners.move(
            record.id, from: (record.unit, record.start), to: (self.someUnit(), self.someStart()), as: "m-\(self.count)"
        )
    }

    private mutating func retract() async throws {
        guard let record = self.takeRecord() else { return }
        try await self.owners.retract(record.id, at: record.unit, on: record.start, by: "x-\(self.count)")
    }

    private mutating func takeRecord() -> Record? {
        guard !self.records.isEmpty else { return nil }
        return self.records.remove(at: .random(in: self.records.indices, using: &self.random))
    }

    private mutating func refuse() async throws {
        let unit = self.someUnit()
        self.letters.append((try await self.owners.deadLetter(of: unit, on: self.someStart()), unit))
    }

    private mutating func dismiss() async throws {
        guard let letter = self.letters.popLast() else { return }
        try await self.owners.dismiss(letter.number, of: letter.unit)
    }

    private mutating func tellOfWatermark() async throws {
        let until = self.random.oneIn(4) ? self.someStart() : self.now.description
        try await self.owners.watermark(
            "w-\(self.count)", until: until, unit: self.random.oneIn(3) ? self.someUnit() : nil)
    }

    private mutating func waive() async throws {
        let command: SupervisionCommand
        if let waiver = self.waivers.popLast(), self.random.oneIn(2) {
            command = .revokeWaiver(WaiverRevocation(waiver: waiver, reason: "取消", from: nil))
        } else {
            let first = self.now.day.adding(days: -Int.random(in: -20..<120, using: &self.random))
            command = .waive(
                WaiverOrder(
                    unit: self.someUnit(), requirement: "theme-day",
                    period: Period(from: first, through: first.adding(days: 25)), basis: "上级同意"))
        }
        if let waiver = try await self.office.send(command, as: "k-\(self.count)").waiver {
            self.waivers.append(waiver)
        }
    }

    private mutating func tellOfRegister() async throws {
        let unit = self.someUnit()
        let from = self.now.day.adding(days: -Int.random(in: -5..<100, using: &self.random)).description
        switch Int.random(in: 0..<4, using: &self.random) {
        case 0: try await self.owners.members(.random(in: 5...60, using: &self.random), of: unit, from: from)
        case 1:
            try await self.owners.committee(
                of: unit, elected: self.now.day.adding(months: -28).description, years: 3, members: 4)
        case 2: try await self.owners.unit(unit, self.random.oneIn(4) ? .group : .branch, parent: "g", from: from)
        default: try await self.owners.unit("g", .generalBranch, parent: "c", from: from)
        }
    }

    private mutating func tellOfReport() async throws {
        let (unit, start) = (self.someUnit(), self.someStart())
        if self.random.oneIn(2) {
            try await self.owners.held(
                .report, "p-\(self.count)", at: unit, on: start, ActivityDetail(report: "problem-list"))
        } else {
            try await self.owners.held(
                .termReminder, "p-\(self.count)", at: unit, on: start,
                ActivityDetail(about: "committee-term", by: "g"))
        }
    }

    private mutating func turn() {
        let seconds = Int64.random(in: 0..<(86_400 * (self.random.oneIn(5) ? 60 : 6)), using: &self.random)
        self.office.clock.set(self.now.adding(seconds: seconds).microseconds)
    }
}
