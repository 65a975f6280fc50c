@testable import JSON

/// JSON: simdjson and the diagnosis agree on what is refused; what is written of a document reads back as the same, and
/// the canonical form is its own.
enum DocumentCheck {
    private static let depthLimit = 64
    /// Paths and members are found by search, so only so many of them are looked for.
    private static let searchLimit = 32

    static func check(_ input: [UInt8]) {
        let fault = Diagnosis.firstFault(in: input.span, depthLimit: self.depthLimit)
        var reader = DocumentReader(depthLimit: self.depthLimit)
        do {
            let forms = try reader.read(input) { root in
                var searches = 0
                self.walk(root, &searches)
                return WrittenForms(of: root)
            }
            insist(fault == nil, "what is read has no fault: \(fault.map(\.description) ?? "")")
            self.readAgain(forms, &reader)
        } catch {
            guard let error = error as? JSONError else { fatalError("not a JSONError: \(error)") }
            insist(fault != nil, "the diagnosis finds what is refused: \(error)")
            insist(0...input.count ~= error.offset ?? 0, "a fault lies within the text: \(error)")
        }
    }

    private static func readAgain(_ forms: WrittenForms, _ reader: inout DocumentReader) {
        let compact = insist("compact JSON is read") { try reader.read(forms.compact) { WrittenForms(of: $0) } }
        insist(compact == forms, "compact JSON reads back as the same")
        let canonical = insist("canonical JSON is read") { try reader.read(forms.canonical) { WrittenForms(of: $0) } }
        insist(canonical.canonical == forms.canonical, "canonical JSON is its own canonical form")
        insist(canonical.compact == forms.canonical, "canonical JSON is compact")
    }

    /// Looks at every value in every way.
    private static func walk(_ value: Element, _ searches: inout Int) {
        searches += 1
        if searches <= self.searchLimit { _ = value.path }
        var children = 0
        var rest = searches
        value.forEachElement { element in
            children += 1
            self.walk(element, &rest)
        }
        value.forEachMember { name, member in
            children += 1
            if rest < self.searchLimit {
                let found = value.member(String(decoding: self.bytes(name), as: UTF8.self))?.kind
                insist(found == member.kind, "a member is found by its name")
            }
            self.walk(member, &rest)
        }
        searches = rest
        insist(value.count == children, "the count is the number of children")
        if let utf8 = value.utf8 {
            insist(value.string.map { Array($0.utf8) } == self.bytes(utf8), "a string is its UTF-8")
        }
        insist(value.integer == nil || value.double != nil, "an integer is a number")
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] { span.indices.map { span[$0] } }
}
