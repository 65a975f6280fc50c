/// A name that an outsider chose for one kind of thing and that can never be mistaken for the name of another kind.
///
/// Identifiers are compared by their characters and carry no meaning in them.
public protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Sendable, ExpressibleByStringLiteral,
    CustomStringConvertible
{
    /// The identifier as it was written.
    init(rawValue: String)
}

extension Identifier {
    /// An identifier in a program's own text, such as a test's.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    /// Alphabetical order, so that lists and texts have one order.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The identifier as it was written.
    public var description: String { self.rawValue }
}

/// The code of a unit in the register, such as `b-0103`.
public struct UnitCode: Identifier {
    /// The code as the register has it.
    public let rawValue: String

    /// The code as the register has it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The CloudEvents `source` of a system that reports, such as `/campus/oa`.
public struct SourceName: Identifier {
    /// The source as its events carry it.
    public let rawValue: String

    /// The source as its events carry it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The opaque id of a person.
public struct PersonID: Identifier {
    /// The id as the register has it.
    public let rawValue: String

    /// The id as the register has it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A post or an office that somebody holds at a unit, such as `branch-secretary`.
public struct RoleName: Identifier {
    /// The role as the register and the packs write it.
    public let rawValue: String

    /// The role as the register and the packs write it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The id of a requirement in a pack, such as `theme-day`.
public struct RequirementID: Identifier {
    /// The id as the pack has it.
    public let rawValue: String

    /// The id as the pack has it.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The id of a pack, such as `hbgyzy-2021`.
public struct PackID: Identifier {
    /// The id as the pack's file has it.
    public let rawValue: String

    /// The id as the pack's file has it.
    public init(rawValue: String) { self.rawValue = rawValue }
}
