import Kit
import Testing

@testable import Kafka

@Suite(.timeLimit(.minutes(1)))
struct `Places in flight` {
    private let delivery = Delivery(partition: 0, offset: 0)

    @Test func `are given as far as they go`() async {
        let inFlight = InFlight(limit: 8)

        let granted = [await inFlight.reserve(upTo: 5), await inFlight.reserve(upTo: 5)]

        #expect(granted == [5, 3])
        #expect(inFlight.isIdle)
    }

    @Test func `are waited for, a quarter at once for a large batch`() async throws {
        let inFlight = InFlight(limit: 8)
        let receipt = Receipt(count: 8)
        let places = (0..<(await inFlight.reserve(upTo: 8))).map { inFlight.occupy(receipt, at: $0) }
        async let later = inFlight.reserve(upTo: 100)
        _ = try await eventually { inFlight.waitingCount == 1 }

        inFlight.settle(places[0], .success(self.delivery))
        let countAfterOne = inFlight.waitingCount
        inFlight.settle(places[1], .success(self.delivery))

        #expect(countAfterOne == 1)
        #expect(await later == 2)
    }

    @Test func `are refused once closed, also to those who wait`() async throws {
        let inFlight = InFlight(limit: 1)
        _ = await inFlight.reserve(upTo: 1)
        async let waiting = inFlight.reserve(upTo: 1)
        _ = try await eventually { inFlight.waitingCount == 1 }

        inFlight.close()

        #expect(await waiting == 0)
        #expect(await inFlight.reserve(upTo: 1) == 0)
    }

    @Test func `are freed once, however often a record is answered`() async {
        let inFlight = InFlight(limit: 2)
        let receipt = Receipt(count: 1)
        _ = await inFlight.reserve(upTo: 1)
        let place = inFlight.occupy(receipt, at: 0)

        inFlight.settle(place, .success(self.delivery))
        inFlight.settleAll(DeliveryLoop.closed)

        #expect(await receipt.outcomes().count == 1)
        #expect((try? await receipt.outcomes()[0].get()) == self.delivery)
        #expect(await inFlight.reserve(upTo: 9) == 2)
    }
}
