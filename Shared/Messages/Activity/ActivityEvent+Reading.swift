public import JSON

extension ActivityEvent: MessageBody {
    /// The types of activity events.
    public static var types: [String] { ActivityType.allCases.map(\.rawValue) }

    /// Reads the data of an activity event.
    public static func read(_ data: Element, type: Int) throws(Fault) -> ActivityEvent {
        switch ActivityType.allCases[type] {
        case .held:
            return .held(try KindDescription.named(by: data).readHeld(data))
        case .corrected:
            let correction = try KindDescription.named(by: data).readCorrection(data)
            return .corrected(correction.held, of: correction.target)
        case .retracted:
            return .retracted(try RecordDescription.retracted.read(data))
        case .watermark:
            return .watermark(try RecordDescription.watermark.read(data))
        }
    }
}
