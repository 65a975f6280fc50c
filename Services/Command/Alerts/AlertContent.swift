internal import Domain
internal import JSON

/// What an alert says, as far as people are shown it. What is not there, or is not what it should be, is left out.
struct AlertContent {
    /// The unit's name, and where it stands.
    let unit: (name: String, path: String)
    /// The requirement that it is about, or the source.
    let subject: (id: String, title: BilingualText)
    /// The window, as it was sent.
    let window: String?
    /// The verdict.
    let verdict: Verdict?
    /// What is missing.
    let missing: BilingualText?
    /// What would mend it.
    let mend: BilingualText?
    /// By when that is in time.
    let mendBy: String?
    /// Who must act, and who is told.
    let owedBy: [BilingualText]
    let tell: [BilingualText]

    /// Reads an alert's body.
    init(_ body: [UInt8]) throws {
        var reader = DocumentReader()
        self = try reader.read(body) { root in AlertContent(root) }
    }

    private init(_ root: Element) {
        let unit = root.member("unit")
        self.unit = (unit?.member("name")?.string ?? "", unit?.member("path")?.string ?? "")
        let requirement = root.member("requirement")
        let source = root.member("source")
        let id = requirement?.member("id")?.string ?? source?.member("id")?.string ?? ""
        let name = source?.member("name")?.string ?? ""
        self.subject = (id, Self.text(requirement?.member("title")) ?? BilingualText(zh: name, en: name))
        let window = root.member("window")
        if let from = window?.member("from")?.string, let through = window?.member("to")?.string {
            self.window = "\(from) – \(through)"
        } else {
            self.window = nil
        }
        self.verdict = root.member("verdict")?.string.flatMap { Verdict(rawValue: $0) }
        self.missing = Self.text(root.member("missing"))
        self.mend = Self.text(root.member("mend"))
        self.mendBy = root.member("mend")?.member("by")?.string
        self.owedBy = Self.seats(root.member("owedBy"))
        var tell = Self.seats(root.member("tell"))
        if let owner = root.member("owner")?.string { tell.append(BilingualText(zh: owner, en: owner)) }
        self.tell = tell
    }

    private static func text(_ element: Element?) -> BilingualText? {
        guard let zh = element?.member("zh")?.string, let en = element?.member("en")?.string else { return nil }
        return BilingualText(zh: zh, en: en)
    }

    private static func seats(_ list: Element?) -> [BilingualText] {
        var seats: [BilingualText] = []
        list?.forEachElement { seat in
            guard let role = seat.member("role")?.string, let unit = seat.member("unit")?.string else { return }
            seats.append(Phrasebook.seat(RoleName(rawValue: role), at: UnitCode(rawValue: unit)))
        }
        return seats
    }
}
