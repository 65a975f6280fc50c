import Messages
import Testing

@testable import Activity

@Suite struct `The intake topics` {
    @Test func `are read with the sources that they are bound to`() throws {
        let topics = try #require(IntakeTopics("oa.events=/campus/oa, /campus/hr; library"))

        #expect(topics.names == ["library", "oa.events"])
        #expect(topics.allows("/campus/hr", on: "oa.events"))
        #expect(!topics.allows("/campus/library", on: "oa.events"))
        #expect(topics.allows("/campus/anybody", on: "library"))
        #expect(topics.description == "library;oa.events=/campus/hr,/campus/oa")
    }

    @Test(arguments: ["", ";", "a=", "a=,", "a=x;a=y", "a b", "a=x;", "=x"])
    func `refuse what nobody can have meant`(text: String) {
        #expect(IntakeTopics(text) == nil)
    }

    @Test func `have the first one among them, bound or not`() throws {
        let first = Topics().activityIntake
        let open = try #require(IntakeTopics("oa.events=/campus/oa")).adding(first)
        let bound = try #require(IntakeTopics("\(first.name)=/campus/oa")).adding(first)

        #expect(open.names == [first.name, "oa.events"])
        #expect(open.allows("/campus/hr", on: first.name))
        #expect(!bound.allows("/campus/hr", on: first.name))
    }
}
