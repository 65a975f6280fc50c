/// A text that must not be printed: a password, a token, an address that holds one.
///
/// However it reaches a message (interpolated, described, dumped by reflection), it shows as dots.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the library that needs it.
    public let revealed: String

    /// Hides `text`.
    public init(_ text: String) {
        self.revealed = text
    }

    /// Dots.
    public var description: String { "•••" }
    /// Dots.
    public var debugDescription: String { "•••" }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
