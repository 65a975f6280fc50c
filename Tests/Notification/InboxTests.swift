import FoundationEssentials
import Testing

@testable import Notification

@Suite(.timeLimit(.minutes(1)))
struct `An inbox` {
    private func message(_ unit: String = "b-0103", version: Int64 = 2) -> OutgoingMessage {
        OutgoingMessage(alert: "al-5f2c", version: version, unit: unit, body: Array(#"{"a":1}"#.utf8))
    }

    private func files(below folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
    }

    @Test func `has a file for each version of an alert, in its unit's folder`() async throws {
        try await withFolder { folder in
            let inbox = Inbox(folder: "\(folder)/new/inbox")

            let first = await inbox.store(self.message())
            let second = await inbox.store(self.message(version: 3))

            #expect(first == .delivered() && second == .delivered())
            let files = try self.files(below: "\(folder)/new/inbox")
            #expect(files == ["b-0103", "b-0103/al-5f2c-v2.json", "b-0103/al-5f2c-v3.json"])
            let text = try String(
                contentsOf: URL(filePath: "\(folder)/new/inbox/b-0103/al-5f2c-v2.json"), encoding: .utf8)
            #expect(text == "{\"a\":1}\n")
        }
    }

    @Test func `has one file of a message that comes again`() async throws {
        try await withFolder { folder in
            let inbox = Inbox(folder: folder)

            _ = await inbox.store(self.message())
            let again = await inbox.store(self.message())

            #expect(again == .delivered())
            let files = try self.files(below: folder)
            #expect(files == ["b-0103", "b-0103/al-5f2c-v2.json"])
        }
    }

    @Test func `that cannot be written fails, and leaves nothing half`() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(filePath: "\(folder)/inbox"))

            let result = await Inbox(folder: "\(folder)/inbox").store(self.message())

            #expect(result == .failed(reason: "unwritable"))
        }
    }

    @Test(arguments: ["..", ".", "../../etc/passwd", "/etc/passwd", "a/b", ".hidden", "", "a\nb", "%2e"])
    func `keeps whatever is called like a path within its folder`(unit: String) async throws {
        try await withFolder { folder in
            let result = await Inbox(folder: "\(folder)/inbox").store(self.message(unit))

            #expect(result == .delivered())
            let folders = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(folders == ["inbox"])
            let units = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/inbox")
            #expect(units.count == 1 && units[0] == FileName.of(unit))
        }
    }

    @Test func `gives two codes two names`() {
        let codes = ["a/b", "a%2fb", "a%252fb", "..", "%2e.", "支部一", String(repeating: "部", count: 200)]

        let names = codes.map(FileName.of)

        #expect(Set(names).count == codes.count)
        #expect(names.allSatisfy { !$0.contains("/") && !$0.hasPrefix(".") && $0.utf8.count <= 200 })
        #expect(FileName.of("b-0103") == "b-0103")
        #expect(FileName.of("支部一") == "支部一")
    }
}
