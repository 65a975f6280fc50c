public import Domain
internal import FoundationEssentials

/// The folder that packs lie in, a YAML file for each pack and each layer.
public struct PackFolder: Hashable, Sendable {
    /// The folder's path.
    public let path: String

    /// A folder of that path.
    public init(_ path: String) { self.path = path }

    /// The folder that came with the program: seen from the executable upwards the first `share/guoying/packs`, as it
    /// is installed, or `Services/Supervision/Packs`, as it lies in a checkout. None where there is neither.
    public static var installed: PackFolder? {
        let files = FileManager.default
        guard let executable = try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe") else { return nil }
        var steps = executable.split(separator: "/").dropLast()
        while true {
            for folder in ["share/guoying/packs", "Services/Supervision/Packs"] {
                let path = "/" + (steps.map(String.init) + [folder]).joined(separator: "/")
                if files.fileExists(atPath: path) { return PackFolder(path) }
            }
            guard steps.popLast() != nil else { return nil }
        }
    }

    /// Reads a pack, flattened from its layers.
    ///
    /// - Throws: ``PackFolderFault`` where a file cannot be read, `YAMLError` for the first fault in what it says.
    public func pack(_ id: PackID) throws -> Pack {
        try Pack(id, from: try self.files(with: id))
    }

    /// Reads the tests that a pack brings along, in the order of its file.
    ///
    /// - Throws: ``PackFolderFault`` where a file cannot be read, `YAMLError` for the first fault in what it says.
    public func tests(of id: PackID) throws -> [PackTest] {
        try Pack.tests(id, from: try self.files(with: id))
    }

    /// The files to look at: all of a folder, or one, with the others of its folder, on which it may build.
    ///
    /// - Throws: ``PackFolderFault`` where a file cannot be read.
    public static func files(at path: String) throws -> (asked: [PackFile], besides: [PackFile]) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw PackFolderFault(path, "there is no such file or folder")
        }
        if isFolder { return (try PackFolder(path).files(), []) }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = PackFolder(parts.count > 1 ? parts.dropLast().joined(separator: "/") : ".")
        let name = parts.last.map(String.init) ?? path
        return (
            [try Self.file(path)],
            try folder.names().filter { $0 != name }.map { try Self.file("\(folder.path)/\($0)") }
        )
    }

    /// Every file of the folder whose name ends in `.yaml`, by name.
    ///
    /// - Throws: ``PackFolderFault`` where one cannot be read, or there is none.
    public func files() throws -> [PackFile] {
        let names = try self.names()
        guard !names.isEmpty else { throw PackFolderFault(self.path, "there is no pack, no file that ends in .yaml") }
        return try names.map { try Self.file("\(self.path)/\($0)") }
    }

    /// Every file, among which is a pack's.
    private func files(with id: PackID) throws -> [PackFile] {
        let files = try self.files()
        let layers = try PackLayers(files)
        guard layers.contains(id) else {
            throw PackFolderFault(self.path, "no file here is the pack “\(id)”, expected \(layers.known)")
        }
        return files
    }

    private func names() throws -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: self.path)
                .filter { $0.hasSuffix(".yaml") }.sorted()
        } catch {
            throw PackFolderFault(self.path, "the folder of packs cannot be read: \(error)")
        }
    }

    private static func file(_ path: String) throws -> PackFile {
        do {
            return PackFile(name: path, text: try String(contentsOf: URL(filePath: path), encoding: .utf8))
        } catch {
            throw PackFolderFault(path, "cannot be read as text in UTF-8: \(error)")
        }
    }
}

/// The files of packs could not be read: which, and why.
public struct PackFolderFault: Error, CustomStringConvertible {
    /// One line: the path, and what is wrong with it.
    public let description: String

    init(_ path: String, _ reason: String) { self.description = "\(path): \(reason)" }
}
