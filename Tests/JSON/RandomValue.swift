import JSON
import Kit

/// A JSON value made by chance, and the many texts that mean it.
indirect enum RandomValue {
    case null
    case boolean(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    case array([RandomValue])
    case object([(name: String, value: RandomValue)])

    private static let texts = [
        "", "unit", "党支部", "a\"b\\c", "\u{1}\n\t\u{7f}", "🦊", "/campus/oa", "0123456789abcdef", "é",
    ]
    private static let integers: [Int64] = [0, 1, -1, 60, .max, .min, 1 << 53, 100]
    private static let numbers = [0.5, -1.25e-7, 1e300, .leastNonzeroMagnitude, 3.141592653589793, 1e21, -2.5]

    static func make(depth: Int, using generator: inout SeededGenerator) -> RandomValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &generator) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &generator))
        case 2: return .integer(self.integers.randomElement(using: &generator) ?? 0)
        case 3: return .unsigned(UInt64.random(in: (1 << 63)...UInt64.max, using: &generator))
        case 4: return .number(self.numbers.randomElement(using: &generator) ?? 0)
        case 5: return .string(self.texts.randomElement(using: &generator) ?? "")
        case 6, 7:
            return .array(
                (0..<Int.random(in: 0..<5, using: &generator)).map { _ in .make(depth: depth - 1, using: &generator) })
        default:
            // Up to 40 members, so that both ways of finding equal names are taken.
            let count = Int.random(in: 0..<(depth > 2 ? 40 : 6), using: &generator)
            return .object(
                (0..<count).map { position in
                    let name = (self.texts.randomElement(using: &generator) ?? "") + "\(position)"
                    return (name, .make(depth: depth - 1, using: &generator))
                })
        }
    }

    /// Writes the value with the writer under test.
    func write(to writer: inout JSONWriter) throws {
        switch self {
        case .null: writer.null()
        case .boolean(let value): writer.boolean(value)
        case .integer(let value): writer.integer(value)
        case .unsigned(let value): writer.unsigned(value)
        case .number(let value): try writer.number(value)
        case .string(let value): writer.string(value)
        case .array(let elements):
            try writer.array { writer in
                for element in elements { try element.write(to: &writer) }
            }
        case .object(let members):
            try writer.object { writer in
                for member in members {
                    writer.key(member.name)
                    try member.value.write(to: &writer)
                }
            }
        }
    }

    /// Another text of the same value: members in another order, spaces, escapes nobody needs, numbers written oddly.
    func disguised(using generator: inout SeededGenerator) -> String {
        let space = [" ", "\n", "\t", ""].randomElement(using: &generator) ?? ""
        switch self {
        case .null: return "null" + space
        case .boolean(let value): return "\(value)" + space
        case .integer(100): return ["1e2", "100.0", "1000E-1", "100"].randomElement(using: &generator) ?? ""
        case .integer(0): return ["0", "-0", "0.0", "-0.0", "0e5"].randomElement(using: &generator) ?? ""
        case .integer(let value): return "\(value)" + space
        case .unsigned(let value): return space + "\(value)"
        case .number(let value): return Bool.random(using: &generator) ? "\(value)" : "\(value)".uppercased()
        case .string(let value): return Self.escaped(value, using: &generator) + space
        case .array(let elements):
            return "[" + space + elements.map { $0.disguised(using: &generator) }.joined(separator: space + ",") + "]"
        case .object(let members):
            let texts = members.shuffled(using: &generator).map { member in
                Self.escaped(member.name, using: &generator) + space + ":" + member.value.disguised(using: &generator)
            }
            return "{" + texts.joined(separator: "," + space) + space + "}"
        }
    }

    private static func escaped(_ text: String, using generator: inout SeededGenerator) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            guard scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Bool.random(using: &generator) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
