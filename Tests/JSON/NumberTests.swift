import JSON
import Testing

@Suite struct `A number` {
    private func read<Value>(_ text: String, _ body: (Element) -> Value) throws -> Value {
        var reader = DocumentReader()
        return try reader.read(Array(text.utf8), body)
    }

    @Test(arguments: [
        ("0", Int64(0)), ("-0", 0), ("9007199254740993", 9_007_199_254_740_993), ("9223372036854775807", .max),
        ("-9223372036854775808", .min),
    ])
    func `that is an integer of 64 bits is exact`(text: String, value: Int64) throws {
        let integer = try self.read(text) { $0.integer }

        #expect(integer == value)
    }

    @Test func `above the signed range is unsigned, up to 64 bits`() throws {
        let (kind, value, integer) = try self.read("9223372036854775808") { ($0.kind, $0.unsigned, $0.integer) }
        let negative = try self.read("-1") { $0.unsigned }

        #expect(kind == .unsigned)
        #expect(value == 9_223_372_036_854_775_808)
        #expect(integer == nil)
        #expect(negative == nil)
    }

    @Test(arguments: [
        ("0.1", 0.1), ("1e-400", 0), ("5e-324", .leastNonzeroMagnitude),
        ("1.7976931348623157e308", .greatestFiniteMagnitude),
        ("2.2250738585072011e-308", Double(sign: .plus, exponent: -1074, significand: 4_503_599_627_370_495)),
        ("123456789012345678901234567890.0", 1.2345678901234568e29),
        ("0.1000000000000000055511151231257827021181583404541015625", 0.1),
        ("9007199254740993.0", 9_007_199_254_740_992),
    ])
    func `with a fraction or an exponent is the nearest double`(text: String, value: Double) throws {
        let (kind, double, integer) = try self.read(text) { ($0.kind, $0.double, $0.integer) }

        #expect(kind == .number)
        #expect(double == value)
        #expect(integer == nil)
    }

    @Test(arguments: [
        ("1.0", "1"), ("1e2", "100"), ("-0", "0"), ("-0.0", "0"), ("0.5", "0.5"), ("1E-7", "1e-07"),
        ("9007199254740992.0", "9007199254740992"), ("1e17", "100000000000000000"), ("1e18", "1000000000000000000"),
        ("18446744073709551615", "18446744073709551615"), ("1e20", "1e+20"), ("-5", "-5"),
        ("-9223372036854775808.0", "-9223372036854775808"),
    ])
    func `has one canonical form`(text: String, form: String) throws {
        let bytes = try self.read(text) { element in
            var writer = CanonicalWriter()
            return writer.bytes(of: element)
        }

        #expect(String(decoding: bytes, as: UTF8.self) == form)
    }
}
