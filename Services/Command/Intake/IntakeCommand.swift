internal import Messages
internal import ServiceKit

/// `guoying intake`: events, before and while they are sent.
struct IntakeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake", abstract: "Checks and sends events, and passes what cannot be read.",
        subcommands: [
            IntakeValidateCommand.self, IntakeRehearseCommand.self, IntakeSendCommand.self, IntakeSkipCommand.self,
        ])
}

/// `guoying intake validate`.
struct IntakeValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks events, and says of each faulty one what was expected.",
        discussion: """
            Files hold structured CloudEvents: JSON lines, or one JSON array; or they are tables (CSV) whose header \
            row names attributes (source, id, time, recordedtime) and members of the data (unit, kind, startedAt, \
            attendance.due, topics, segments.study), or anything that a mapping explains. A member that no schema \
            lists is no fault; a note says so, and what may have been meant. Asks no server, so whether a unit is \
            known or an id has been used is not checked, nor what lies in the future: 'guoying intake rehearse' asks \
            the service.
            """)

    @OptionGroup var mapping: MappingOptions
    @Argument(help: ArgumentHelp("Files of events; - is standard input.", valueName: "file")) var files: [String]

    func run() async throws {
        var check = EventCheck()
        var expectation = Expectation()
        var (count, faulty) = (0, 0)
        let mapping = try self.mapping.eventMapping
        for name in self.files {
            var file = try EventStream(name, mapping)
            var notes = UnlistedNotes(name)
            while let text = try file.next() {
                count += 1
                do throws(Fault) {
                    _ = try check.read(text)
                    notes.take(text)
                } catch {
                    faulty += 1
                    let explanation = expectation.explain(error, in: text.bytes)
                    let fault = EventFault(file: name, line: text.line, fault: error, explanation: explanation)
                    StandardStream.output.write("\(fault)\n")
                }
            }
            notes.write(to: .output)
        }
        StandardStream.error.write("\(counted(count, "event")), \(faulty) faulty\n")
        if faulty > 0 { throw ExitCode.failure }
    }
}
