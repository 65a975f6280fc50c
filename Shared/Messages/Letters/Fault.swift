/// What is wrong with a record: the one thing that condemns it to the dead letters.
///
/// It carries no text of the record, so it can be logged and published whatever the record holds.
public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why the record was refused.
    public let code: FaultCode
    /// The path of what is wrong: an attribute (`time`), a member (`data.attendance.present`, `data.segments[2].part`),
    /// or empty for the record as a whole.
    public let field: String

    /// A fault at `field`.
    public init(_ code: FaultCode, at field: String = "") {
        self.code = code
        self.field = field
    }

    /// A fault at a path that names what a sender may have chosen; no path where that is longer than one may be.
    init(_ code: FaultCode, atPath path: String) {
        self.init(code, at: path.unicodeScalars.count > Limits.pathCharacters ? "" : path)
    }

    /// A fault at an attribute, whose name may be anybody's.
    init(_ code: FaultCode, atAttribute name: Span<UInt8>) { self.init(code, atPath: String(name)) }

    /// How far the record came.
    public var stage: FaultStage { self.code.stage }

    /// The code, and where the fault is: `schema at data.unit`.
    public var description: String {
        self.field.isEmpty ? self.code.rawValue : "\(self.code.rawValue) at \(self.field)"
    }

    /// The same fault seen from the object or list around it. Paths are put together on the way out of a failure, so
    /// that a record without fault pays nothing for them.
    func within(_ step: String) -> Fault {
        if self.field.isEmpty { return Fault(self.code, at: step) }
        let joint = self.field.hasPrefix("[") ? "" : "."
        return Fault(self.code, at: step + joint + self.field)
    }
}
