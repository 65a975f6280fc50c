internal import Domain
internal import ServiceKit

/// Which languages a page is written in.
enum PageLanguage: String, CaseIterable, ExpressibleByArgument {
    case zh
    case en
    case both

    /// A text in each language of the page, the Chinese one first.
    func texts(_ text: BilingualText) -> [String] {
        switch self {
        case .zh: [text.zh]
        case .en: [text.en]
        case .both: text.zh == text.en ? [text.zh] : [text.zh, text.en]
        }
    }

    /// The words of one language.
    typealias Reading = (BilingualText) -> String

    /// A page in each language, the Chinese one first.
    func pages(_ page: (Reading) -> String) -> String {
        switch self {
        case .zh: page(\.zh)
        case .en: page(\.en)
        case .both: page(\.zh) + "\n" + page(\.en)
        }
    }

    /// A few words in all languages of the page, on one line.
    func words(_ text: BilingualText) -> String { self.texts(text).joined(separator: " ") }
}
