import Domain
import Messages

/// A theme Party day as an office system sends it.
struct SampleEvent {
    let headers: HeaderList
    let value: [UInt8]

    init(number: Int) {
        var headers = HeaderList()
        headers.append("content-type", "application/cloudevents+json")
        self.headers = headers
        let day = number % 28 + 1
        let date = "2021-03-\(day < 10 ? "0" : "")\(day)"
        self.value = Array(
            """
            {"specversion":"1.0","id":"d9a5cf42-35a7-4f9d-8d0f-\(100_000_000_000 + number)","source":"/campus/oa",\
            "type":"guoying.activity.held.v1","time":"\(date)T16:30:00+08:00",\
            "recordedtime":"\(date)T19:30:00+08:00","data":{"unit":"b-\(1_000 + number)","kind":"theme-day",\
            "title":"学习党的百年奋斗历史，交流学习体会，开展志愿服务实践活动","startedAt":"\(date)T14:30:00+08:00",\
            "place":{"name":"实训楼 A203","type":"training-base"},"chairedBy":"secretary",\
            "attendance":{"due":32,"present":\(22 + number % 9),"excused":2},"segments":\
            [{"part":"study","minutes":60},{"part":"exchange","minutes":60},{"part":"practice","minutes":60}]}}
            """.utf8)
    }

    /// Something of a kind, with all that only this kind carries.
    init(of kind: ActivityKind) { self.init(data: SchemaDocument.sample(of: kind)) }

    /// A meeting as most are sent: an agenda, a decision and its vote.
    init(meeting kind: ActivityKind) {
        self.init(
            data: """
                {"unit":"b-0103","kind":"\(kind.rawValue)","title":"讨论接收预备党员","startedAt":"2021-04-30T14:30:00+08:00",\
                "endedAt":"2021-04-30T16:00:00+08:00","attendance":{"due":21,"present":18,"excused":2},\
                "agenda":[{"title":"讨论接收预备党员","minutes":40}],"decisions":[{"matter":"接收预备党员",\
                "vote":{"matter":"admission","method":"secret","due":19,"present":18,"for":17,"abstained":1}}]}
                """)
    }

    private init(data: String) {
        var headers = HeaderList()
        headers.append("content-type", "application/cloudevents+json")
        self.headers = headers
        self.value = Array(
            """
            {"specversion":"1.0","id":"d9a5cf42-35a7-4f9d-8d0f-100000000000","source":"/campus/oa",\
            "type":"guoying.activity.held.v1","time":"2021-04-30T16:30:00+08:00",\
            "recordedtime":"2021-04-30T19:30:00+08:00","data":\(data)}
            """.utf8)
    }
}
