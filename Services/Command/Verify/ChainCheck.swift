internal import Crypto
internal import Machines
internal import Messages
internal import Pipeline

/// Follows one lane from its first entry to its head: whether no position is missing, whether each entry's digest is
/// that of what it says, and whether the chain over the digests comes out as the lane's.
///
/// The chain covers digests, so that it can be followed over an entry whose payload was blanked.
struct ChainCheck {
    let service: String
    let lane: Int
    /// The head as the lane has it.
    let head: LaneHead
    /// How far it was followed.
    private(set) var reached = LaneHead.beginning
    private var isBroken = false
    private var hasher = SHA256()

    init(_ service: String, lane: Int, head: LaneHead) {
        self.service = service
        self.lane = lane
        self.head = head
    }

    /// Goes on to the next entry.
    mutating func take(_ journaled: JournaledEntry, into found: inout Discrepancies) {
        let position = journaled.number.position
        if position != self.reached.position + 1, !self.resumes(journaled) { found.append(self.gap(before: position)) }
        if position > self.head.position {
            found.append(
                self.discrepancy(
                    at: position, "entry", found: "an entry behind the head of the lane",
                    expected: "none behind \(self.head.position)"))
        }
        let digest = journaled.entry.digest(acceptedAt: journaled.accepted)
        let stored = Digest(journaled.digest)
        if digest != stored {
            found.append(
                self.discrepancy(
                    at: position, "entry of type \(journaled.entry.type)",
                    found: "one whose digest is \(digest)", expected: Hex.encode(journaled.digest)))
        }
        self.reached.advance(to: position, over: stored ?? digest, with: &self.hasher)
    }

    /// Whether the lane goes on with the entry, far behind its head, as an operator has ordered after the database had
    /// gone back. The entry says behind which position, and the chain covers it.
    private func resumes(_ journaled: JournaledEntry) -> Bool {
        guard journaled.entry.type == LaneResumption.type(of: self.service), let value = journaled.entry.value else {
            return false
        }
        return LaneResumption(data: value)?.head == self.reached.position
            && journaled.number.position % LaneResumption.eraLength == 1
    }

    /// What shows only at the end of the lane. Over a gap no chain can be followed: the gap is what is told.
    mutating func end(into found: inout Discrepancies) {
        if self.reached.position < self.head.position { found.append(self.gap(before: self.head.position + 1)) }
        guard !self.isBroken, self.reached.chain != self.head.chain else { return }
        found.append(
            self.discrepancy(
                at: self.head.position, "chain", found: "\(self.head.chain)",
                expected:
                    "\(self.reached.chain), which follows from the entries 1 to \(self.reached.position)"))
    }

    private mutating func gap(before position: Int64) -> Discrepancy {
        self.isBroken = true
        let first = self.reached.position + 1
        let missing = first < position - 1 ? "entries \(first) to \(position - 1)" : "an entry"
        return self.discrepancy(at: first, "entry", found: "nothing", expected: missing)
    }

    private func discrepancy(
        at position: Int64, _ subject: String, found: String, expected: String
    ) -> Discrepancy {
        Discrepancy(
            self.service, JournalNumber(lane: self.lane, position: position), .journal(subject), found: found,
            expected: expected)
    }
}
