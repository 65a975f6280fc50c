import Domain
import Kit

/// A small campus and what happens on it in the spring of 2021, all of it from a seed: rows of the register that come
/// in pieces, and events that come in any order, some before what they speak of.
struct RandomSeason {
    /// What comes in one stretch of the season.
    struct Stretch {
        /// Rows by the file that they belong to, in pieces that are imported one after another.
        var imports: [[String: [String]]] = [[:], [:]]
        /// What the sources send, in the order of sending.
        var events: [OutsideEvent] = []
        /// Commands to supervision.
        var commands: [OutsideEvent] = []
    }

    /// The header rows of the files.
    static let columns = [
        "units": "code,name,kind,category,parent,from,to", "members": "unit,date,formal,probationary",
        "committees": "unit,elected,years,members", "sources": "source,name,owner,unit,kinds,every",
    ]

    let seed: UInt64
    /// What every code of the campus begins with.
    let prefix: String
    private(set) var stretches: [Stretch]
    private let instants: [Instant]
    private var random: SeededGenerator
    /// What was held, with the source that said so, of all stretches.
    private var held: [OutsideEvent] = []
    private var count = 0

    /// A season in as many stretches as there are instants; each begins when the clock is set to its own.
    init(seed: UInt64, instants: [Instant]) {
        self.seed = seed
        self.prefix = "s\(seed)-"
        self.instants = instants
        self.stretches = instants.map { _ in Stretch() }
        self.random = SeededGenerator(seed: seed)
        self.addRegister()
        for stretch in instants.indices { self.addEvents(to: stretch) }
    }

