/// The same words in Chinese and in English.
public struct BilingualText: Hashable, Sendable {
    /// In Chinese.
    public let zh: String
    /// In English.
    public let en: String

    /// The same words in both languages.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
