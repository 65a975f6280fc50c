internal import Domain
internal import JSON
internal import Messages
internal import Pipeline

/// The watermarks, each until when it counted. They come in the order in which they took effect: all lie in lane 0.
struct WatermarkProjection {
    static let table = ProjectedTable("activity", "watermark", key: "position", by: .positions)

    /// What a watermark speaks of: of two that speak of the same, one stands.
    private struct Subject: Hashable {
        let source: String
        let unit: UnitCode?
        let kinds: [String]?
    }

    private var standing: [Subject: (row: ProjectedRow, recorded: Instant)] = [:]

    /// Those that still count.
    var standingRows: [ProjectedRow] { self.standing.values.map(\.row) }

    /// Takes in a watermark that took effect; gives the one that counts no more.
    mutating func take(_ event: ReplayedEvent, _ watermark: ActivityEvent.Watermark) -> [ProjectedRow] {
        let kinds = watermark.kinds.map { $0.map(\.rawValue).sorted() }
        let subject = Subject(source: event.source, unit: watermark.unit, kinds: kinds)
        var row = ProjectedRow(
            table: Self.table, number: event.number,
            columns: [
                "source": .text(event.source), "until": .instant(watermark.until),
                "unit": .text(watermark.unit?.rawValue), "kinds": Self.list(kinds),
                "recorded": .instant(event.recorded),
                "accepted": .instant(event.accepted), "position": .number(event.number.position),
                "recorded_until": .text("infinity"), "position_until": .number(Int64.max),
            ])
        guard let older = self.standing.updateValue((row, event.recorded), forKey: subject) else { return [] }
        let end = ProjectedValue.number(event.number.position)
        // One that was recorded earlier than the one that stands goes before it at once.
        if older.recorded > event.recorded {
            self.standing[subject] = older
            row.columns["recorded_until"] = .instant(older.recorded)
            row.columns["position_until"] = end
            return [row]
        }
        var ended = older.row
        ended.columns["recorded_until"] = .instant(event.recorded)
        ended.columns["position_until"] = end
        return [ended]
    }

    private static func list(_ words: [String]?) -> ProjectedValue {
        guard let words else { return .null }
        var writer = JSONWriter()
        writer.array { writer in for word in words { writer.string(word) } }
        return .json(String(decoding: writer.bytes, as: UTF8.self))
    }
}
