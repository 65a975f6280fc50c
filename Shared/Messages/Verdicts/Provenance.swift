public import Domain
internal import JSON

/// What a verdict was computed from, so that anybody can compute it again and compare.
public struct Provenance: Hashable, Sendable {
    /// The pack by which was judged.
    public struct PackEdition: Hashable, Sendable {
        /// Its name.
        public let id: PackID
        /// Its version.
        public let version: String
        /// `sha256:` and the digest of what it asks.
        public let digest: String

        /// The edition that a pack is.
        public init(_ pack: Pack) {
            self.id = pack.id
            self.version = pack.version
            self.digest = pack.digest
        }

        init?(_ element: Element?) {
            guard let id = element?.member("id")?.string, let version = element?.member("version")?.string,
                let digest = element?.member("digest")?.string
            else { return nil }
            self.id = PackID(rawValue: id)
            self.version = version
            self.digest = digest
        }
    }

    /// How far the journals of the owners were when the facts of the unit were read.
    public struct Positions: Hashable, Sendable {
        /// The head of the register's lane.
        public let registry: Int64
        /// The lane in which activity keeps the unit's records, and supervision its waivers.
        public let lane: Int
        /// The head of that lane of activity's.
        public let activity: Int64
        /// The head of the lane in which activity keeps watermarks.
        public let watermarks: Int64
        /// The head of the unit's lane of supervision's.
        public let waivers: Int64

        /// The heads of the lanes that bear on a unit.
        public init(registry: Int64, lane: Int, activity: Int64, watermarks: Int64, waivers: Int64) {
            self.registry = registry
            self.lane = lane
            self.activity = activity
            self.watermarks = watermarks
            self.waivers = waivers
        }

        init?(_ element: Element?) {
            guard let registry = element?.member("registry")?.integer,
                let lane = element?.member("activity")?.member("lane")?.integer, (0..<Int64(Lane.count)).contains(lane),
                let activity = element?.member("activity")?.member("position")?.integer,
                let watermarks = element?.member("watermarks")?.integer,
                let waivers = element?.member("waivers")?.integer
            else { return nil }
            self.init(
                registry: registry, lane: Int(lane), activity: activity, watermarks: watermarks, waivers: waivers)
        }
    }

    /// The instant as of which, and with the knowledge of which, was judged.
    public let asOf: Instant
    /// The pack by which was judged.
    public let pack: PackEdition
    /// `sha256:` and the digest of the facts in their canonical lines.
    public let inputs: String
    /// How far the facts were read.
    public let positions: Positions
    /// Of which days records and letters were read; all where there is none.
    public let days: Period?

    /// What a verdict was computed from.
    public init(asOf: Instant, pack: PackEdition, inputs: String, positions: Positions, days: Period?) {
        self.asOf = asOf
        self.pack = pack
        self.inputs = inputs
        self.positions = positions
        self.days = days
    }

    init?(_ element: Element) {
        guard let asOf = element.member("asOf")?.string.flatMap({ Instant($0) }),
            let pack = PackEdition(element.member("pack")), let inputs = element.member("inputs")?.string,
            let positions = Positions(element.member("positions"))
        else { return nil }
        var days: Period?
        if let read = element.member("days") {
            guard let period = Period(read) else { return nil }
            days = period
        }
        self.init(asOf: asOf, pack: pack, inputs: inputs, positions: positions, days: days)
    }

    /// Writes its members into the open object.
    func write(into writer: inout JSONWriter) {
        writer.member("asOf", self.asOf.description)
        writer.key("pack")
        writer.object { writer in
            writer.member("id", self.pack.id.rawValue)
            writer.member("version", self.pack.version)
            writer.member("digest", self.pack.digest)
        }
        writer.member("inputs", self.inputs)
        writer.key("positions")
        writer.object { writer in
            writer.member("registry", Int(self.positions.registry))
            writer.key("activity")
            writer.object { writer in
                writer.member("lane", self.positions.lane)
                writer.member("position", Int(self.positions.activity))
            }
            writer.member("watermarks", Int(self.positions.watermarks))
            writer.member("waivers", Int(self.positions.waivers))
        }
        if let days { writer.member("days", days) }
    }
}
