/// Who reports, from a viewpoint.
extension UnitFacts {
    /// The sources that report a kind for the unit, asked on a day, each once and by name.
    func sources(of kind: ActivityKind, on day: Day, _ view: Viewpoint) -> [SourceStanding] {
        let lineage = self.lineage(on: day, view)
        var standings: [SourceStanding] = []
        for index in self.duties.indices where self.isInForce(index, for: kind, on: day, view) {
            let source = self.duties[index].source
            guard lineage.contains(self.duties[index].unit), standings.last?.source != source else { continue }
            let watermark = self.watermark(of: source, for: kind, covering: lineage, view)
            standings.append(SourceStanding(source: source, watermark: watermark))
        }
        return standings
    }

    /// Whether a row is the newest of its source and subtree, and says that the kind is reported on a day.
    private func isInForce(_ index: Int, for kind: ActivityKind, on day: Day, _ view: Viewpoint) -> Bool {
        guard self.isSeen(index, view) else { return false }
        let newer = self.duties[(index + 1)...].indices.prefix {
            self.duties[$0].source == self.duties[index].source && self.duties[$0].unit == self.duties[index].unit
        }
        guard !newer.contains(where: { self.isSeen($0, view) }) else { return false }
        return self.duties[index].from.map { $0 <= day } ?? true
            && self.duties[index].through.map { day <= $0 } ?? true
            && self.duties[index].kinds.contains(kind)
    }

    private func isSeen(_ index: Int, _ view: Viewpoint) -> Bool {
        self.duties[index].recorded <= view.knownAt && self.duties[index].from.map { $0 <= view.day } ?? true
    }

    /// The newest watermark of a source that covers one of the units and a kind.
    private func watermark(
        of source: SourceName, for kind: ActivityKind, covering lineage: [UnitCode], _ view: Viewpoint
    ) -> Watermark? {
        let index = self.watermarks.indices.last {
            self.watermarks[$0].recorded <= view.knownAt && self.watermarks[$0].source == source
                && self.watermarks[$0].kinds.map { $0.contains(kind) } ?? true
                && self.watermarks[$0].unit.map { lineage.contains($0) } ?? true
        }
        return index.map { self.watermarks[$0] }
    }
}
