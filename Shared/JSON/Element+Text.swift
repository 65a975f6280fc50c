extension Element {
    /// Appends this value as it stood in its document, without spaces. A string gets only the escapes it needs, a
    /// number with a fraction or an exponent the shortest digits of its double.
    public func compact(into bytes: inout [UInt8]) {
        self.tape.appendCompact(self.index, to: &bytes)
    }

    /// Appends this value in the one form that all equal values share, to be digested or compared.
    ///
    /// Members are sorted by the bytes of their names, there are no spaces and only necessary escapes, and a number
    /// that is whole and that 64 bits hold is written as an integer, however it stood (`1e2`, `100.0`; -0 is 0).
    /// Other numbers get the shortest digits of their double.
    public func canonical(into bytes: inout [UInt8]) {
        var scratch: [Tape.SortedName] = []
        self.tape.appendCanonical(self.index, to: &bytes, sortingIn: &scratch)
    }
}

// The recursions below are as deep as the document, which the reader has bounded.
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
            self.appendArray(index, to: &bytes) { element, bytes in self.appendCompact(element, to: &bytes) }
        case .double:
            bytes.appendDouble(Double(bitPattern: self.number(at: index)))
        default:
            self.appendScalar(index, to: &bytes)
        }
    }

    fileprivate func appendCanonical(_ index: Int, to bytes: inout [UInt8], sortingIn scratch: inout [SortedName]) {
        switch self.tag(at: index) {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            let names = self.sortNames(of: index, in: &scratch)
            for position in names {
                if position > names.lowerBound { bytes.append(UInt8(ascii: ",")) }
                let name = scratch[position].index
                self.appendName(name, to: &bytes)
                self.appendCanonical(name + 1, to: &bytes, sortingIn: &scratch)
            }
            scratch.removeLast(names.count)
            bytes.append(UInt8(ascii: "}"))
        case .array:
            self.appendArray(index, to: &bytes) { element, bytes in
                self.appendCanonical(element, to: &bytes, sortingIn: &scratch)
            }
        case .double:
            let value = Double(bitPattern: self.number(at: index))
            if let integer = Int64(exactly: value) {
                bytes.appendInteger(integer)
            } else if let unsigned = UInt64(exactly: value) {
                bytes.appendUnsigned(unsigned)
            } else {
                bytes.appendDouble(value)
            }
        default:
            self.appendScalar(index, to: &bytes)
        }
    }

    private func appendArray(_ array: Int, to bytes: inout [UInt8], _ append: (Int, inout [UInt8]) -> Void) {
        bytes.append(UInt8(ascii: "["))
        var element = array + 1
        while self.tag(at: element) != .arrayEnd {
            if element > array + 1 { bytes.append(UInt8(ascii: ",")) }
            append(element, &bytes)
            element = self.end(of: element)
        }
        bytes.append(UInt8(ascii: "]"))
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
