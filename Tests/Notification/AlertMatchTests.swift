import Testing

@testable import Notification

@Suite struct `What somebody is told of` {
    @Test func `is everything where nothing is said`() throws {
        #expect(AlertMatch().covers(try SampleAlert().received))
    }

    @Test(arguments: [
        (AlertMatch(severities: ["breach"]), true),
        (AlertMatch(severities: ["warning", "breach"]), true),
        (AlertMatch(severities: ["notice"]), false),
        (AlertMatch(gates: ["standard-management"]), true),
        (AlertMatch(gates: ["institutions"]), false),
        (AlertMatch(requirements: ["theme-day"]), true),
        (AlertMatch(requirements: ["branch-size"]), false),
        (AlertMatch(roles: ["organisation-department"]), true),
        (AlertMatch(roles: ["branch-secretary"]), true),
        (AlertMatch(roles: ["office"]), false),
        (AlertMatch(units: ["b-0103"]), true),
        (AlertMatch(units: ["g-01", "g-02"]), true),
        (AlertMatch(units: ["c"]), true),
        (AlertMatch(units: ["g-0"]), false),
        (AlertMatch(severities: ["breach"], units: ["g-01"]), false),
    ])
    func `is what all of its lists hold`(match: AlertMatch, isTold: Bool) throws {
        #expect(match.covers(try SampleAlert().received) == isTold)
    }

    @Test func `is no alert about a source where a requirement is asked for`() throws {
        var alert = try SampleAlert().received
        alert.requirement = nil
        alert.gate = nil

        #expect(!AlertMatch(requirements: ["theme-day"]).covers(alert))
        #expect(!AlertMatch(gates: ["standard-management"]).covers(alert))
        #expect(AlertMatch(severities: ["breach"]).covers(alert))
    }
}
