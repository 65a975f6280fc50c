/// What libpq holds on to in order to hand over notices.
final class NoticeBox: Sendable {
    private let receiver: Notice.Receiver

    init(_ receiver: @escaping Notice.Receiver) { self.receiver = receiver }

    func receive(_ report: ServerReport) {
        self.receiver(
            Notice(
                severity: report.severity, sqlState: report.sqlState ?? SQLState(rawValue: "00000"),
                message: report.message))
    }
}
