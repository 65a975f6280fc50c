public import Crypto
public import Domain

extension ActivityEvent {
    /// Something that took place, as far as rules read it. All else that was sent stays in the message's data.
    public struct Held: Hashable, Sendable {
        /// The unit that held it.
        public internal(set) var unit: UnitCode = ""
        /// What it was.
        public internal(set) var kind: ActivityKind
        /// When it began. It belongs to the day in Asia/Shanghai that this lies in.
        public internal(set) var startedAt = Instant(microseconds: 0)
        /// When it ended, where that was sent; not before it began.
        public internal(set) var endedAt: Instant?
        /// Who was expected and who came; nil where it was not sent at all.
        public internal(set) var attendance: Attendance?
        /// How long each part took; nil where no segments were sent at all, which is not the same as an empty list.
        public internal(set) var segments: SegmentMinutes?
        /// What a `report` reports, such as `problem-list`.
        public internal(set) var report: String?
        /// What a `term-reminder` is about, such as `committee-term`.
        public internal(set) var about: String?
        /// The unit that reminded.
        public internal(set) var by: UnitCode?

        /// The records that it refers to.
        public internal(set) var links: [Link] = []

        /// Something of that kind, before its members are read.
        init(kind: ActivityKind) { self.kind = kind }

        /// The member that refers to a record, given by its identity, or to a place in its list; none where nothing
        /// does.
        public func member(linkingTo identity: Digest16, item: Int? = nil) -> String? {
            self.links.first { $0.target.identity == identity && (item == nil || $0.item == item) }?.member
        }

        /// What requirements look at.
        public var detail: ActivityDetail {
            ActivityDetail(
                segments: self.segments, attendance: self.attendance, report: self.report, about: self.about,
                by: self.by)
        }
    }
}
