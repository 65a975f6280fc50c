import Machines

/// What one transaction of the due queue notes on its way.
final class DueNotes {
    var outcomes: [DueOutcome] = []
    /// Notification: what is to be sent after COMMIT.
    var leased: [Delivery] = []
}
