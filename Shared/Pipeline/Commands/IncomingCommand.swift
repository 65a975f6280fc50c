public import Messages

/// A record of a topic of commands, as far as it could be read.
public struct IncomingCommand<Body: MessageBody>: Sendable {
    /// What the record says.
    public enum Reading: Sendable {
        /// A command.
        case command(Message<Body>)
        /// None that could be carried out.
        case fault(Fault)
    }

    /// What the record says.
    public let reading: Reading
    /// The command's id, also where nothing else could be read: whoever sent it waits for an answer to it.
    public let id: String?

    /// A command that was read.
    public init(_ message: Message<Body>) {
        self.reading = .command(message)
        self.id = message.envelope.id
    }

    /// A record that could not be read, or that the database refused.
    public init(refused fault: Fault, id: String?) {
        self.reading = .fault(fault)
        self.id = id
    }

    /// The command; nil where none could be read.
    public var message: Message<Body>? {
        guard case .command(let message) = self.reading else { return nil }
        return message
    }
}

/// Reads commands, with memory that is used again.
public struct CommandReader<Body: MessageBody>: ~Copyable {
    private var decoder = MessageDecoder<Body>(valueLimitBytes: Limits.commandBytes)

    /// A reader of a service's commands.
    public init() {}

    /// Reads a record.
    public mutating func read(_ headers: some RecordHeaders, value: Span<UInt8>?) -> IncomingCommand<Body> {
        do throws(Fault) {
            return IncomingCommand(try self.decoder.decode(headers, value: value))
        } catch {
            return IncomingCommand(refused: error, id: Glance(headers, value: value).id)
        }
    }
}
