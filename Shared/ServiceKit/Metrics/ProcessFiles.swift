internal import Glibc

/// What the kernel says about this process, under `/proc`.
enum ProcessFiles {
    /// Memory that is really there, in bytes.
    static var residentBytes: Int? {
        guard let pages = Self.fields("/proc/self/statm", after: nil)?.dropFirst().first.flatMap({ Int($0) }) else {
            return nil
        }
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }

    /// How many descriptors are open, the one that asks not counted.
    static var openDescriptors: Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var entries = 0
        while readdir(folder) != nil { entries += 1 }
        // The folder itself, the one above, and the descriptor by which it is read.
        return entries - 3
    }

    /// How many descriptors may be open.
    static var descriptorLimit: UInt? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return UInt(limit.rlim_cur)
    }

    /// When the process started, in seconds since 1970.
    static var startSeconds: Double? {
        // The program's name stands in parentheses and may hold blanks; the start is the 22nd field, the 20th after it.
        guard let fields = Self.fields("/proc/self/stat", after: ")"), fields.count > 19,
            let ticks = Double(fields[19]),
            let machine = try? BoundedFile.text(at: "/proc/stat", limitBytes: 4 << 20),
            let line = machine.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let boot = Double(line.dropFirst(6))
        else { return nil }
        return boot + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func fields(_ path: String, after mark: Character?) -> [Substring]? {
        guard let text = try? BoundedFile.text(at: path, limitBytes: 4 << 10) else { return nil }
        let start = mark.flatMap { text.lastIndex(of: $0) }.map { text.index(after: $0) } ?? text.startIndex
        return text[start...].split(whereSeparator: \.isWhitespace)
    }
}
