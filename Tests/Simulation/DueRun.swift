import Machines

/// One batch of the due queue on its way through its transaction.
final class DueRun {
    var machine = DueMachine()
    var actions: [DueMachine.Action]
    var passage: Passage?
    var isPerforming = false
    var hasCommitted = false
    let notes = DueNotes()
    var taken: [DueItem] = []
    let session: Session
    let accepted: Int

    init(_ session: Session, actions: [DueMachine.Action], accepted: Int) {
        self.session = session
        self.actions = actions
        self.accepted = accepted
    }
}
