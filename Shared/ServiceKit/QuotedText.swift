extension String {
    /// The text as an error may show it: on one line, and not more of it than one line holds.
    public var shortened: String { self.singleLine(limit: 80) }

    /// The text without control characters and ends of lines, at most `limit` characters of it.
    func singleLine(limit: Int) -> String {
        var text = ""
        for (index, character) in self.enumerated() {
            guard index < limit else { return text + "…" }
            let isControl = character.unicodeScalars.contains { $0.properties.generalCategory == .control }
            text.append(isControl || character.isNewline ? " " : character)
        }
        return text
    }
}
