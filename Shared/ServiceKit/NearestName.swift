/// Finds what somebody meant who made a slip of the keyboard.
public enum NearestName {
    /// The candidate that is near `name`, where one is: at most a third of its letters would have to change.
    public static func to(_ name: String, among candidates: some Sequence<String>) -> String? {
        let limit = max(1, name.count / 3)
        let ranked = candidates.map { (candidate: $0, distance: self.distance(name, $0)) }
        let nearest = ranked.min { ($0.distance, $0.candidate) < ($1.distance, $1.candidate) }
        guard let nearest, nearest.distance <= limit else { return nil }
        return nearest.candidate
    }

    /// A suggestion to follow an error, or nothing.
    public static func suggestion(for name: String, among candidates: some Sequence<String>) -> String {
        self.to(name, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour.
    static func distance(_ first: String, _ second: String) -> Int {
        // Names are short; what is not a name is cut, so that an argument of a megabyte costs nothing.
        let first = Array(first.prefix(self.longestName)), second = Array(second.prefix(self.longestName))
        var beforeLast: [Int] = []
        var last = Array(0...second.count)
        for (row, letter) in first.enumerated() {
            var current = [row + 1]
            for (column, other) in second.enumerated() {
                let replaced = last[column] + (letter == other ? 0 : 1)
                var least = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    least = min(least, beforeLast[column - 1] + 1)
                }
                current.append(least)
            }
            (beforeLast, last) = (last, current)
        }
        return last[second.count]
    }

    private static let longestName = 100
}
