internal import Synchronization

/// Codes that the register has been seen to have. A code once known is known for ever, so this is never wrong; it only
/// saves asking.
final class KnownUnits: Sendable {
    /// More than any installation has branches close to it; those beyond are asked for each time.
    private static let limit = 1_000_000

    private let codes = Mutex<Set<String>>([])

    /// Those of `codes` that are not known yet.
    func unknown(_ codes: [String]) -> [String] {
        self.codes.withLock { known in codes.filter { !known.contains($0) } }
    }

    /// Those of `codes` that are known, once `found` are.
    func known(_ codes: [String], found: [String]) -> [String] {
        self.codes.withLock { known in
            if known.count + found.count <= Self.limit { known.formUnion(found) }
            return codes.filter { known.contains($0) } + found
        }
    }
}
