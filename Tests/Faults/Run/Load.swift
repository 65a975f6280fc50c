import FoundationEssentials
import Glibc
import Kit
import Messages

/// Other systems that send all the time, in a process of their own: see `Outside/load.py`.
struct Load {
    /// Where the scripts lie.
    static var scripts: String {
        let faults = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        return "/\(faults)/Outside"
    }

    /// Where the ledger lies in the folder of a test.
    static func ledger(in folder: String) -> String { "\(folder)/ledger.jsonl" }

    private let program: Program

    /// Starts sending to the topics of an installation.
    init(to installation: Installation, seed: UInt64) throws {
        guard let python = TestEnvironment.python else {
            throw TestEnvironment.Missing(
                description: "GUOYING_TEST_PYTHON is not set; run the tests by deploy/dev test")
        }
        self.program = try Program(
            python,
            [
                "\(Self.scripts)/load.py", installation.broker.address, installation.broker.topics.prefix,
                Self.ledger(in: installation.folder), String(seed),
            ], environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }

    /// Has it end its round, send again what others wait for, and wait for the broker's answers.
    func stop() async throws {
        self.program.signal(SIGTERM)
        let status = await self.program.wait()
        guard status == 0 else {
            throw Program.Failure(description: "load.py ended with \(status): \(self.program.errors)")
        }
    }

    /// Ends it at once, where nothing is asked of it any more.
    func abandon() async {
        self.program.signal(SIGKILL)
        await self.program.wait()
    }
}
