internal import Crypto
internal import JSON
internal import Messages
internal import Postgres
internal import ServiceKit

/// Where orders are given to a service, by the one function of its schema that takes them, and its answers waited for.
struct OrderOffice {
    /// The cluster that the orders are about.
    let cluster: String
    /// Who gives them.
    let actor: String
    /// Why.
    let reason: String
    /// How long an answer is waited for.
    let waitLimit: Duration
    /// In which language it is said why an order was not carried out.
    let language: PageLanguage
    let connection: Connection

    /// Gives an order, and waits until it is carried out.
    ///
    /// - Throws: ``CommandFailure`` where it was not, or not in time.
    func order(_ act: OperatorOrder.Act, of service: String) async throws {
        let order = OperatorOrder(act, on: self.cluster, by: self.actor, because: self.reason)
        let id = Hex.encode(Random.bytes(12))
        try await self.give(order, as: id, to: service)
        let office = ServiceOffice(name: service, waitLimit: self.waitLimit, connection: self.connection)
        let progress = ProgressLine(.error)
        defer { progress.clear() }
        progress.show("waiting for the \(service) service")
        let deadline = ContinuousClock.now + self.waitLimit
        while true {
            if let answer = try await office.answer(to: id) { return try self.check(answer, of: service) }
            guard .now < deadline else {
                throw CommandFailure(
                    "the order was given, and the \(service) service has not answered \(self.waitLimit.waited); it will be "
                        + "carried out once the service runs",
                    exitCode: .outOfDate)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func give(_ order: OperatorOrder, as id: String, to service: String) async throws {
        do {
            try await self.connection.run(
                "SELECT \(identifier: service).give_order(\(id), \(JSONText(order.detail))::json)")
        } catch {
            guard error.sqlState == .insufficientPrivilege else { throw error }
            throw CommandFailure(
                "\(error.message); log in as a role that belongs to guoying_operator; nothing was changed")
        }
    }

    private func check(_ answer: ServiceOffice.Answer, of service: String) throws {
        guard answer.type == CommandRejection.type(of: service) else { return }
        var reader = DocumentReader()
        let rejection = try reader.read(answer.data) { try CommandRejection.read($0, type: 0) }
        throw CommandFailure(self.language.words(rejection.sentence))
    }
}
