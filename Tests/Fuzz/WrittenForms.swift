internal import JSON

/// A JSON value as it is written in both ways.
struct WrittenForms: Equatable {
    let compact: [UInt8]
    let canonical: [UInt8]

    init(of value: Element) {
        var compact: [UInt8] = []
        var canonical: [UInt8] = []
        value.compact(into: &compact)
        value.canonical(into: &canonical)
        (self.compact, self.canonical) = (compact, canonical)
    }
}
