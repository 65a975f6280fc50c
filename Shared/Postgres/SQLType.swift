/// A type of PostgreSQL as the protocol names it: by number.
public struct SQLType: Hashable, Sendable, CustomStringConvertible {
    /// The number of the type in `pg_type`.
    public let oid: UInt32
    /// The number of the type whose values are arrays of these, 0 where there is none.
    public let arrayOID: UInt32
    private let element: String
    private let isArray: Bool

    /// Names a type of which the wrapper knows nothing.
    public init(oid: UInt32, arrayOID: UInt32, name: String) {
        self.oid = oid
        self.arrayOID = arrayOID
        self.element = name
        self.isArray = false
    }

    private init(arrayOf element: SQLType) {
        self.oid = element.arrayOID
        self.arrayOID = 0
        self.element = element.element
        self.isArray = true
    }

    /// The number says it all.
    public static func == (left: Self, right: Self) -> Bool { left.oid == right.oid }

    /// Feeds the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(self.oid) }

    /// The type whose values are arrays of these.
    public var array: SQLType { SQLType(arrayOf: self) }

    /// The name to write in a cast, such as `timestamptz[]`.
    public var name: String { self.isArray ? self.element + "[]" : self.element }

    /// The name.
    public var description: String { self.name }

    /// true or false.
    public static let bool = Self(oid: 16, arrayOID: 1000, name: "bool")
    /// Bytes.
    public static let bytea = Self(oid: 17, arrayOID: 1001, name: "bytea")
    /// A single byte, which PostgreSQL writes `"char"`.
    public static let byte = Self(oid: 18, arrayOID: 1002, name: "\"char\"")
    /// A whole number of eight bytes.
    public static let int8 = Self(oid: 20, arrayOID: 1016, name: "bigint")
    /// A whole number of two bytes.
    public static let int2 = Self(oid: 21, arrayOID: 1005, name: "smallint")
    /// A whole number of four bytes.
    public static let int4 = Self(oid: 23, arrayOID: 1007, name: "integer")
    /// Text of any length.
    public static let text = Self(oid: 25, arrayOID: 1009, name: "text")
    /// JSON as it was written.
    public static let json = Self(oid: 114, arrayOID: 199, name: "json")
    /// JSON taken apart, without the order of keys.
    public static let jsonb = Self(oid: 3802, arrayOID: 3807, name: "jsonb")
    /// A binary fraction of eight bytes.
    public static let float8 = Self(oid: 701, arrayOID: 1022, name: "double precision")
    /// A day.
    public static let date = Self(oid: 1082, arrayOID: 1182, name: "date")
    /// An instant.
    public static let timestamptz = Self(oid: 1184, arrayOID: 1185, name: "timestamptz")
    /// Sixteen bytes.
    public static let uuid = Self(oid: 2950, arrayOID: 2951, name: "uuid")
    /// Text of a bounded length.
    public static let varchar = Self(oid: 1043, arrayOID: 1015, name: "varchar")
    /// An identifier of the catalogue.
    public static let identifier = Self(oid: 19, arrayOID: 1003, name: "name")

    /// Types that nothing here reads, so that an error can name them.
    private static let others = [
        Self(oid: 26, arrayOID: 1028, name: "oid"),
        Self(oid: 700, arrayOID: 1021, name: "real"),
        Self(oid: 1042, arrayOID: 1014, name: "char"),
        Self(oid: 1083, arrayOID: 1183, name: "time"),
        Self(oid: 1114, arrayOID: 1115, name: "timestamp"),
        Self(oid: 1186, arrayOID: 1187, name: "interval"),
        Self(oid: 1700, arrayOID: 1231, name: "numeric"),
        Self(oid: 2249, arrayOID: 2287, name: "record"),
        Self(oid: 2278, arrayOID: 0, name: "void"),
    ]

    private static let known: [UInt32: SQLType] = {
        let scalars =
            others + [
                .bool, .bytea, .byte, .int8, .int2, .int4, .text, .json, .jsonb, .float8, .date, .timestamptz, .uuid,
                .varchar, .identifier,
            ]
        let arrays = scalars.filter { $0.arrayOID != 0 }.map(\.array)
        return Dictionary((scalars + arrays).map { ($0.oid, $0) }, uniquingKeysWith: { first, _ in first })
    }()

    /// The type of that number; one that is not known here is named by its number.
    static func numbered(_ oid: UInt32) -> SQLType {
        self.known[oid] ?? SQLType(oid: oid, arrayOID: 0, name: "type \(oid)")
    }

    /// Whether values are text, or arrays of text, in which the server accepts no NUL.
    var holdsText: Bool {
        switch self.isArray ? self.oid : self.arrayOID {
        case Self.text.arrayOID, Self.varchar.arrayOID, Self.json.arrayOID, Self.jsonb.arrayOID,
            Self.identifier.arrayOID:
            true
        default: false
        }
    }

    /// Whether values are arrays.
    var holdsArrays: Bool { self.isArray }
}
