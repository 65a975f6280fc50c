/// Something that must not be.
struct Violation: Hashable, CustomStringConvertible {
    let invariant: Invariant
    let what: String
    var description: String { "\(self.invariant.rawValue): \(self.what)" }
}
