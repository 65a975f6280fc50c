internal import Messages

/// What is wrong with one event of a file.
struct EventFault: Hashable, CustomStringConvertible {
    /// The file's name as it was given.
    let file: String
    /// The line on which the event begins.
    let line: Int
    /// Why it would be refused, and where the fault is.
    let fault: Fault
    /// What is there, and what was expected.
    let explanation: String

    /// `events.jsonl:12: schema data.startedAt: is "2021-04-21T14:30:00"; expected …`.
    var description: String {
        let field = self.fault.field.isEmpty ? "" : " \(self.fault.field)"
        return "\(self.file):\(self.line): \(self.fault.code.rawValue)\(field): \(self.explanation)".printable
    }
}
