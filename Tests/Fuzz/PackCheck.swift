internal import Domain
internal import YAML

@testable import Packs

/// The files of a pack: a pack that reads back from its canonical form, with tests that run, or faults that lie within
/// the files. In an input a line `%%` stands between two files.
enum PackCheck {
    static func check(_ input: [UInt8]) {
        self.parse(input)
        let texts = String(decoding: input, as: UTF8.self).split(separator: "\n%%\n", omittingEmptySubsequences: false)
        let files = texts.enumerated().map { PackFile(name: "\($0.offset).yaml", text: String($0.element)) }
        let places = Dictionary(uniqueKeysWithValues: files.map { ($0.name, TextPlaces(Array($0.text.utf8))) })
        for finding in PackLint(files).findings {
            let isPlace = places[finding.file]?.hold(line: finding.line, column: finding.column) ?? false
            insist(isPlace, "a finding lies within its file: \(finding)")
        }
        guard let first = files.first, let id = try? PackLayer(first).id else { return }
        do throws(YAMLError) {
            let pack = try Pack(id, from: files)
            let again = insist("the canonical form is read: \(pack.yaml)") {
                try Pack(id, from: [PackFile(name: "canonical.yaml", text: pack.yaml)])
            }
            insist(again == pack, "the canonical form is the same pack")
            for test in try Pack.tests(id, from: files) where self.isSoonRun(test) { _ = test.failure()?.description }
        } catch {
            let names = files.map(\.name).sorted().joined(separator: ", ")
            let isPlace = places[error.file]?.hold(line: error.line, column: error.column) ?? (error.file == names)
            insist(isPlace, "a fault lies within its file: \(error)")
        }
    }

    /// Whether it spans no more than a century: one of millennia has a hundred thousand windows, and whoever writes it
    /// waits for them.
    private static func isSoonRun(_ test: PackTest) -> Bool {
        test.asOf.day < test.requirement.begins.adding(years: 100)
    }

    /// The bytes themselves, which need not be UTF-8.
    private static func parse(_ input: [UInt8]) {
        let places = TextPlaces(input)
        do throws(YAMLError) {
            self.walk(try YAMLDocument.parse(input, file: "bytes").root, places)
        } catch {
            insist(places.hold(line: error.line, column: error.column), "a fault lies within the text: \(error)")
        }
    }

    private static func walk(_ node: YAMLNode, _ places: TextPlaces) {
        let isPlace = places.hold(line: node.mark.line, column: node.mark.column)
        insist(isPlace, "a value lies within the text: \(node.mark)")
        switch node.content {
        case .scalar: _ = try? node.integer()
        case .sequence(let elements): for element in elements { self.walk(element, places) }
        case .mapping(let members): for member in members { self.walk(member.value, places) }
        }
    }
}
