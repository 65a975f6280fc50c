import Kit
import Messages
import Postgres
import Testing

@testable import Activity

/// What one record refers to in another: the record, and a place in what it lists.
@Suite(.timeLimit(.minutes(1))) struct `A reference to a place in a record` {
    @Test func `is taken where the record lists so many, and refused where it does not`() async throws {
        try await World.lending { world in
            try await world.take(.visit("v", problems: 2))
            try await world.take(.report("r-1", on: "v", item: 1), .report("r-2", on: "v", item: 2))
            try await world.take(.report("r-3", on: "v", item: 3), .report("r-4", on: "v", item: nil))

            #expect(try await world.applied() == ["r-1", "r-2", "r-4", "v"])
            #expect(try await world.letters() == ["unknown-target data.items"])
        }
    }

    @Test func `waits for a record that has not come, and is looked at when it has`() async throws {
        try await World.lending { world in
            try await world.take(.report("r-1", on: "v", item: 2), .report("r-2", on: "v", item: 3))
            #expect(try await world.balance().last == 2)
            try await world.take(.visit("v", problems: 2))
            try await world.drain()

            #expect(try await world.applied() == ["r-1", "v"])
            #expect(try await world.letters() == ["unknown-target data.items"])
            #expect(try await world.balance() == [3, 2, 0, 1, 0])
            // A refused record claims no id.
            try await world.take(.report("r-2", on: "v", item: 1))
            #expect(try await world.applied() == ["r-1", "r-2", "v"])
        }
    }

    @Test func `is looked at within a batch, in the version that it names, and needs something that is listed`()
        async throws
    {
        try await World.lending { world in
            var better = SampleEvent.visit("w", problems: 3)
            better.type = .corrected
            better.data["corrects"] = SampleEvent.link("v")
            better.data["reason"] = quoted("a third problem")
            try await world.take(
                .visit("v", problems: 2), better, .held("day"), .report("r-1", on: "v", item: 2),
                .report("r-2", on: "v", item: 3), .report("r-3", on: "w", item: 3), .report("r-4", on: "day", item: 1))
            try await world.take(.report("r-5", on: "w", item: 3), .report("r-6", on: "w", item: 4))

            #expect(try await world.applied() == ["day", "r-1", "r-3", "r-5", "v", "w"])
            #expect(try await world.letters().count == 3)
        }
    }

    @Test func `of a decision to research before it`() async throws {
        try await World.lending { world in
            try await world.take(.visit("v", problems: 1))
            for (id, item) in [("m-1", 1), ("m-2", 2)] {
                let research = #"[{"source":"/campus/oa","id":"v","item":\#(item)}]"#
                try await world.take(
                    SampleEvent.held(id, kind: "committee-meeting")
                        .setting("decisions", to: #"[{"matter":"照明","mode":"consensus","research":\#(research)}]"#))
            }
            #expect(try await world.applied() == ["m-1", "v"])
            #expect(try await world.letters() == ["unknown-target data.decisions"])
        }
    }
}

extension World {
    fileprivate func applied() async throws -> [String] {
        try await self.texts("SELECT id FROM activity.journal WHERE topic LIKE '%.journal' ORDER BY id")
    }
}

extension SampleEvent {
    fileprivate static func visit(_ id: String, problems: Int) -> SampleEvent {
        let list = (1...problems).map { #"{"title":"问题\#($0)"}"# }.joined(separator: ",")
        return SampleEvent.held(id, kind: "guidance-visit").setting("problems", to: "[\(list)]")
    }

    fileprivate static func report(_ id: String, on target: String, item: Int?) -> SampleEvent {
        let place = item.map { #","item":\#($0)"# } ?? ""
        let link = #"{"source":"/campus/oa","id":"\#(target)"\#(place)}"#
        return SampleEvent.held(id, kind: "report").setting("report", to: quoted("problem-list"))
            .setting("items", to: #"[{"title":"整改","answers":\#(link)}]"#)
    }
}
