internal import Domain

/// The header field by which a server asks to be left alone for a while (RFC 9110, section 10.2.3).
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The seconds from `instant` on that `text` asks for: a number of them, or a date in the preferred form
    /// `Sun, 06 Nov 1994 08:49:37 GMT`; nil where it is neither.
    static func seconds(_ text: String, from instant: Instant) -> Int64? {
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            // More digits than a number holds ask for for ever; whoever bounds the pause bounds that too.
            return Int64(text) ?? .max
        }
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let month = Self.months.firstIndex(of: String(parts[2])),
            let date = Instant("\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])T\(parts[4])Z")
        else { return nil }
        return max(0, (date.microseconds - instant.microseconds) / 1_000_000)
    }
}
