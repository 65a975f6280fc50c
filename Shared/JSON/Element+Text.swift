internal import Glibc

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
        var scratch: [Int] = []
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

    fileprivate func appendCanonical(_ index: Int, to bytes: inout [UInt8], sortingIn scratch: inout [Int]) {
        switch self.tag(at: index) {
        case .object:
            bytes.append(UInt8(ascii: "{"))
            let names = self.sortNames(of: index, in: &scratch)
            for position in names {
                if position > names.lowerBound { bytes.append(UInt8(ascii: ",")) }
                self.appendName(scratch[position], to: &bytes)
                self.appendCanonical(scratch[position] + 1, to: &bytes, sortingIn: &scratch)
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
                bytes.appendInteger(unsigned)
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
        case .string: unsafe bytes.appendQuoted(Span(_unsafeElements: self.text(at: index)))
        case .integer: bytes.appendInteger(Int64(bitPattern: self.number(at: index)))
        case .unsigned: bytes.appendInteger(self.number(at: index))
        case .true: bytes.append(contentsOf: "true".utf8)
        case .false: bytes.append(contentsOf: "false".utf8)
        default: bytes.append(contentsOf: "null".utf8)
        }
    }

    private func appendName(_ name: Int, to bytes: inout [UInt8]) {
        unsafe bytes.appendQuoted(Span(_unsafeElements: self.text(at: name)))
        bytes.append(UInt8(ascii: ":"))
    }

    /// Puts the indices of an object's names at the end of `scratch`, sorted, and says where they lie.
    private func sortNames(of object: Int, in scratch: inout [Int]) -> Range<Int> {
        let start = scratch.count
        var name = object + 1
        var isSorted = true
        while self.tag(at: name) != .objectEnd {
            if scratch.count > start, !self.precedes(scratch[scratch.count - 1], name) { isSorted = false }
            scratch.append(name)
            name = self.end(of: name + 1)
        }
        if !isSorted { scratch[start...].sort { self.precedes($0, $1) } }
        return start..<scratch.count
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        let left = unsafe self.text(at: left)
        let right = unsafe self.text(at: right)
        guard let mine = left.baseAddress, let theirs = right.baseAddress else { return left.count < right.count }
        let order = unsafe memcmp(mine, theirs, min(left.count, right.count))
        return order == 0 ? left.count < right.count : order < 0
    }
}
