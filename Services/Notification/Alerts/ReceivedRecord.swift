internal import Messages

/// What a record turned out to be.
enum ReceivedRecord: Sendable {
    /// A version of an alert.
    case alert(ReceivedAlert)
    /// A command of that id, of a type that nobody here knows.
    case command(id: String)
    /// Something that cannot be read.
    case fault(Fault)
}

/// Reads records, with memory that is used again.
struct ReceivedRecordReader: ~Copyable {
    /// Alerts are as long as a journal's entry may be; commands are shorter.
    private static let valueLimitBytes = 1 << 20

    private var alerts = MessageDecoder<ReceivedAlert>(valueLimitBytes: ReceivedRecordReader.valueLimitBytes)
    /// No command is known yet.
    private var commands = EnvelopeDecoder(accepting: [], valueLimitBytes: Limits.commandBytes)

    /// Reads a record of the topic of alerts.
    mutating func alert(_ headers: some RecordHeaders, value: Span<UInt8>?) -> ReceivedRecord {
        do throws(Fault) {
            return .alert(try self.alerts.decode(headers, value: value).body)
        } catch {
            return .fault(error)
        }
    }

    /// Reads a record of the topic of commands. Whoever sent one that is well-formed gets an answer.
    mutating func command(_ headers: some RecordHeaders, value: Span<UInt8>?) -> ReceivedRecord {
        do throws(Fault) {
            return try self.commands.decode(headers, value: value) { envelope, _, _ throws(Fault) in
                .command(id: envelope.id)
            }
        } catch {
            guard error.code == .unsupportedType, let id = Glance(headers, value: value).id else {
                return .fault(error)
            }
            return .command(id: id)
        }
    }
}
