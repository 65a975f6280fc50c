internal import Kafka
internal import ServiceKit

/// Finds how far what cannot be read goes: records come in batches, and a batch that is damaged is lost as a whole.
///
/// One offset after another is tried, by a client of its own each, so that nothing that can be read is ever passed: the
/// broker does not say where a batch ends, and behind one that is damaged a good one may lie before the next.
struct UnreadableStretch {
    let partition: TopicPartition
    let settings: Settings

    /// How many offsets are tried at once.
    private static let width: Int64 = 8
    /// How long nothing may come of an offset before it counts as unreadable, and before nobody waits any longer.
    private static let (stallLimit, answerLimit) = (Duration.seconds(10), Duration.seconds(40))

    /// The first offset behind `offset` that can be read, or at which the log ends.
    ///
    /// - Throws: ``CommandFailure`` where the broker gives no answer, or another one when it is asked again.
    func end(after offset: Int64, progress: ProgressLine) async throws -> Int64 {
        guard try await !self.isReadable(offset) else {
            throw CommandFailure(
                "\(self.partition) can be read at offset \(offset) from here; start the service again, it may do so too"
            )
        }
        var next = offset + 1
        while true {
            progress.show("looking for the end of what cannot be read: offset \(next)")
            let answers = try await self.answers(for: next..<(next + Self.width))
            guard let found = answers.firstIndex(of: true) else {
                next += Self.width
                continue
            }
            let end = next + Int64(found)
            // A slow broker may have been taken for a damaged batch.
            if end > offset + 1, try await self.isReadable(end - 1) {
                throw CommandFailure(
                    "\(self.partition) could not be read at offset \(end - 1), and now can: the broker is slow; try again; "
                        + "nothing was changed")
            }
            return end
        }
    }

    private func answers(for offsets: Range<Int64>) async throws -> [Bool] {
        try await withThrowingTaskGroup(of: (Int64, Bool).self) { group in
            for offset in offsets { group.addTask { (offset, try await self.isReadable(offset)) } }
            var answers = [Bool](repeating: false, count: offsets.count)
            for try await (offset, isReadable) in group { answers[Int(offset - offsets.lowerBound)] = isReadable }
            return answers
        }
    }

    /// Whether a record comes of an offset, or the end of the log.
    private func isReadable(_ offset: Int64) async throws -> Bool {
        var settings = self.settings
        settings.stallLimit = Self.stallLimit
        let partition = self.partition
        return try await Reader.opening("guoying-skip", settings: settings) { reader in
            try await reader.read([partition: .offset(offset)])
            let deadline = ContinuousClock.now + Self.answerLimit
            while .now < deadline {
                let batch = try await reader.nextBatch(records: 1)
                if !batch.records.isEmpty || batch.ends[partition] != nil { return true }
                guard let fault = batch.faults.first(where: { $0.error.reaction == .reject }) else { continue }
                // Behind the end of the log lies nothing that could be passed.
                return fault.error.isOutOfRange
            }
            throw CommandFailure(
                "the broker gives no answer for \(partition) at offset \(offset); nothing was changed",
                exitCode: .unreachable)
        }
    }
}
