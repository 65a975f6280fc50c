internal import JSON

/// How a record carries its CloudEvent, as its `content-type` header says.
enum ContentMode {
    /// The value is the data, the attributes are headers.
    case binary
    /// The value is a JSON object with attributes and data.
    case structured
    /// The value is an array of events, which does not exist on Kafka.
    case batch
    /// The value is neither JSON data nor a CloudEvent in JSON.
    case foreign

    /// The mode that the headers declare. Of several content types the last counts; none at all means binary.
    init(_ headers: some RecordHeaders) {
        self = .binary
        for index in 0..<headers.headerCount where Self.isDeclared(by: headers.headerName(index)) {
            if let value = headers.headerValue(index) { self = ContentMode(value) }
        }
    }

    /// Whether it is the header of that name which says it.
    static func isDeclared(by name: Span<UInt8>) -> Bool {
        name == "content-type" || name.count == 12 && hasPrefix(name, anyCase: "content-type")
    }

    /// The mode that a content type declares.
    init(_ contentType: Span<UInt8>) { self = Self.declared(by: contentType) }

    private static func declared(by contentType: Span<UInt8>) -> ContentMode {
        let mediaType = contentType.extracting(..<mediaTypeEnd(of: contentType))
        if hasPrefix(mediaType, anyCase: "application/cloudevents-batch") { return .batch }
        guard hasPrefix(mediaType, anyCase: "application/cloudevents") else {
            return isJSON(mediaType) ? .binary : .foreign
        }
        let format = mediaType.extracting(23...)
        if format.isEmpty || format.count == 5 && hasPrefix(format, anyCase: "+json") { return .structured }
        return .foreign
    }
}

/// Whether a media type, with parameters or not, means JSON: its subtype is `json` or ends in `+json`.
func isJSON(_ contentType: Span<UInt8>) -> Bool {
    let mediaType = contentType.extracting(..<mediaTypeEnd(of: contentType))
    guard mediaType.count > 5 else { return false }
    let suffix = mediaType.extracting(last: 5)
    return hasPrefix(suffix, anyCase: "/json") || hasPrefix(suffix, anyCase: "+json")
}

/// Where the parameters of a media type begin, spaces before them left out.
private func mediaTypeEnd(of contentType: Span<UInt8>) -> Int {
    var end = 0
    for index in contentType.indices {
        if contentType[index] == UInt8(ascii: ";") { break }
        if contentType[index] != UInt8(ascii: " ") { end = index + 1 }
    }
    return end
}
