internal import Domain
public import JSON

/// A member that no description lists. A reader passes it over: it is kept with its record, and nothing reads it.
public struct UnlistedMember: Sendable {
    /// Where it stands: `data.segments[].extra`, the same for all values of a list.
    public let path: String
    /// Its name.
    public let name: String
    /// What else the object may hold.
    public let listed: [String]
}

extension ActivityEvent {
    /// The members of a well-formed event's data that are not listed, as they stand.
    public static func unlistedMembers(in event: Element) -> [UnlistedMember] {
        guard let data = event.member("data"), let name = event.member("type")?.string else { return [] }
        let type = ActivityType(rawValue: name)
        switch type {
        case .held, .corrected:
            guard let name = data.member("kind"), let kind = ActivityKind.words.word(name) else { return [] }
            let form = HeldForm.of(kind, isCorrection: type == .corrected)
            return form.unlistedMembers(in: data, at: "data")
        case .retracted: return ObjectShape(RetractedForm()).unlistedMembers(in: data, at: "data")
        case .watermark: return ObjectShape(WatermarkForm()).unlistedMembers(in: data, at: "data")
        case nil: return []
        }
    }
}

extension ObjectShape {
    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        ObjectSchema(MemberList.of(self.blank), self.unlisted).unlistedMembers(in: element, at: path)
    }
}

extension ObjectSchema {
    func unlistedMembers(in element: Element, at path: String) -> [UnlistedMember] {
        var found: [UnlistedMember] = []
        element.forEachMember { name, value in
            let place = "\(path).\(String(name))"
            if let member = self.members.first(where: { equal($0.name, name) }) {
                found += member.value.unlistedMembers(in: value, at: place)
            } else if self.unlisted != .open {
                found.append(UnlistedMember(path: place, name: String(name), listed: self.members.map(\.name)))
            }
        }
        return found
    }
}

extension Described {
    /// The same of each value of a list.
    func unlistedMembers(inEachOf list: Element, at path: String) -> [UnlistedMember] {
        var found: [UnlistedMember] = []
        list.forEachElement { found += self.unlistedMembers(in: $0, at: path + "[]") }
        return found
    }
}
