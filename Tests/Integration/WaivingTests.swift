import Kit
import Testing

@Suite(.timeLimit(.minutes(2)))
struct `Waiving at the command line` {
    @Test func `notes what releases nobody, and lists who took a waiver back and why`() async throws {
        try await Campus.lending(
            on: .embedded, day: "2021-05-05", services: [.registry, .supervision], branches: ["b-0101"]
        ) { campus in
            let installation = campus.installation
            let april = [
                "theme-day", "--from", "2021-04-01", "--to", "2021-04-30", "--basis", "校舍大修", "--actor", "p-1",
            ]
            let above = try await installation.guoying(["waive", "g-01"] + april)
            let waived = try await installation.guoying(["waive", "b-0101"] + april)
            let name = try #require(waived.output.split(separator: " ").last?.dropLast())

            let revoked = try await installation.guoying(
                "waive", "--revoke", String(name), "--reason", "另有安排", "--from", "2021-04-01", "--actor", "p-2")

            #expect(above.status == 0)
            #expect(above.errors.contains("theme-day does not bind g-01, which is a general-branch"))
            #expect(waived.status == 0 && waived.errors.isEmpty)
            #expect(
                revoked.output == "revoked \(name): it no longer covers theme-day of b-0101 from 2021-04-01 on\n")
            let list = try await installation.guoying("waivers", "--unit", "b-0101")
            #expect(list.output.contains("no longer from 2021-04-01 on: 另有安排 (taken back by p-2, 2021-05-05"))
            let json = try await installation.guoying("waivers", "--format", "json")
            #expect(json.output.contains(#""revokedFrom":"2021-04-01","revokedBy":"p-2","revocationReason":"另有安排""#))
        }
    }
}
