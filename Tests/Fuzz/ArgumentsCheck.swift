@testable import Command
@testable import ServiceKit

/// A command line of `guoying`, an argument on each line: a command, a page of help, or one line that says what is
/// wrong. Nothing is run.
enum ArgumentsCheck {
    static func check(_ input: [UInt8]) {
        let arguments = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch CommandParser.parse(arguments, as: Guoying.self) {
        case .command(let command, let path):
            insist(path.hasPrefix("guoying "), "a command has a path: \(path)")
            insist(DeclaredArguments(of: command).members.allSatisfy { !$0.definition.label.isEmpty }, "all has a name")
        case .message(let text):
            insist(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "a message ends in the end of a line")
            let isHelp = text.hasPrefix("guoying ") || text.contains("USAGE: guoying")
            insist(isHelp, "a message is the version or help")
        case .fault(let text):
            insist(text.hasPrefix("guoying"), "a fault says where help is: \(text)")
            insist(!text.contains(where: \.isNewline), "a fault is one line: \(text.debugDescription)")
            insist(text.count < 4_096, "a fault is no longer than it must be")
        }
    }
}
