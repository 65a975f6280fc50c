/// Something that the server wants known without having refused anything.
public struct Notice: Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, `LOG` or `DEBUG`, in English whatever the server's language.
    public let severity: String
    /// The code, `00000` for what a function raised itself.
    public let sqlState: SQLState
    /// What it says.
    public let message: String

    /// Takes notices in. It is called on the thread of whoever uses the connection, and must not wait.
    public typealias Receiver = @Sendable (Notice) -> Void
}
