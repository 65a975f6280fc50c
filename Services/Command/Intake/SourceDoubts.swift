internal import Messages

/// The sources of which a line was left out because it is faulty.
///
/// Whoever then passed on a watermark of theirs would say that everything has been sent, and somebody would be
/// reproached for what lies in that line.
struct SourceDoubts {
    private var sources: Set<String> = []
    private var isAnySource = false

    /// Takes in a line that is left out. Where its source cannot be read it may be anybody's.
    mutating func add(_ text: EventFile.Text) {
        if let source = Glance(Envelope.structuredHeaders(), value: text.bytes.span).source {
            self.sources.insert(source)
        } else {
            self.isAnySource = true
        }
    }

    /// Whether something of a source may have been left out.
    func concern(_ source: String) -> Bool { self.isAnySource || self.sources.contains(source) }
}
