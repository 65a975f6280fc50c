/// Looks again and again until `condition` holds; false when it does not in time.
///
/// It looks often at first and then less: what takes long is not made longer by being asked about.
public func eventually(
    within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    var pause = Duration.milliseconds(10)
    while try await !condition() {
        guard .now < deadline else { return false }
        try await Task.sleep(for: pause)
        pause = min(pause * 1.2, .milliseconds(100))
    }
    return true
}
