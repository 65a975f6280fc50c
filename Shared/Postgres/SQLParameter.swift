/// A value that can be sent to the server in its binary format.
///
/// Types of the domain conform by forwarding to a type that does already:
/// ```swift
/// extension UnitCode: SQLParameter {
///     static var type: SQLType { .text }
///     func encode(into bytes: inout [UInt8]) { self.rawValue.encode(into: &bytes) }
/// }
/// ```
/// That makes optionals and arrays of them parameters too.
public protocol SQLParameter: Sendable {
    /// What the server takes the value for.
    static var type: SQLType { get }

    /// What the server takes many such values for: arrays of `type` unless said otherwise.
    static var arrayType: SQLType { get }

    /// Whether the value is NULL, in which case nothing is encoded: `false` unless said otherwise.
    var isNull: Bool { get }

    /// Appends the value in the binary format of its type ("Frontend/Backend Protocol", and each type's `…_recv`).
    func encode(into bytes: inout [UInt8])

    /// Appends `values` in the binary format of `arrayType`.
    static func encode(array values: [Self], into bytes: inout [UInt8])
}

extension SQLParameter {
    /// Arrays of `type`.
    public static var arrayType: SQLType { self.type.array }

    /// A value is there.
    @inlinable public var isNull: Bool { false }

    /// Appends an array of one dimension that counts from 1, as `array_recv` reads it.
    @inlinable public static func encode(array values: [Self], into bytes: inout [UInt8]) {
        bytes.append(bigEndian: values.isEmpty ? 0 : 1 as Int32)
        bytes.append(bigEndian: values.contains(where: \.isNull) ? 1 : 0 as Int32)
        bytes.append(bigEndian: self.type.oid)
        if values.isEmpty { return }
        bytes.append(bigEndian: Int32(values.count))
        bytes.append(bigEndian: 1 as Int32)
        for value in values { bytes.append(field: value) }
    }
}

extension Optional: SQLParameter where Wrapped: SQLParameter {
    /// That of the value, there or not.
    public static var type: SQLType { Wrapped.type }
    /// That of the values, there or not.
    public static var arrayType: SQLType { Wrapped.arrayType }
    /// Whether there is no value.
    @inlinable public var isNull: Bool { self?.isNull ?? true }
    /// Appends the value, if there is one.
    @inlinable public func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension Array: SQLParameter where Element: SQLParameter {
    /// That of many such values: `bytea` for bytes, an array for everything else.
    public static var type: SQLType { Element.arrayType }
    /// Appends the values.
    @inlinable public func encode(into bytes: inout [UInt8]) { Element.encode(array: self, into: &bytes) }
}

extension [UInt8] {
    /// Appends the bytes of `value`, most significant first, as everything in the protocol is.
    @inlinable mutating func append<Number: FixedWidthInteger>(bigEndian value: Number) {
        let size = Number.bitWidth / 8
        self.append(addingCapacity: size) { output in
            unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                let bytes = UnsafeMutableRawBufferPointer(buffer)
                unsafe bytes.storeBytes(of: value.bigEndian, toByteOffset: count, as: Number.self)
                count += size
            }
        }
    }

    /// Appends `value` behind its length, and a length of −1 for NULL: what arrays and rows consist of.
    @inlinable mutating func append(field value: some SQLParameter) {
        if value.isNull {
            self.append(bigEndian: -1 as Int32)
            return
        }
        let start = self.count
        self.append(bigEndian: 0 as Int32)
        value.encode(into: &self)
        self.replace(at: start, bigEndian: Int32(self.count - start - 4))
    }

    /// Writes the bytes of `value` over those at `offset`.
    @inlinable mutating func replace<Number: FixedWidthInteger>(at offset: Int, bigEndian value: Number) {
        let size = Number.bitWidth / 8
        precondition(offset >= 0 && offset <= self.count - size, "offset \(offset) lies outside of the bytes")
        unsafe self.withUnsafeMutableBytes { buffer in
            unsafe buffer.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Number.self)
        }
    }
}
