import Messages
import Testing

@Suite struct `A record is refused` {
    @Suite struct `as undecodable` {
        @Test func `when it is a tombstone`() {
            var record = SampleEvent().record
            record.value = nil

            #expect(record.fault == Fault(.undecodable))
        }

        @Test(
            arguments: SampleEvent.Mode.allCases,
            [
                "", " ", "{", "not JSON", "{\"unit\": \"b-1\"} {}", "\u{feff}{}", "{\"unit\": \"\\u0000\"}",
                "{\"unit\": \"\\ud800\"}", "{\"unit\": \"b-1\", \"\\u0075nit\": \"b-2\"}",
                "{\"n\": 18446744073709551616}",
                "{\"n\": 1e999}",
            ])
        func `when its data is not sound JSON`(mode: SampleEvent.Mode, data: String) {
            let fault = SampleEvent(in: mode, data: data).record.fault

            #expect(fault?.code == .undecodable)
            #expect(fault?.stage == .decode)
        }

        @Test func `when it nests too deep`() {
            let depth = 100
            let data = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)

            #expect(SampleEvent(data: data).record.fault?.code == .undecodable)
        }

        @Test(arguments: SampleEvent.Mode.allCases)
        func `when it is not UTF-8`(mode: SampleEvent.Mode) {
            var record = SampleEvent(in: mode).record
            record.value?.insert(0xff, at: 20)

            #expect(record.fault?.code == .undecodable)
        }

        @Test func `with the path of what is unsound`() {
            let data = #"{"attendance": {"due": 1, "due": 2}}"#

            #expect(SampleEvent(data: data).record.fault?.field == "data.attendance.due")
            #expect(SampleEvent(in: .structured, data: data).record.fault?.field == "data.attendance.due")
        }

        @Test(arguments: SampleEvent.Mode.allCases)
        func `without a path where that would be longer than one may be`(mode: SampleEvent.Mode) {
            let name = String(repeating: "a", count: 300)
            let value = mode == .binary ? "bell \u{7}" : String(repeating: "b", count: 3_000)
            let keys = String(repeating: "{\"\(String(repeating: "k", count: 64))\":", count: 5)

            #expect(SampleEvent(in: mode).setting(name, to: value).record.fault?.field == "")
            #expect(SampleEvent(in: mode, data: keys).record.fault == Fault(.undecodable))
        }

        @Test func `when two headers of one attribute differ`() {
            var record = SampleEvent().record
            record.headers.append("ce_traceparent", "00-ab")
            record.headers.append("ce_traceparent", "00-cd")

            #expect(record.fault == Fault(.undecodable, at: "traceparent"))
        }

        @Test func `when a header contradicts the body`() {
            var record = SampleEvent(in: .structured).record
            record.headers.append("ce_id", "8842")

            #expect(record.fault == Fault(.undecodable, at: "id"))
        }

        @Test func `when its data is in base64`() {
            var record = SampleEvent(in: .structured).record
            record.value = Array(
                #"{"specversion":"1.0","id":"1","source":"/s","type":"guoying.activity.held.v1","data_base64":"e30="}"#
                    .utf8)

            #expect(record.fault == Fault(.undecodable, at: "data_base64"))
        }

        @Test(arguments: ["text/plain", "application/xml", "application/cloudevents+avro", "application/jsonx", ""])
        func `when its content type is not JSON`(contentType: String) {
            var record = SampleEvent().record
            record.headers.append("content-type", contentType)

            #expect(record.fault == Fault(.undecodable, at: "datacontenttype"))
        }

        @Test(arguments: SampleEvent.Mode.allCases)
        func `when its datacontenttype is not JSON`(mode: SampleEvent.Mode) {
            let event = SampleEvent(in: mode).setting("datacontenttype", to: "application/xml")

            #expect(event.record.fault == Fault(.undecodable, at: "datacontenttype"))
        }

        @Test(arguments: SampleEvent.Mode.allCases, ["\u{1}", "a\nb", "a\u{7f}", "a\u{85}b"])
        func `when an attribute holds a control character`(mode: SampleEvent.Mode, value: String) {
            let fault = SampleEvent(in: mode).setting("id", to: value).record.fault

            #expect(fault == Fault(.undecodable, at: "id"))
        }

        @Test func `when a header is not UTF-8`() {
            var record = SampleEvent().record
            let bytes: [UInt8] = [0xc3, 0x28]
            record.headers.append("ce_traceparent", bytes.span)

            #expect(record.fault == Fault(.undecodable, at: "traceparent"))
        }

        @Test(arguments: ["5", "true", "{}", "[\"/campus/oa\"]"])
        func `when an attribute of ours is no string`(source: String) {
            var record = SampleEvent(in: .structured).record
            record.value = Array("{\"specversion\":\"1.0\",\"source\":\(source),\"data\":{}}".utf8)

            #expect(record.fault == Fault(.undecodable, at: "source"))
        }

