/// What a requirement rests on: an article of a document, and how strictly it speaks.
public struct Basis: Hashable, Sendable {
    /// The document's title.
    public let document: String
    /// The article, or whatever the document's parts are called.
    public let article: String
    /// How strictly it speaks.
    public let modality: Modality
    /// Whether the wording was seen. What is not confirmed says so wherever it is shown.
    public let isConfirmed: Bool

    /// An article of a document.
    public init(document: String, article: String, modality: Modality, isConfirmed: Bool) {
        self.document = document
        self.article = article
        self.modality = modality
        self.isConfirmed = isConfirmed
    }
}

/// How strictly a norm speaks.
public enum Modality: String, CaseIterable, Sendable {
    /// 必须, 应当, 要.
    case must
    /// 一般: a reason that the superior accepts clears it.
    case should
    /// 可以, 鼓励, 探索: never a finding.
    case may

    /// How a breach of such a norm weighs; none where the norm only permits.
    public var severity: Severity? {
        switch self {
        case .must: .breach
        case .should: .warning
        case .may: nil
        }
    }
}

/// How it weighs when a requirement is not met.
public enum Severity: String, CaseIterable, Sendable {
    /// Something that must be was not.
    case breach
    /// Something that generally is was not.
    case warning
}
