import Domain
import FoundationEssentials
import Packs
import Testing

/// The packs as they lie in the project.
enum Files {
    static func packs() throws -> [PackFile] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Services/Supervision/Packs").path
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
            return PackFile(name: name, text: String(decoding: bytes, as: UTF8.self))
        }
    }

    /// The same with a part of the college's file replaced.
    static func packs(replacing part: String, by other: String) throws -> [PackFile] {
        try self.packs().map { file in
            guard !part.isEmpty, file.name == "hbgyzy-2021.yaml" else { return file }
            #expect(file.text.contains(part), "the pack no longer says: \(part)")
            return PackFile(name: file.name, text: file.text.replacing(part, with: other, maxReplacements: 1))
        }
    }

    /// The pack of a college, with a part of its file replaced.
    static func pack(replacing part: String = "", by other: String = "") throws -> Pack {
        try Pack("hbgyzy-2021", from: self.packs(replacing: part, by: other))
    }
}
