import Kafka
import Messages

@testable import Notification

/// An alert as supervision publishes it, with what a test wants to vary.
struct SampleAlert {
    var id = "al-5f2c"
    var version: Int64 = 1
    var severity = "breach"
    var unit = "b-0103"
    var path = "/c/g-02/b-0103"

    /// The alert's data.
    var json: String {
        """
        {"alert":"\(self.id)","version":\(self.version),"status":"raised","severity":"\(self.severity)",\
        "unit":{"id":"\(self.unit)","path":"\(self.path)","name":"机电工程学院教工第一党支部"},\
        "requirement":{"id":"theme-day","gate":"standard-management","title":{"zh":"主题党日","en":"Theme Party day"},\
        "basis":[]},"window":{"from":"2021-04-01","to":"2021-04-30"},"verdict":"not-met",\
        "owedBy":[{"role":"branch-secretary","unit":"b-0103"}],"tell":[{"role":"organisation-department","unit":"c"}],\
        "asOf":"2021-05-04T00:00:00+08:00"}
        """
    }

    /// The alert as the service reads it.
    var received: ReceivedAlert {
        get throws {
            var reader = ReceivedRecordReader()
            let value = Array(self.json.utf8)
            let record = reader.alert(Envelope(source: "/s", id: "1", type: Alert.type).headers(), value: value.span)
            guard case .alert(let alert) = record else { throw Unexpected(description: "\(record)") }
            return alert
        }
    }

    /// The record that carries it.
    func record(on topics: Topics, id: String = "7-1") -> OutgoingRecord {
        .event(self.json, type: Alert.type, id: id, on: topics.supervisionAlerts)
    }
}

extension OutgoingRecord {
    /// A CloudEvent in binary mode.
    static func event(_ data: String, type: String, id: String, on topic: Topic) -> OutgoingRecord {
        let attributes = [
            ("content-type", "application/json"), ("ce_specversion", "1.0"), ("ce_type", type),
            ("ce_source", "/guoying/supervision"), ("ce_id", id),
        ]
        return OutgoingRecord(
            topic: topic.name, key: Array("b-0103".utf8), value: Array(data.utf8),
            headers: attributes.map { Header(name: $0.0, value: Array($0.1.utf8)) })
    }
}

/// Something else came than a test expects.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
}
