/// What a channel says of one attempt.
enum AttemptResult: Hashable, Sendable {
    /// The recipient has it.
    case delivered(status: Int? = nil)
    /// The recipient does not have it, or nobody knows. `retryAfterSeconds` is what the receiver asked for.
    case failed(reason: String, status: Int? = nil, retryAfterSeconds: Int64? = nil)
    /// The recipient will never have it.
    case refusedForGood(reason: String, status: Int? = nil)
}
