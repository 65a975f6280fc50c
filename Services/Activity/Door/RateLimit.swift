/// How many events somebody may send: so many a second, and five seconds' worth at once.
struct RateLimit: Sendable {
    private let perSecond: Double
    private var left: Double
    private var since: ContinuousClock.Instant

    /// A limit that nobody has used yet.
    init(perSecond: Int, at now: ContinuousClock.Instant) {
        self.perSecond = Double(perSecond)
        self.left = Double(perSecond) * 5
        self.since = now
    }

    /// Takes so many; returns nil, or after how many whole seconds to try again, and takes nothing then.
    ///
    /// More than five seconds' worth is let through where nothing was used, or it could never be sent.
    mutating func take(_ count: Int, at now: ContinuousClock.Instant) -> Int? {
        let most = self.perSecond * 5
        self.left = min(most, self.left + (now - self.since) / .seconds(1) * self.perSecond)
        self.since = now
        let needed = min(Double(count), most)
        guard self.left >= needed else { return Int(((needed - self.left) / self.perSecond).rounded(.up)) }
        self.left -= Double(count)
        return nil
    }
}
