internal import Glibc

/// A run of bytes that grows while a batch is gathered and is only read afterwards.
///
/// Written by one builder before anybody else sees it, which is why it may be shared without a lock.
@safe final class ByteArena: @unchecked Sendable {
    private var start: UnsafeMutableRawPointer?
    private(set) var count = 0
    private var capacity = 0

    deinit { unsafe free(self.start) }

    /// Makes room for `capacity` bytes.
    func reserve(_ capacity: Int) {
        guard capacity > self.capacity else { return }
        // The kernel moves large blocks by their pages, so growing copies nothing.
        guard let grown = unsafe realloc(self.start, capacity) else {
            preconditionFailure("no memory for a batch of \(capacity) bytes")
        }
        unsafe self.start = grown
        self.capacity = capacity
    }

    /// Copies `count` bytes to the end.
    func append(_ bytes: UnsafeRawPointer, _ count: Int) -> RecordStorage.Extent {
        if self.count + count > self.capacity { self.reserve(max(4_096, self.capacity * 2, self.count + count)) }
        let extent = RecordStorage.Extent(start: self.count, end: self.count + count)
        if count > 0, let start = unsafe self.start {
            unsafe memcpy(start + self.count, bytes, count)
            self.count += count
        }
        return extent
    }

    /// Copies `bytes` to the end.
    func append(_ bytes: [UInt8]) -> RecordStorage.Extent {
        unsafe bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else {
                return RecordStorage.Extent(start: self.count, end: self.count)
            }
            return unsafe self.append(start, bytes.count)
        }
    }

    /// The bytes at `extent`; valid for as long as the arena is.
    func bytes(_ extent: RecordStorage.Extent) -> UnsafeBufferPointer<UInt8> {
        precondition(extent.start >= 0 && extent.start <= extent.end && extent.end <= self.count, "beyond the batch")
        let bytes = unsafe UnsafeRawBufferPointer(
            start: self.start.map { unsafe UnsafeRawPointer($0) + extent.start }, count: extent.end - extent.start)
        return unsafe bytes.assumingMemoryBound(to: UInt8.self)
    }
}
