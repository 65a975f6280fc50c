import Domain
import Messages
import Testing

@Suite struct `An envelope` {
    @Test(arguments: SampleEvent.Mode.allCases)
    func `is read from either mode`(mode: SampleEvent.Mode) throws {
        let event = SampleEvent(in: mode).setting("authid", to: "p-17").setting("causationid", to: "c-1")
            .setting("correlationid", to: "k-1")

        let envelope = try event.record.decode().envelope

        #expect(envelope.source == "/campus/oa")
        #expect(envelope.id == "8841")
        #expect(envelope.type == "guoying.activity.held.v1")
        #expect(envelope.subject == "b-0103")
        #expect(envelope.time == Instant("2021-04-09T09:30:00Z"))
        #expect(envelope.recorded == Instant("2021-04-10T00:00:00Z"))
        #expect(envelope.actor == "p-17")
        #expect(envelope.causation == "c-1")
        #expect(envelope.correlation == "k-1")
        #expect(envelope.others.isEmpty)
    }

    @Test(arguments: SampleEvent.Mode.allCases)
    func `keeps the attributes that mean nothing here`(mode: SampleEvent.Mode) throws {
        let event = SampleEvent(in: mode).setting("traceparent", to: "00-ab").setting("partitionkey", to: "")

        let envelope = try event.record.decode().envelope

        let others = Set(envelope.others)
        #expect(
            others == [
                Envelope.Attribute(name: "traceparent", value: "00-ab"),
                Envelope.Attribute(name: "partitionkey", value: ""),
            ])
    }

    @Test func `keeps what is no string in JSON as JSON text`() throws {
        let record = structured(#", "sequence": 7, "sampled": true, "more": {"a": [1]}"#)

        let envelope = try record.decode().envelope

        #expect(
            envelope.others == [
                Envelope.Attribute(name: "sequence", value: "7"), Envelope.Attribute(name: "sampled", value: "true"),
                Envelope.Attribute(name: "more", value: #"{"a":[1]}"#),
            ])
    }

    @Test func `passes over what no attribute can be called`() throws {
        let record = structured(#", "": "nameless""#)
        var headers = SampleEvent().record
        headers.headers.append("ce_data", "x")
        headers.headers.append("ce_data_base64", "eA==")

        #expect(try record.decode().envelope.others.isEmpty)
        #expect(try headers.decode().envelope.others.isEmpty)
    }

    @Test func `takes null in JSON for absence`() throws {
        let record = structured(#", "subject": null, "time": null, "data_base64": null"#)

        let envelope = try record.decode().envelope

        #expect(envelope.subject == nil)
        #expect(envelope.time == nil)
    }

    @Test(arguments: [
        "application/json", "APPLICATION/JSON", "application/json; charset=utf-8", "text/json", "a/b+json",
    ])
    func `is binary where the content type is JSON`(contentType: String) throws {
        var record = SampleEvent().record
        record.headers.append("CONTENT-TYPE", contentType)

        #expect(record.fault == nil)
    }

    @Test func `is binary where there is no content type`() throws {
        var headers = HeaderList()
        for (name, value) in SampleEvent().attributes { headers.append("ce_" + name, value) }

        #expect(SampleRecord(headers: headers, value: Array(SampleEvent.themeDay.utf8)).fault == nil)
    }

    @Test func `counts the last of several content types`() throws {
        var record = SampleEvent(in: .structured).record
        var headers = HeaderList()
        headers.append("content-type", "application/json")
        headers.append(contentsOf: record.headers)
        record.headers = headers

        #expect(record.fault == nil)
    }

    @Test(arguments: ["application/cloudevents", "Application/CloudEvents+JSON", "application/cloudevents+json;a=b"])
    func `is structured by its content type in any case`(contentType: String) throws {
        var record = SampleEvent(in: .structured).record
        record.headers.append("content-type", contentType)

        #expect(record.fault == nil)
    }

    @Test func `may repeat in headers what its body says`() throws {
        var record = SampleEvent(in: .structured).record
        record.headers.append("ce_id", "8841")
        record.headers.append("ce_traceparent", "00-ab")

        let envelope = try record.decode().envelope

        #expect(envelope.id == "8841")
        #expect(envelope.others.isEmpty)
    }

    @Test(arguments: SampleEvent.Mode.allCases)
    func `ignores a recorded time that cannot be read`(mode: SampleEvent.Mode) throws {
        let event = SampleEvent(in: mode).setting("recordedtime", to: "last week")

        let envelope = try event.record.decode().envelope

        #expect(envelope.recorded == nil)
    }

    @Test(arguments: SampleEvent.Mode.allCases)
    func `needs no time and no subject`(mode: SampleEvent.Mode) throws {
        let event = SampleEvent(in: mode).setting("time", to: nil).setting("subject", to: nil)

        let envelope = try event.record.decode().envelope

        #expect(envelope.time == nil)
        #expect(envelope.subject == nil)
    }

    @Test func `may say the same thing in two headers`() throws {
        var record = SampleEvent().record
        record.headers.append("ce_id", "8841")

        #expect(record.fault == nil)
    }

    @Test(arguments: SampleEvent.Mode.allCases)
    func `is written as it is read`(mode: SampleEvent.Mode) throws {
        var envelope = Envelope(source: "/guoying/activity", id: "7-42", type: "guoying.activity.held.v1")
        envelope.subject = "b-0103"
        envelope.time = Instant("2021-04-09T09:30:00.25Z")
        envelope.recorded = Instant("2021-04-10T00:00:00Z")
        envelope.actor = "p-17"
        envelope.causation = "c-1"
        envelope.correlation = "k-1"
        envelope.others = [Envelope.Attribute(name: "traceparent", value: "00-ab")]

        let record = envelope.record(in: mode, data: SampleEvent.themeDay)

        #expect(try record.decode().envelope == envelope)
    }

    /// A structured record with more members.
    private func structured(_ members: String) -> SampleRecord {
        var record = SampleEvent(in: .structured).record
        let text = """
            {"specversion": "1.0", "id": "8841", "source": "/campus/oa", "type": "guoying.activity.held.v1"\(members),
             "data": \(SampleEvent.themeDay)}
            """
        record.value = Array(text.utf8)
        return record
    }
}

extension Envelope {
    /// The record that our own writers make.
    fileprivate func record(in mode: SampleEvent.Mode, data: String) -> SampleRecord {
        switch mode {
        case .binary:
            SampleRecord(headers: self.headers(), value: Array(data.utf8))
        case .structured:
            SampleRecord(headers: Self.structuredHeaders(), value: self.structured(data: Array(data.utf8).span))
        }
    }
}
