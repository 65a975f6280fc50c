/// Looks again and again until `condition` holds; false when it does not in time.
public func eventually(
    within limit: Duration = .seconds(30), _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + limit
    while try await !condition() {
        guard .now < deadline else { return false }
        try await Task.sleep(for: .milliseconds(10))
    }
    return true
}
