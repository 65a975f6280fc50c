extension Waiver {
    /// The end of a waiver that somebody took back.
    public struct Revocation: Hashable, Sendable {
        /// When it was accepted, which is from when on it is known.
        public let recorded: Instant
        /// The first day that the waiver no longer covers; the waiver was given in error where that is its own first.
        public let from: Day

        /// A revocation.
        public init(recorded: Instant, from: Day) {
            self.recorded = recorded
            self.from = from
        }
    }
}
