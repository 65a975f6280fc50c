/// Events as a campus system writes them into a file.
enum SentEvent {
    static func held(_ id: String, recorded: String) -> String {
        #"""
        {"specversion":"1.0","type":"guoying.activity.held.v1","source":"/campus/oa","id":"\#(id)",\#
        "recordedtime":"\#(recorded)T00:00:00+08:00","data":{"unit":"b-0103","kind":"theme-day",\#
        "startedAt":"2021-04-09T14:30:00+08:00"}}
        """#
    }

    static func watermark(_ id: String, source: String = "/campus/oa") -> String {
        #"""
        {"specversion":"1.0","type":"guoying.activity.watermark.v1","source":"\#(source)","id":"\#(id)",\#
        "recordedtime":"2021-05-01T00:00:00+08:00","data":{"until":"2021-05-01T00:00:00+08:00"}}
        """#
    }
}
