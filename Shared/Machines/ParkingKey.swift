public import Crypto

/// What an event can wait for.
public enum ParkingKey: Hashable, Comparable, Sendable {
    /// A unit's code to be registered.
    case unit(String)
    /// The record to be written that this event identifies.
    case target(Digest16)
    /// A place in the list of that record, from 1 on. What an event lists is settled when it is written, so nobody
    /// waits for a place: where the record is there and the place is not, it never comes.
    case item(Digest16, Int)

    /// Whether it may still come where it is missing.
    public var mayCome: Bool {
        if case .item = self { false } else { true }
    }

    /// The key as the tables have it: `unit:b-0103` or `target:` and 32 hexadecimal digits. A place is in no table.
    public var text: String {
        switch self {
        case .unit(let code): "unit:\(code)"
        case .target(let digest): "target:\(digest.hex)"
        case .item(let digest, let place): "item:\(digest.hex):\(place)"
        }
    }

    /// Reads what `text` writes.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "unit": self = .unit(parts[1])
        case "target":
            guard let digest = Digest16(hex: parts[1]) else { return nil }
            self = .target(digest)
        default: return nil
        }
    }

    /// The code, where it is a unit's.
    public var unit: String? {
        guard case .unit(let code) = self else { return nil }
        return code
    }

    /// The event, where it is a target.
    public var target: Digest16? {
        guard case .target(let digest) = self else { return nil }
        return digest
    }

    /// Targets first, then units, each in ascending order: the one order in which keys are locked. Places, which nobody
    /// locks, stand last.
    public static func < (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.target(let left), .target(let right)): left < right
        case (.unit(let left), .unit(let right)): left < right
        case (.item(let left, let place), .item(let right, let other)): (left, place) < (right, other)
        case (.target, _), (.unit, .item): true
        case (.item, _), (.unit, .target): false
        }
    }
}
