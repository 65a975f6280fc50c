internal import ServiceKit

/// What became of the events of a sending.
struct SendingReport: Hashable {
    /// Events that were sent, watermarks apart.
    var events = 0
    /// Watermarks that were sent.
    var watermarks = 0
    /// Records that were sent as they are.
    var raw = 0
    /// Events that were recorded too late to be asked for.
    var leftOut = 0
    /// Events that are faulty.
    var faulty = 0
    /// Watermarks of sources of which something is faulty.
    var heldBack = 0

    /// One line; `limit` is the moment at which what is left out begins.
    func text(recordedBefore limit: Moment?) -> String {
        var parts = [counted(self.events, "event"), counted(self.watermarks, "watermark")].joined(separator: ", ")
        if self.raw > 0 { parts = "\(counted(self.raw, "record")) as they are" }
        if let limit { parts += "; \(self.leftOut) left out (recorded at or after \(limit.text))" }
        if self.faulty > 0 { parts += "; \(self.faulty) faulty, not sent" }
        if self.heldBack > 0 { parts += "; \(counted(self.heldBack, "watermark")) of their sources held back" }
        return "sent \(parts)"
    }
}
