internal import Domain

/// One attempt to deliver a message, as it is journalled.
struct Attempt: Hashable, Sendable {
    /// How it ended.
    enum Outcome: String, CaseIterable, Sendable {
        /// The recipient has it.
        case delivered
        /// It is tried again later.
        case failed
        /// It is not tried again.
        case givenUp = "given-up"
    }

    /// Which attempt of the message it was, from 1.
    let number: Int
    /// How it ended.
    let outcome: Outcome
    /// The status that a receiver answered with.
    let status: Int?
    /// Why it was not delivered, for programs.
    let reason: String?
    /// When the message is tried again; nil where it is not.
    let next: Instant?
}
