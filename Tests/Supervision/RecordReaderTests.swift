import Domain
import Messages
import Pipeline
import Testing

@testable import Supervision

@Suite struct `A record` {
    private let topics = Topics()

    private func read(
        _ headers: [String: String], of topic: Topic, key: String? = nil, value: String? = "{}"
    ) -> Sighting {
        var list = HeaderList()
        for (name, text) in headers { list.append(name, text) }
        var reader = RecordReader(topics: self.topics)
        return reader.read(list, of: topic.name, key: key.map { Array($0.utf8) }, value: value.map { Array($0.utf8) })
    }

    private func fact(_ type: String, of topic: Topic, key: String? = nil, value: String? = "{}") -> Touch {
        self.read(
            ["ce_type": type, "ce_source": "/campus/oa", "journal-lane": "3", "journal-position": "7"], of: topic,
            key: key, value: value
        ).touch
    }

    @Test func `touches the unit that its data names, whatever its key`() {
        let touch = self.fact(
            "guoying.activity.held.v1", of: self.topics.activityJournal, key: "b-9", value: #"{"unit": "b-1"}"#)

        #expect(touch == .unit("b-1"))
    }

    @Test func `touches the unit of its key where its data names none`() {
        let touch = self.fact("guoying.registry.members-counted.v1", of: self.topics.registryJournal, key: "b-1")

        #expect(touch == .unit("b-1"))
    }

    @Test func `about a place in the register touches all below it`() {
        let type = "guoying.registry.unit-registered.v1"

        #expect(self.fact(type, of: self.topics.registryJournal, key: "g") == .units(.subtree("g")))
    }

    @Test func `about a committee touches its unit, and one about a post touches nothing`() {
        let value = #"{"unit": "b-1"}"#
        let committee = self.fact(
            "guoying.registry.committee-registered.v1", of: self.topics.registryJournal, key: "b-1", value: value)
        let post = self.fact(
            "guoying.registry.post-registered.v1", of: self.topics.registryJournal, key: "b-1", value: value)

        #expect(committee == .unit("b-1"))
        #expect(post == .nothing)
    }

    @Test func `about what a source is to report touches the source and all below the unit`() {
        let touch = self.fact(
            "guoying.registry.source-registered.v1", of: self.topics.registryJournal, key: "g",
            value: #"{"unit": "g", "source": "/campus/hr"}"#)

        #expect(touch == .source("/campus/hr", .subtree("g")))
    }

    @Test func `that is a watermark touches its source and all that it reports, or the subtree that it names`() {
        let type = "guoying.activity.watermark.v1"

        let all = self.fact(type, of: self.topics.activityJournal)
        let some = self.fact(type, of: self.topics.activityJournal, value: #"{"unit": "g"}"#)

        #expect(all == .source("/campus/oa", .source("/campus/oa")))
        #expect(some == .source("/campus/oa", .subtree("g")))
    }

    @Test func `whose names no register can hold touches nothing`() {
        let long = String(repeating: "x", count: 3_000)

        let touch = self.fact("guoying.activity.held.v1", of: self.topics.activityJournal, key: long)

        #expect(touch == .nothing)
    }

    @Test(arguments: ["guoying.registry.imported.v1", "guoying.registry.command-rejected.v1"])
    func `that concerns no unit touches nothing`(type: String) {
        #expect(self.fact(type, of: self.topics.registryJournal) == .nothing)
    }

    @Test func `that ends a dead letter touches the unit that the letter named`() {
        let fact = LetterDismissed(
            letter: LetterNumber(lane: 3, position: 7), code: "schema", unit: "b-1", kind: "theme-day", reason: "test")

        let touch = self.fact(
            LetterDismissed.type, of: self.topics.activityJournal, value: String(decoding: fact.data, as: UTF8.self))

        #expect(touch == .unit("b-1"))
    }

    @Test func `that is a dead letter is looked up by its place in the journal`() {
        let sighting = self.read(
            ["journal-lane": "3", "journal-position": "7"], of: self.topics.activityDeadLetters, value: nil)

        let lane = LaneTopic(topic: self.topics.activityDeadLetters.name, lane: 3)
        #expect(sighting.touch == .letter)
        #expect(sighting.place == JournalPlace(lane: lane, position: 7))
    }

    @Test(arguments: [[:], ["journal-lane": "3"], ["journal-lane": "48", "journal-position": "7"]])
    func `without a place in a journal is refused`(headers: [String: String]) {
        let touch = self.read(headers, of: self.topics.activityJournal).touch

        #expect(touch == .unreadable(Fault(.internal, at: "journal-position")))
    }

    @Test(arguments: ["", "null", "[1]", #"{"unit": 7}"#, "{\"unit\": \"a\\u0000\"}", "\u{1}"])
    func `whose data nobody can read touches its key's unit`(value: String) {
        let touch = self.fact("guoying.activity.held.v1", of: self.topics.activityJournal, key: "b-1", value: value)

        #expect(touch == .unit("b-1"))
    }

    @Test func `that is a command is taken in by its id, whether or not it can be read`() {
        let headers = [
            "ce_specversion": "1.0", "ce_id": "k-1", "ce_source": "/cli", "ce_type": "guoying.supervision.dance.v1",
        ]

        let known = self.read(headers, of: self.topics.supervisionCommands)
        let nameless = self.read([:], of: self.topics.supervisionCommands, value: "not json")

        #expect(known.touch == .command && known.command?.id == "k-1" && known.command?.message == nil)
        #expect(nameless.touch == .command && nameless.command?.id == nil)
    }
}
