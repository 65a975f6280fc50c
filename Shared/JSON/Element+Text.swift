extension Element {
    /// Appends this value as it stood in its document, without spaces. A string gets only the escapes it needs, a
    /// number with a fraction or an exponent the shortest digits of its double.
    public func compact(into bytes: inout [UInt8]) {
        self.tape.appendCompact(self.index, to: &bytes)
    }
}

// The recursion below is as deep as the document, which the reader has bounded.
extension Tape {
    fileprivate func appendCompact(_ index: Int, to bytes: inout [UInt8]) {
        switch self.tag(at: index) {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            var name = index + 1
            while self.tag(at: name) != .objectEnd {
                if name > index + 1 { bytes.append(UInt8(ascii: ",")) }
                self.appendName(name, to: &bytes)
                self.appendCompact(name + 1, to: &bytes)
                name = self.end(of: name + 1)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array:
            bytes.append(UInt8(ascii: "["))
            var element = index + 1
            while self.tag(at: element) != .arrayEnd {
                if element > index + 1 { bytes.append(UInt8(ascii: ",")) }
                self.appendCompact(element, to: &bytes)
                element = self.end(of: element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .double:
            bytes.appendDouble(Double(bitPattern: self.number(at: index)))
        default:
            self.appendScalar(index, to: &bytes)
        }
    }

    private func appendScalar(_ index: Int, to bytes: inout [UInt8]) {
        switch self.tag(at: index) {
        case .string: unsafe bytes.appendQuoted(self.text(at: index))
        case .integer: bytes.appendInteger(Int64(bitPattern: self.number(at: index)))
        case .unsigned: bytes.appendUnsigned(self.number(at: index))
        case .true: bytes.append(contentsOf: "true".utf8)
        case .false: bytes.append(contentsOf: "false".utf8)
        default: bytes.append(contentsOf: "null".utf8)
        }
    }

    private func appendName(_ name: Int, to bytes: inout [UInt8]) {
        unsafe bytes.appendQuoted(self.text(at: name), then: ":")
    }
}
