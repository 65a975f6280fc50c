/// A JSON object while it is read: its properties are what is kept of the members, and it names the members, one after
/// the other, to whoever asks. A reader asks in order to read them, a writer of schemas in order to describe them.
protocol ObjectForm: Sendable {
    /// Names the members, always the same ones in the same order.
    func members(_ member: inout some Visitor<Self>) throws(Fault)
    /// A rule between members, which a JSON Schema cannot express.
    func check() throws(Fault)
}

extension ObjectForm {
    func check() throws(Fault) {}
}
