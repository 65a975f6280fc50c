internal import JSON

/// A JSON value as it is written in both ways.
struct WrittenForms: Equatable {
    let compact: [UInt8]
    let canonical: [UInt8]

    init(of value: Element) {
        var compact: [UInt8] = []
        value.compact(into: &compact)
        var writer = CanonicalWriter()
        (self.compact, self.canonical) = (compact, writer.bytes(of: value))
    }
}
