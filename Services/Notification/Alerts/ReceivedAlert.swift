internal import Domain
internal import JSON
internal import Messages

/// An alert, or a letter shaped like one, as far as it matters to whom it is sent; what it says is passed on as it
/// stands.
struct ReceivedAlert: MessageBody, Hashable {
    /// The message's `type`.
    var type: String
    /// The alert, the same for all its versions.
    var id: String
    /// Its version, from 1.
    var version: Int64
    /// How it weighs; new words may come.
    var severity: String
    /// The code of the unit that it concerns.
    var unit: String
    /// Where the unit stands, as `/c/g-02/b-0103`.
    var path: String
    /// The requirement's id; nil of an alert about a source.
    var requirement: String?
    /// The requirement's gate.
    var gate: String?
    /// The posts that owe what is missing.
    var owedBy: [Post]
    /// The posts that are to be told.
    var tell: [Post]
    /// The person who is to be told of a source, where that is no post.
    var owner: String?
    /// The instant as of which it holds.
    var asOf: Instant?
    /// All of it, as JSON.
    var json: [UInt8]

    static let types = [Alert.type, SourceQuality.type]

    static func read(_ data: Element, type: Int) throws(Fault) -> ReceivedAlert {
        let id = try Self.text("alert", of: data, in: "")
        // It becomes part of a header field and of what is signed.
        guard id.utf8.count <= 128, id.utf8.allSatisfy(Self.isPlain) else { throw Fault(.schema, at: "alert") }
        guard let version = data.member("version")?.integer, version > 0 else { throw Fault(.schema, at: "version") }
        guard let unit = data.member("unit") else { throw Fault(.schema, at: "unit") }
        let requirement = data.member("requirement")
        var json: [UInt8] = []
        data.compact(into: &json)
        return ReceivedAlert(
            type: Self.types[type], id: id, version: version, severity: try Self.text("severity", of: data, in: ""),
            unit: try Self.text("id", of: unit, in: "unit."), path: try Self.text("path", of: unit, in: "unit."),
            requirement: requirement?.member("id")?.string, gate: requirement?.member("gate")?.string,
            owedBy: Self.posts(data.member("owedBy")), tell: Self.posts(data.member("tell")),
            owner: data.member("owner")?.string, asOf: data.member("asOf")?.string.flatMap { Instant($0) }, json: json)
    }

    private static func text(_ name: String, of element: Element, in path: String) throws(Fault) -> String {
        guard let text = element.member(name)?.string, !text.isEmpty, text.utf8.count <= 4_096 else {
            throw Fault(.schema, at: path + name)
        }
        return text
    }

    private static func posts(_ list: Element?) -> [Post] {
        var posts: [Post] = []
        list?.forEachElement { addressee in
            if let role = addressee.member("role")?.string, let unit = addressee.member("unit")?.string {
                posts.append(Post(role: role, unit: unit))
            }
        }
        return posts
    }

    /// The posts of some groups.
    func posts(_ groups: Set<PostGroup>) -> [Post] {
        (groups.contains(.owedBy) ? self.owedBy : []) + (groups.contains(.tell) ? self.tell : [])
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
