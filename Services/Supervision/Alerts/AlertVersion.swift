internal import Crypto
internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// A version of an alert, ready to be sent.
struct AlertVersion: Hashable, Sendable {
    /// The alert, the same for all its versions.
    let id: String
    /// The unit that it is about; of a source that is behind, one for which it reports.
    let unit: UnitCode
    let subject: AlertSubject
    let step: AlertStep
    /// None where it is about a source.
    let verdict: Verdict?
    /// What is sent.
    let body: [UInt8]
    /// The digest of the body without version, status and as-of.
    let content: Digest16

    /// The version that says what is explained.
    init(_ explanation: Explanation, _ duty: DutyName, _ step: AlertStep, measuredBy pack: Pack) throws {
        let unit = explanation.unit.code
        let subject = AlertSubject.duty(duty)
        let alert = Alert(
            id: subject.alertID(at: unit), version: step.version, status: step.status, severity: step.severity,
            subject: .duty(explanation))
        try self.init(unit, subject, step, explanation.verdict, body: alert.data(measuredBy: pack))
    }

    /// The version that says how a source is.
    init(_ notice: SourceNotice, _ step: AlertStep, measuredBy pack: Pack) throws {
        let unit = notice.duty.unit
        let subject = AlertSubject.source(notice.duty.source)
        let alert = Alert(
            id: subject.alertID(at: unit), version: step.version, status: step.status, severity: step.severity,
            subject: .source(notice))
        try self.init(unit, subject, step, nil, body: alert.data(measuredBy: pack))
    }

    /// The version that withdraws what stands although nobody can explain it any more: it says who and what it was
    /// about, and nothing of what was missing.
    init(
        withdrawing last: KnownAlert, of unit: UnitCode, _ subject: AlertSubject, _ step: AlertStep, asOf: Instant
    ) throws {
        let body = try AlertBody(last.body).withdrawn(by: step, asOf: asOf)
        var verdict: Verdict?
        if case .duty = subject { verdict = .notApplicable }
        try self.init(unit, subject, step, verdict, body: body.bytes)
    }

    /// The version that says again what was published and is not known any more, to be judged anew.
    init(restating published: PublishedAlert, isStanding: Bool) throws {
        let status: Alert.Status =
            published.status == .resolved ? .resolved : isStanding ? .changed : .raised
        let step = AlertStep(version: published.version + 1, status: status, severity: published.severity)
        let body = try AlertBody(published.body).renumbered(by: step)
        try self.init(published.unit, published.subject, step, published.verdict, body: body.bytes)
    }

    private init(
        _ unit: UnitCode, _ subject: AlertSubject, _ step: AlertStep, _ verdict: Verdict?, body: [UInt8]
    ) throws {
        let body = try AlertBody(body).bounded()
        self.id = subject.alertID(at: unit)
        self.unit = unit
        self.subject = subject
        self.step = step
        self.verdict = verdict
        self.body = body.bytes
        self.content = try body.content()
    }

    /// The alert as an entry of the journal.
    func entry(on topic: Topic) -> JournalEntry {
        let unit = self.unit.rawValue
        var entry = JournalEntry(
            topic: topic.name, lane: Lane.index(ofUnit: unit), key: Array(unit.utf8), type: Alert.type,
            value: self.body)
        entry.headers = [
            JournalHeader("alert-id", self.id), JournalHeader("alert-version", "\(self.step.version)"),
        ]
        return entry
    }
}