        @Test(arguments: ["[]", "5", "\"text\"", "null"])
        func `when a structured record is no object`(value: String) {
            var record = SampleEvent(in: .structured).record
            record.value = Array(value.utf8)

            #expect(record.fault == Fault(.undecodable))
        }
    }

    @Suite struct `as a batch` {
        @Test(arguments: ["application/cloudevents-batch+json", "Application/CloudEvents-Batch+JSON; charset=UTF-8"])
        func `by its content type`(contentType: String) {
            var record = SampleEvent().record
            record.headers.append("content-type", contentType)

            #expect(record.fault == Fault(.batchMode))
            #expect(record.fault?.stage == .envelope)
        }

        @Test func `only where it is JSON at all`() {
            var record = SampleEvent().record
            record.headers.append("content-type", "application/cloudevents-batch+json")
            record.value = Array("[{".utf8)

            #expect(record.fault?.code == .undecodable)
        }
    }

    @Suite struct `for its envelope` {
        @Test(arguments: SampleEvent.Mode.allCases, ["specversion", "id", "source", "type"])
        func `when a required attribute is absent or empty`(mode: SampleEvent.Mode, attribute: String) {
            let absent = SampleEvent(in: mode).setting(attribute, to: nil).record.fault
            let empty = SampleEvent(in: mode).setting(attribute, to: "").record.fault

            #expect(absent == Fault(.missingAttribute, at: attribute))
            #expect(empty == Fault(.missingAttribute, at: attribute))
            #expect(absent?.stage == .envelope)
        }

        @Test func `when a required header has no value`() {
            var record = SampleEvent().setting("id", to: nil).record
            record.headers.append("ce_id", nil)

            #expect(record.fault == Fault(.missingAttribute, at: "id"))
        }

        @Test func `when a structured record has lost its content type`() {
            var record = SampleEvent(in: .structured).record
            record.headers = HeaderList()

            #expect(record.fault?.code == .missingAttribute)
        }

        @Test func `when it names headers as no client should`() {
            var record = SampleEvent().setting("id", to: nil).record
            record.headers.append("CE_ID", "8841")

            #expect(record.fault == Fault(.missingAttribute, at: "id"))
        }

        @Test(arguments: SampleEvent.Mode.allCases, ["0.3", "1", "1.0.2", "2.0"])
        func `when its specversion is not listed`(mode: SampleEvent.Mode, version: String) {
            let fault = SampleEvent(in: mode).setting("specversion", to: version).record.fault

            #expect(fault == Fault(.unsupportedType, at: "specversion"))
        }

        @Test(arguments: SampleEvent.Mode.allCases, ["guoying.activity.held.v2", "held", "Guoying.activity.held.v1"])
        func `when its type is not listed`(mode: SampleEvent.Mode, type: String) {
            let fault = SampleEvent(in: mode).setting("type", to: type).record.fault

            #expect(fault == Fault(.unsupportedType, at: "type"))
        }

        @Test(arguments: SampleEvent.Mode.allCases, ["", "2021-04-09T17:30:00", "yesterday", "2021-02-30T00:00:00Z"])
        func `when its time cannot be read`(mode: SampleEvent.Mode, time: String) {
            let fault = SampleEvent(in: mode).setting("time", to: time).record.fault

            #expect(fault == Fault(.schema, at: "time"))
        }
    }

    @Suite struct `as too large` {
        @Test(arguments: SampleEvent.Mode.allCases)
        func `from the first byte over the limit on`(mode: SampleEvent.Mode) {
            var record = SampleEvent(in: mode).record
            let padding = Limits.eventBytes - (record.value?.count ?? 0)
            record.value?.append(contentsOf: [UInt8](repeating: UInt8(ascii: " "), count: padding))

            #expect(record.fault == nil)

            record.value?.append(UInt8(ascii: " "))

            #expect(record.fault == Fault(.tooLarge))
            #expect(record.fault?.stage == .decode)
        }

        @Test func `before anything else is looked at`() {
            var record = SampleEvent().setting("id", to: nil).record
            record.headers.append("ce_source", "/another")
            record.value = [UInt8](repeating: 0, count: Limits.eventBytes + 1)

            #expect(record.fault == Fault(.tooLarge))
        }

        @Test func `when an attribute is longer than any name needs to be`() {
            let id = String(repeating: "x", count: Limits.attributeBytes)

            #expect(SampleEvent().setting("id", to: id).record.fault == nil)
            #expect(SampleEvent().setting("id", to: id + "x").record.fault == Fault(.tooLarge, at: "id"))
        }

        @Test func `when it has more attributes than any event needs`() {
            var record = SampleEvent().record
            for number in 0...Limits.attributes { record.headers.append("ce_x\(number)", "") }

            #expect(record.fault == Fault(.tooLarge))
        }
    }

    @Suite struct `for the first of several faults` {
        @Test func `undecodable before all`() {
            let event = SampleEvent(data: "{").setting("id", to: nil).setting("type", to: "x").setting("time", to: "x")

            #expect(event.record.fault?.code == .undecodable)
        }

        @Test func `then a missing attribute`() {
            let event = SampleEvent(data: "{}").setting("id", to: nil).setting("type", to: "x").setting("time", to: "x")

            #expect(event.record.fault == Fault(.missingAttribute, at: "id"))
        }

        @Test func `then an unsupported type`() {
            let event = SampleEvent(data: "{}").setting("type", to: "x").setting("time", to: "x")

            #expect(event.record.fault == Fault(.unsupportedType, at: "type"))
        }

        @Test func `then what its data breaks`() {
            #expect(SampleEvent(data: "{}").setting("time", to: "x").record.fault?.code == .schema)
        }

        @Test func `in the order of the contract`() {
            #expect(
                FaultCode.allCases.map(\.rawValue) == [
                    "undecodable", "batch-mode", "missing-attribute", "unsupported-type", "schema", "too-large",
                    "future", "source-not-allowed", "conflicting-duplicate", "unknown-unit", "unknown-target",
                    "privacy", "internal",
                ])
        }
    }

    @Test func `without a word of what it held`() {
        let data = SampleEvent.themeDay(setting: "unit", to: "\"a secret name\"")

        let fault = SampleEvent(data: data).record.fault

        #expect(fault.map(String.init(describing:)) == "schema at data.unit")
    }
}
