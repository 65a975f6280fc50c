public import JSON

/// What a group of message types carries as data.
public protocol MessageBody: Sendable {
    /// The types that are listed. All others are refused as `unsupported-type`.
    static var types: [String] { get }

    /// Reads the data of a message of the type at that index of `types`.
    ///
    /// Throws a `schema` fault whose field is the path from the data down.
    static func read(_ data: Element, type: Int) throws(Fault) -> Self
}
