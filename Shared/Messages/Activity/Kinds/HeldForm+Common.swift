internal import Domain
internal import JSON

// The members that events of every kind have.

extension Described where Self == WholeShape {
    /// A number of people.
    static var people: Self { .whole(0...1_000_000_000) }
}

extension HeldForm {
    /// What may be said of what is only counted: that it was so, and when.
    func core(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("unit", .unitCode) { $0.held.unit = $1 }
        try member.required("kind", .word(self.kind.rawValue))
        try member.required("startedAt", .instant) { $0.held.startedAt = $1 }
        try member.optional("endedAt", .instant) { $0.held.endedAt = $1 }
    }

    /// Who came, and how long it took.
    private func session(_ member: inout some Visitor<Self>, _ unlisted: Unlisted) throws(Fault) {
        try member.optional("attendance", .object(Count(), unlisted)) {
            $0.held.attendance = Attendance(due: $1.due, present: $1.present)
        }
        try member.optional("segments", SegmentsShape(unlisted: unlisted)) { $0.held.segments = $1 }
    }

    /// What may be said of something in words of one's own; offices and forms are of a list where a privacy form binds.
    func worded(_ member: inout some Visitor<Self>, _ unlisted: Unlisted) throws(Fault) {
        let isSealed = unlisted == .sealed
        try self.session(&member, unlisted)
        try member.optional("leadingCadres", .object(Count(), unlisted))
        try member.optional("title", .text(0...1_000))
        try member.optional("place", .object(Place(), unlisted))
        if isSealed {
            try member.optional("chairedBy", .listed(ActingRole.self))
        } else {
            try member.optional("chairedBy", .text(0...200, suchAs: ActingRole.self))
        }
        try member.optional("topics", .every(.text(0...200, suchAs: ActivityTopic.self), count: 0...100))
        try member.optional("purpose", .text(0...200, suchAs: Purpose.self))
        try member.optional("coOrganisers", .every(.text(0...200, suchAs: CoOrganiser.self), count: 0...100))
        try member.optional("campaign", .text(0...200))
        try member.optional("brand", .text(0...200))
        if isSealed {
            try member.optional("form", .listed(StudyForm.self))
        } else {
            try member.optional("form", .text(0...200, suchAs: StudyForm.self))
        }
        try member.optional("business", .every(.text(0...200), count: 0...100))
        try member.optional("references", .every(.object(Document(), unlisted), count: 0...100))
    }

    /// What may be said where a privacy form leaves no room for anybody's words.
    func coded(_ member: inout some Visitor<Self>) throws(Fault) {
        try self.session(&member, .sealed)
        try member.optional("place", .object(CodedPlace(), .sealed))
        try member.optional("chairedBy", .listed(ActingRole.self))
        try member.optional("topics", .every(.listed(ActivityTopic.self), count: 0...100))
        try member.optional("campaign", .code)
    }
}

private struct Place: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("name", .text(0...1_000))
        try member.optional("type", .text(0...200, suchAs: PlaceType.self))
    }
}

private struct CodedPlace: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("type", .listed(PlaceType.self))
    }
}

private struct Document: ObjectForm {
    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.optional("kind", .text(0...200))
        try member.optional("uri", .text(0...2_048))
        try member.optional("sha256", .text(0...128))
    }
}

/// Who was expected, who came and who was excused.
private struct Count: ObjectForm {
    var due = 0
    var present = 0
    var excused = 0

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("due", .people) { $0.due = $1 }
        try member.required("present", .people) { $0.present = $1 }
        try member.optional("excused", .people) { $0.excused = $1 }
    }

    func check() throws(Fault) {
        guard self.present <= self.due else { throw Fault(.schema, at: "present") }
        guard self.excused <= self.due else { throw Fault(.schema, at: "excused") }
    }
}

/// One stretch of an activity.
private struct Segment: ObjectForm {
    var part = SegmentPart.study
    var minutes = 0

    /// The greatest length of one: a day.
    private static var limitMinutes: Int { 1_440 }

    func members(_ member: inout some Visitor<Self>) throws(Fault) {
        try member.required("part", .oneOf(SegmentPart.self)) { $0.part = $1 }
        try member.required("minutes", .whole(0...Self.limitMinutes)) { $0.minutes = $1 }
    }
}

/// How long each part of an activity took.
private struct SegmentsShape: Shape {
    let unlisted: Unlisted

    private var segment: ObjectShape<Segment> { ObjectShape(Segment(), self.unlisted) }
    private static var count: ClosedRange<Int> { 0...100 }

    func read(_ element: Element) throws(Fault) -> SegmentMinutes {
        var minutes = SegmentMinutes()
        try element.forEachItem(Self.count) { element throws(Fault) in
            let segment = try self.segment.read(element)
            minutes.add(segment.minutes, to: segment.part)
        }
        return minutes
    }

    func describe(_ writer: inout JSONWriter) { writer.list(of: self.segment, count: Self.count) }

    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        self.segment.unlistedMembers(inEachOf: element, at: path)
    }
}
