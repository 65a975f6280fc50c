internal import JSON

/// What the decoders do with bytes that they are lent: compare them, and copy only what is kept.

/// Whether the bytes are those of the text.
func equal(_ text: String, _ bytes: Span<UInt8>) -> Bool { text.utf8.span.holdsSame(as: bytes) }

/// Whether `span` begins with the ASCII text `prefix`, letters in any case; `prefix` is in lower case.
func hasPrefix(_ span: Span<UInt8>, anyCase prefix: StaticString) -> Bool {
    guard span.count >= prefix.utf8CodeUnitCount else { return false }
    var index = 0
    for byte in prefix.description.utf8 {
        guard lowercased(span[index]) == byte else { return false }
        index += 1
    }
    return true
}

/// The ASCII letter in lower case; any other byte as it is.
func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
}

/// Whether the bytes are UTF-8 without control characters (U+0000–001F, U+007F–009F), as a CloudEvents string must be.
func isAttributeText(_ span: Span<UInt8>) -> Bool {
    span.isPrintableASCII || isPrintableText(span)
}

/// The same of text beyond printable ASCII.
private func isPrintableText(_ span: Span<UInt8>) -> Bool {
    guard (try? UTF8Span(validating: span)) != nil else { return false }
    for index in span.indices {
        let byte = span[index]
        if byte < 0x20 || byte == 0x7f { return false }
        // U+0080–009F are C2 80 to C2 9F.
        if byte == 0xc2, span[index + 1] < 0xa0 { return false }
    }
    return true
}

extension String {
    /// A copy of the bytes, which are known to be UTF-8 (anything else is repaired, never trusted).
    init(_ bytes: Span<UInt8>) {
        if let text = try? UTF8Span(validating: bytes) {
            self = String(copying: text)
        } else {
            self = String(decoding: [UInt8](copying: bytes), as: UTF8.self)
        }
    }
}
