public import JSON

extension ActivityEvent: MessageBody {
    /// The types of activity events.
    public static var types: [String] { ActivityType.allCases.map(\.rawValue) }

    /// Reads the data of an activity event.
    public static func read(_ data: Element, type: Int) throws(Fault) -> ActivityEvent {
        switch ActivityType.allCases[type] {
        case .held:
            return .held(try HeldForm.read(data, isCorrection: false).held)
        case .corrected:
            let form = try HeldForm.read(data, isCorrection: true)
            return .corrected(form.held, of: form.target)
        case .retracted:
            return .retracted(try ObjectShape(RetractedForm()).read(data).target)
        case .watermark:
            return .watermark(try ObjectShape(WatermarkForm()).read(data).watermark)
        }
    }
}
