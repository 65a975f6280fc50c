public import Domain
internal import JSON

/// That a source has not said for too long that it is up to date.
public struct SourceNotice: Hashable, Sendable {
    /// What the register expects of it.
    public var duty: ReportingDuty
    /// Where the unit stands whose subtree it reports, as `/c/g-02`.
    public var path: String
    /// The unit's name.
    public var unitName: String
    /// What it last vouched for; nil where it never has.
    public var until: Instant?
    /// What is missing.
    public var missing: BilingualText
    /// What would mend it.
    public var mend: BilingualText
    /// The instant as of which this holds.
    public var asOf: Instant

    /// A notice about a source.
    public init(
        duty: ReportingDuty, path: String, unitName: String, until: Instant?, missing: BilingualText,
        mend: BilingualText, asOf: Instant
    ) {
        self.duty = duty
        self.path = path
        self.unitName = unitName
        self.until = until
        self.missing = missing
        self.mend = mend
        self.asOf = asOf
    }

    /// Writes the members of an alert from `unit` on, without a requirement and its verdict: a source is asked, not a
    /// unit. Lists are there and empty, for readers that go through them; an owner who is a person is `owner`.
    func writeMembers(measuredBy pack: Pack, into writer: inout JSONWriter) {
        writer.unit(self.duty.unit, path: self.path, name: self.unitName)
        writer.source(self.duty, until: self.until)
        for name in ["counted", "notCounted"] {
            writer.key(name)
            writer.array { _ in }
        }
        writer.member("missing", self.missing)
        writer.key("mend")
        writer.object { writer in
            writer.member("zh", self.mend.zh)
            writer.member("en", self.mend.en)
        }
        writer.owner(self.duty.owner)
        writer.member("asOf", self.asOf.description)
        writer.pack(pack)
    }
}

extension JSONWriter {
    /// A source, and what it last vouched for.
    mutating func source(_ duty: ReportingDuty, until: Instant?) {
        self.key("source")
        self.object { writer in
            writer.member("id", duty.source.rawValue)
            writer.member("name", duty.name)
            writer.member("until", ifAny: until?.description)
        }
    }

    /// Whose it is to mend and to know: the owner of a source.
    mutating func owner(_ owner: SourceOwner) {
        let posts: [(RoleName, UnitCode)]
        switch owner {
        case .post(let role, let unit): posts = [(role, unit)]
        case .person(let person):
            posts = []
            self.member("owner", person.rawValue)
        }
        self.addressees("owedBy", posts)
        self.addressees("tell", posts)
    }
}