    private mutating func one<Value>(of values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &self.random)]
    }

    // MARK: The register

    private mutating func addRegister() {
        let units = [
            "c,学院党委,committee,,,2000-01-01,", "g1,总支一,general-branch,,c,2000-01-01,",
            "g2,总支二,general-branch,,c,2000-01-01,",
        ]
        for unit in units { self.add("units", unit, to: 0) }
        for number in 1...5 {
            // The later it is registered, the more has been sent about it before.
            let stretch = number < 4 ? 0 : Int.random(in: self.stretches.indices, using: &self.random)
            let from = self.random.oneIn(3) ? self.someDay(before: "2021-04-20") : "2000-01-01"
            let to = number > 1 && self.random.oneIn(6) ? self.someDay(before: "2021-06-01", after: from) : ""
            let category = self.one(of: ["teacher", "student", "joint", "temporary"])
            self.add("units", "b\(number),支部,branch,\(category),g\(1 + number % 2),\(from),\(to)", to: stretch)
            if number == 1 { self.add("units", "gr,小组,group,,b1,\(from),", to: stretch) }
            self.addSize(of: "b\(number)", from: stretch)
        }
        if self.random.oneIn(2) {
            self.addLater("units", "b2,支部,branch,teacher,g1,\(self.someDay(before: "2021-06-01")),")
        }
        if self.random.oneIn(2) {
            self.addLater("units", "b3,小组,group,,g1,\(self.someDay(before: "2021-06-01")),")
        }
        self.addSources()
    }

    private mutating func addSize(of unit: String, from stretch: Int) {
        if !self.random.oneIn(4) {
            self.add("members", "\(unit),2021-01-01,\(self.one(of: [5, 7, 30, 50, 51])),1", to: stretch)
        }
        if self.random.oneIn(2) {
            let day = self.someDay(before: "2021-07-01")
            self.addLater("members", "\(unit),\(day),\(self.one(of: [6, 7, 49, 60])),0", notBefore: stretch)
        }
        if !self.random.oneIn(3) {
            let elected = self.one(of: ["2018-04-24", "2018-05-05", "2018-09-01", "2018-12-31", "2020-06-01"])
            self.add("committees", "\(unit),\(elected),3,\(self.one(of: [2, 3, 5, 7, 8]))", to: stretch)
            if self.random.oneIn(2) {
                let next = self.someDay(before: "2021-07-01")
                self.addLater("committees", "\(unit),\(next),3,\(self.one(of: [3, 9]))", notBefore: stretch)
            }
        }
    }

    private mutating func addSources() {
        let all = "theme-day members-meeting committee-meeting group-meeting report term-reminder"
        let every = self.one(of: ["P1D", "P7D", "P30D"])
        self.add("sources", "\(self.source(0)),OA,office@\(self.prefix)c,\(self.prefix)c,\(all),\(every)", to: 0, 1)
        let unit = self.prefix + self.one(of: ["g1", "b1", "b2"])
        self.addLater("sources", "\(self.source(1)),App,office@\(self.prefix)c,\(unit),theme-day,P7D")
        if self.random.oneIn(3) {
            self.addLater("sources", "\(self.source(1)),App,office@\(self.prefix)c,\(unit),report,P3D")
        }
    }

    private mutating func addLater(_ file: String, _ row: String, notBefore first: Int = 0) {
        let stretch = Int.random(in: first..<self.stretches.count, using: &self.random)
        self.add(file, row, to: stretch, 1)
    }

    /// Adds a row to a piece, or to one after it where that says something of the same already; codes of units in it
    /// get the campus's prefix.
    private mutating func add(_ file: String, _ row: String, to stretch: Int, _ first: Int = 0) {
        var cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if file != "sources" { cells[0] = self.prefix + cells[0] }
        if file == "units", !cells[4].isEmpty { cells[4] = self.prefix + cells[4] }
        let subject = Self.subject(of: cells, in: file)
        var piece = first
        while self.stretches[stretch].imports[piece][file]?.contains(where: {
            Self.subject(of: $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init), in: file)
                == subject
        }) ?? false {
            piece += 1
            if piece == self.stretches[stretch].imports.count { self.stretches[stretch].imports.append([:]) }
        }
        self.stretches[stretch].imports[piece][file, default: []].append(cells.joined(separator: ","))
    }

    /// What a row speaks of: a source and a subtree, or a unit from a day on.
    private static func subject(of cells: [String], in file: String) -> [String] {
        switch file {
        case "sources": [cells[0], cells[3]]
        case "units": [cells[0], cells[5]]
        default: [cells[0], cells[1]]
        }
    }

    private func source(_ number: Int) -> String { "/s\(self.seed)/\(["oa", "app"][number])" }

    // MARK: Events

    private mutating func addEvents(to stretch: Int) {
        for _ in 0..<Int.random(in: 15..<40, using: &self.random) {
            let event =
                switch Int.random(in: 0..<12, using: &self.random) {
                case 0: self.correction(in: stretch)
                case 1: self.retraction(in: stretch)
                case 2...3: self.watermark(in: stretch)
                default: self.activity(in: stretch)
                }
            self.stretches[stretch].events.append(event)
            if self.random.oneIn(12) { self.stretches[stretch].events.append(event) }
        }
        self.stretches[stretch].events.shuffle(using: &self.random)
        if self.random.oneIn(2) { self.stretches[stretch].commands.append(self.waiver(in: stretch)) }
    }

    private mutating func activity(in stretch: Int) -> OutsideEvent {
        let event = self.event("guoying.activity.held.v1", self.someActivity(in: stretch), in: stretch)
        self.held.append(event)
        return event
    }

    /// Corrects what was held, in whatever stretch: some come before what they correct.
    private mutating func correction(in stretch: Int) -> OutsideEvent {
        guard let target = self.target(in: stretch) else { return self.activity(in: stretch) }
        var data = self.someActivity(in: stretch)
        if !self.random.oneIn(3) { data["unit"] = target.data["unit"] }
        data["kind"] = target.data["kind"]
        data["reason"] = .string("更正")
        data["corrects"] = self.name(of: target)
        return self.event("guoying.activity.corrected.v1", data, from: target, in: stretch)
    }

    private mutating func retraction(in stretch: Int) -> OutsideEvent {
        guard let target = self.target(in: stretch) else { return self.activity(in: stretch) }
        let data = ["retracts": self.name(of: target), "reason": .string("误报")]
        return self.event("guoying.activity.retracted.v1", data, from: target, in: stretch)
    }

    /// Something held; now and then something that is only sent in a later stretch.
    private mutating func target(in stretch: Int) -> OutsideEvent? {
        if stretch + 1 < self.stretches.count, self.random.oneIn(6) {
            let later = self.activity(in: stretch)
            self.stretches[stretch + 1].events.append(later)
            return later
        }
        return self.held.isEmpty ? nil : self.one(of: self.held)
    }

    private func name(of event: OutsideEvent) -> JSONValue {
        .object(["source": .string(event.attributes["source"] ?? ""), "id": .string(event.attributes["id"] ?? "")])
    }

    private mutating func watermark(in stretch: Int) -> OutsideEvent {
        let now = self.instants[stretch]
        var data = [
            "until": JSONValue.string((self.random.oneIn(3) ? self.someInstant(before: now) : now).description)
        ]
        if self.random.oneIn(3) { data["unit"] = .string(self.prefix + self.one(of: ["c", "g1", "b1", "b4"])) }
        if self.random.oneIn(4) { data["kinds"] = .array([.string("theme-day")]) }
        return self.event("guoying.activity.watermark.v1", data, in: stretch)
    }

    private mutating func waiver(in stretch: Int) -> OutsideEvent {
        let from = self.someDay(before: "2021-06-01")
        let data: [String: JSONValue] = [
            "unit": .string(self.prefix + self.one(of: ["b1", "b2", "b3", "b4"])),
            "requirement": .string(self.one(of: ["theme-day", "problem-list", "committee-term", "branch-size"])),
            "from": .string(from), "to": .string(self.someDay(before: "2021-08-01", after: from)),
            "basis": .string("校舍大修"),
        ]
        var event = self.event("guoying.supervision.waive.v1", data, in: stretch)
        event.attributes["authid"] = "p-1"
        return event
    }

    private mutating func event(
        _ type: String, _ data: [String: JSONValue], from target: OutsideEvent? = nil, in stretch: Int
    ) -> OutsideEvent {
        self.count += 1
        let now = self.instants[stretch]
        var event = OutsideEvent("s\(self.seed)-\(self.count)", type: type, data: data)
        event.attributes["source"] = target?.attributes["source"] ?? self.source(self.random.oneIn(3) ? 1 : 0)
        event.attributes["time"] = self.someInstant(before: now).description
        event.attributes["recordedtime"] = self.random.oneIn(3) ? nil : self.someInstant(before: now).description
        return event
    }

    /// What is said of an activity; now and then it is refused.
    private mutating func someActivity(in stretch: Int) -> [String: JSONValue] {
        var data: [String: JSONValue] = [
            "unit": .string(self.prefix + self.one(of: ["b1", "b1", "b2", "b3", "b4", "b5", "gr"])),
            "startedAt": .string(self.someInstant(before: self.instants[stretch]).description),
        ]
        let present = self.one(of: [9, 10, 11, 20, 21])
        switch Int.random(in: 0..<9, using: &self.random) {
        case 0: data["kind"] = .string("members-meeting")
        case 1: data["kind"] = .string("committee-meeting")
        case 2:
            data["kind"] = .string("group-meeting")
            data["unit"] = .string(self.prefix + "gr")
        case 3:
            data["kind"] = .string("report")
            data["report"] = .string(self.one(of: ["problem-list", "action-summary"]))
        case 4:
            data["kind"] = .string("term-reminder")
            data["about"] = .string("committee-term")
            data["by"] = .string(self.prefix + self.one(of: ["c", "g1", "g2"]))
        default:
            data["kind"] = .string("theme-day")
            if !self.random.oneIn(5) { data["segments"] = self.someSegments() }
        }
        if !self.random.oneIn(4) {
            // More present than due is refused.
            data["attendance"] = .object(["due": .integer(20), "present": .integer(Int64(present))])
        }
        return data
    }

    private mutating func someSegments() -> JSONValue {
        let minutes = self.one(of: [[60, 60, 60], [60, 60, 60], [50, 50, 50], [60, 49, 60], [60, 60]])
        return .array(
            zip(["study", "exchange", "practice"], minutes).map {
                .object(["part": .string($0), "minutes": .integer(Int64($1))])
            })
    }

    private mutating func someInstant(before end: Instant) -> Instant {
        let first = Day("2021-02-25")?.start ?? .distantPast
        let microseconds = Int64.random(in: first.microseconds..<end.microseconds, using: &self.random)
        return Instant(microseconds: microseconds / 1_000_000 * 1_000_000)
    }

    private mutating func someDay(before end: String, after begin: String = "2021-02-25") -> String {
        guard let first = Day(max(begin, "2021-02-25")), let last = Day(end), first < last else { return begin }
        return first.adding(days: .random(in: 1...Int(last.daysSince1970 - first.daysSince1970), using: &self.random))
            .description
    }
}
