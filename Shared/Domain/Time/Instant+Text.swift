/// How instants are read and written: RFC 3339, always with an offset.
extension Instant {
    /// Reads an RFC 3339 instant such as `2021-04-09T14:30:00+08:00`.
    ///
    /// Strict in what it takes: a real calendar day, an offset, at most nine digits of a second (what lies below a
    /// microsecond is cut off). A leap second, `hh:59:60` in UTC, is the first of the next minute. Anything else
    /// gives nil, and so does an instant that lies in no day from 0001-01-01 to 9999-12-31 in Asia/Shanghai, because
    /// what is written of it could not be read again.
    public init?(_ text: Span<UInt8>) {
        guard text.count >= 20, text.count <= 35,
            let day = Day(text.extracting(first: 10), years: 0...9_999), text[10] | 0x20 == UInt8(ascii: "t"),
            let hour = text.digits(at: 11, count: 2), hour < 24, text[13] == UInt8(ascii: ":"),
            let minute = text.digits(at: 14, count: 2), minute < 60, text[16] == UInt8(ascii: ":"),
            let second = text.digits(at: 17, count: 2), second <= 60,
            let fraction = Fraction(text, at: 19),
            let offsetMinutes = offsetMinutes(text, at: 19 + fraction.length)
        else { return nil }
        let minutes = Int64(day.daysSince1970) * 1_440 + Int64(hour * 60 + minute - offsetMinutes)
        if second == 60, minutes - minutes.floored(by: 60) * 60 != 59 { return nil }
        self.init(microseconds: (minutes * 60 + Int64(second)) * microsecondsPerSecond + fraction.microseconds)
        guard readableMicroseconds.contains(self.microseconds) else { return nil }
    }

    /// Reads an RFC 3339 instant; nil where the text is anything else.
    public init?(_ text: some StringProtocol) {
        self.init(Array(text.utf8).span)
    }

    /// The instant in RFC 3339 on the clocks of a zone, with a fraction only where there is one.
    public func text(in zone: Zone) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(35)
        self.append(to: &text, in: zone)
        return String(decoding: text, as: UTF8.self)
    }

    /// Adds the same to a text, in ASCII.
    public func append(to text: inout [UInt8], in zone: Zone) {
        let (seconds, microseconds) = self.shifted(to: zone)
        let days = seconds.floored(by: secondsPerDay)
        let clock = Int(seconds - days * secondsPerDay)
        // All years that an instant can lie in have at most six digits.
        text.append(addingCapacity: 40) { output in
            Day(daysSince1970: Int32(days)).append(to: &output)
            output.append(UInt8(ascii: "T"))
            output.append(twoDigits: clock / 3_600)
            output.append(UInt8(ascii: ":"))
            output.append(twoDigits: clock / 60 % 60)
            output.append(UInt8(ascii: ":"))
            output.append(twoDigits: clock % 60)
            if microseconds > 0 {
                var (fraction, width) = (Int(microseconds), 6)
                while fraction % 10 == 0 { (fraction, width) = (fraction / 10, width - 1) }
                output.append(UInt8(ascii: "."))
                output.append(digits: fraction, width: width)
            }
            for byte in zone.suffix.utf8 { output.append(byte) }
        }
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in Asia/Shanghai.
    public var description: String { self.text(in: .shanghai) }
}

/// From the start of 0001-01-01 to the end of 9999-12-31 in Asia/Shanghai.
private let readableMicroseconds: Range<Int64> = -62_135_625_600_000_000..<253_402_272_000_000_000

/// The part of a second after the point, and how many characters it took.
private struct Fraction {
    let microseconds: Int64
    let length: Int

    init?(_ text: Span<UInt8>, at start: Int) {
        guard text[start] == UInt8(ascii: ".") else {
            self.microseconds = 0
            self.length = 0
            return
        }
        var nanoseconds: Int64 = 0
        var weight: Int64 = 100_000_000
        var index = start + 1
        while index < text.count, let digit = text.digits(at: index, count: 1) {
            nanoseconds += Int64(digit) * weight
            weight /= 10
            index += 1
        }
        guard index > start + 1, index - start <= 10 else { return nil }
        self.microseconds = nanoseconds / 1_000
        self.length = index - start
    }
}

/// `Z` or `±hh:mm` as the rest of a text, in minutes east.
private func offsetMinutes(_ text: Span<UInt8>, at start: Int) -> Int? {
    guard start < text.count else { return nil }
    let sign = text[start]
    if sign | 0x20 == UInt8(ascii: "z") { return text.count == start + 1 ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), text.count == start + 6,
        let hours = text.digits(at: start + 1, count: 2), hours < 24, text[start + 3] == UInt8(ascii: ":"),
        let minutes = text.digits(at: start + 4, count: 2), minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 60 + minutes)
}

extension OutputSpan<UInt8> {
    /// Adds a whole number in ASCII, with leading zeros up to `width` digits.
    @_lifetime(self: copy self)
    mutating func append(digits number: Int, width: Int) {
        if number < 0 { self.append(UInt8(ascii: "-")) }
        let magnitude = Int(number.magnitude)
        var weight = 1
        var digits = 1
        while digits < width || magnitude / 10 >= weight { (weight, digits) = (weight * 10, digits + 1) }
        while weight > 0 {
            self.append(UInt8(ascii: "0") + UInt8(magnitude / weight % 10))
            weight /= 10
        }
    }

    /// Adds a number from 0 to 99 in two ASCII digits.
    @_lifetime(self: copy self)
    mutating func append(twoDigits number: Int) {
        self.append(UInt8(ascii: "0") + UInt8(number / 10))
        self.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

extension Span<UInt8> {
    /// The number that exactly `count` ASCII digits spell, or nil.
    @inline(__always)
    func digits(at start: Int, count: Int) -> Int? {
        guard start + count <= self.count else { return nil }
        var value = 0
        for index in start..<(start + count) {
            let digit = self[index] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
