/// The values of a statement, encoded one behind the other in one piece of memory.
struct SQLParameterList: Sendable {
    private(set) var types: [UInt32] = []
    /// Where each value lies in `bytes`, `nil` for NULL.
    private(set) var ranges: [Range<Int>?] = []
    private(set) var bytes: [UInt8] = []
    /// The number of the first text that holds NUL, which no text of PostgreSQL can.
    private(set) var textWithNUL: Int?

    /// How many values one statement may have: the protocol counts them in sixteen bits.
    static let countLimit = 65_535
    /// How many bytes one value may have: PostgreSQL's limit for a field, 1 GiB less what it needs itself.
    static let valueLimitBytes = 1_073_741_823

    var count: Int { self.types.count }

    mutating func append<Value: SQLParameter>(_ value: Value) {
        let type = Value.type
        self.types.append(type.oid)
        guard !value.isNull else {
            self.ranges.append(nil)
            return
        }
        let start = self.bytes.count
        value.encode(into: &self.bytes)
        self.ranges.append(start..<self.bytes.count)
        if type.holdsText, self.textWithNUL == nil, self.lastHoldsNUL(in: type) { self.textWithNUL = self.count }
    }

    /// Adds a value in its binary format, of the type that the server takes it to have; NULL where nil.
    mutating func append(field: ArraySlice<UInt8>?) {
        self.types.append(0)
        let start = self.bytes.count
        if let field { self.bytes += field }
        self.ranges.append(field.map { _ in start..<self.bytes.count })
    }

    mutating func append(contentsOf other: SQLParameterList) {
        if self.textWithNUL == nil, let number = other.textWithNUL { self.textWithNUL = self.count + number }
        let start = self.bytes.count
        self.types += other.types
        self.ranges += other.ranges.map { $0.map { $0.lowerBound + start..<$0.upperBound + start } }
        self.bytes += other.bytes
    }

    /// Whether the value appended last, text or an array of texts, holds a NUL where text is.
    private func lastHoldsNUL(in type: SQLType) -> Bool {
        guard let range = self.ranges.last ?? nil else { return false }
        guard type.holdsArrays else { return self.bytes[range].contains(0) }
        let bytes = self.bytes.span.extracting(range)
        // Behind the head of twenty bytes come the elements, each behind its length.
        var offset = 20
        while offset + 4 <= bytes.count {
            let length = max(0, Int(bytes.integer(Int32.self, at: offset)))
            offset += 4
            guard length <= bytes.count - offset else { return false }
            for index in offset..<(offset + length) where bytes[index] == 0 { return true }
            offset += length
        }
        return false
    }
}
