public import Messages
public import ServiceKit

extension LetterNumber: ExpressibleByArgument {
    /// Reads `17-4`.
    public init?(argument: String) { self.init(argument) }

    /// What is expected.
    public static var expectation: String { "the number of a letter, such as 17-4 ('guoying dlq list' shows it)" }
}
