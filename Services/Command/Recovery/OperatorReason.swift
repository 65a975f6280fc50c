internal import ServiceKit

/// Why an operator does something, in words that are journalled.
enum OperatorReason {
    /// Reads a sentence.
    static func read(_ text: String) throws -> String {
        guard text.contains(where: { !$0.isWhitespace }), text.unicodeScalars.count <= 2_000 else {
            throw ValidationError("expected a sentence of at most 2000 characters")
        }
        return text
    }
}
