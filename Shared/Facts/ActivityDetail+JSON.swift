public import Domain
public import JSON

// What requirements look at, as the activity service keeps it beside a record: `{"segments":{"study":60},…}`.

extension ActivityDetail {
    /// The detail as JSON; `nil` where there is nothing in it.
    public func json() -> [UInt8]? {
        guard !self.isEmpty else { return nil }
        var writer = JSONWriter()
        self.write(to: &writer)
        return writer.bytes
    }

    /// Whether there is nothing in it.
    public var isEmpty: Bool {
        self.segments == nil && self.attendance == nil && self.report == nil && self.about == nil && self.by == nil
    }

    /// Writes the detail as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if let segments {
                writer.key("segments")
                writer.object { writer in
                    for part in SegmentPart.allCases {
                        guard let minutes = segments[part] else { continue }
                        writer.key(part.rawValue)
                        writer.integer(Int64(minutes))
                    }
                }
            }
            if let attendance {
                writer.key("attendance")
                writer.object { writer in
                    writer.key("due")
                    writer.integer(Int64(attendance.due))
                    writer.key("present")
                    writer.integer(Int64(attendance.present))
                }
            }
            writer.write("report", self.report)
            writer.write("about", self.about)
            writer.write("by", self.by?.rawValue)
        }
    }

    /// Reads what `json()` wrote.
    init(json bytes: [UInt8], with reader: inout DocumentReader) throws {
        self = try reader.read(bytes.span) { root in
            var segments: SegmentMinutes?
            var attendance: Attendance?
            var texts: [String: String] = [:]
            root.forEachMember { name, value in
                let name = String(decoding: name)
                switch name {
                case "segments": segments = SegmentMinutes(value)
                case "attendance": attendance = Attendance(value)
                default: texts[name] = value.string
                }
            }
            return ActivityDetail(
                segments: segments, attendance: attendance, report: texts["report"], about: texts["about"],
                by: texts["by"].map { UnitCode(rawValue: $0) })
        }
    }
}

extension JSONWriter {
    fileprivate mutating func write(_ name: String, _ text: String?) {
        guard let text else { return }
        self.key(name)
        self.string(text)
    }
}

extension SegmentMinutes {
    fileprivate init(_ element: borrowing Element) {
        self.init()
        var minutes: [(SegmentPart, Int)] = []
        element.forEachMember { name, value in
            guard let part = SegmentPart(rawValue: String(decoding: name)), let count = value.integer else { return }
            minutes.append((part, Int(count)))
        }
        for (part, count) in minutes { self.add(count, to: part) }
    }
}

extension Attendance {
    fileprivate init?(_ element: borrowing Element) {
        var numbers: [String: Int] = [:]
        element.forEachMember { name, value in
            if let number = value.integer { numbers[String(decoding: name)] = Int(number) }
        }
        guard let due = numbers["due"], let present = numbers["present"] else { return nil }
        self.init(due: due, present: present)
    }
}

extension String {
    init(decoding bytes: Span<UInt8>) {
        self = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
    }
}
