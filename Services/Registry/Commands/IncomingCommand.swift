internal import Messages

/// A record of the topic of commands, as far as it could be read.
struct IncomingCommand: Sendable {
    /// What the record says.
    enum Reading: Sendable {
        /// A command.
        case command(Message<RegistryCommand>)
        /// None that could be carried out.
        case fault(Fault)
    }

    /// What the record says.
    let reading: Reading
    /// The command's id, also where nothing else could be read: whoever sent it waits for an answer to it.
    let id: String?

    /// A command that was read.
    init(_ message: Message<RegistryCommand>) {
        self.reading = .command(message)
        self.id = message.envelope.id
    }

    /// A record that could not be read, or that the database refused.
    init(refused fault: Fault, id: String?) {
        self.reading = .fault(fault)
        self.id = id
    }

    /// The command; nil where none could be read.
    var message: Message<RegistryCommand>? {
        guard case .command(let message) = self.reading else { return nil }
        return message
    }
}

/// Reads commands, with memory that is used again.
struct CommandReader: ~Copyable {
    private var decoder = MessageDecoder<RegistryCommand>(valueLimitBytes: Limits.commandBytes)

    /// Reads a record.
    mutating func read(_ headers: some RecordHeaders, value: Span<UInt8>?) -> IncomingCommand {
        do throws(Fault) {
            return IncomingCommand(try self.decoder.decode(headers, value: value))
        } catch {
            return IncomingCommand(refused: error, id: Glance(headers, value: value).id)
        }
    }
}
