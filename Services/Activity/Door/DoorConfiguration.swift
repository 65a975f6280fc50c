internal import ServiceKit

extension Configuration.Key where Value == Int? {
    /// The port by which events come over HTTP.
    static var doorPort: Self {
        Self(
            "GUOYING_ACTIVITY_HTTP_PORT",
            help: "Port for events over HTTP (POST /events); none are taken where unset, 0 leaves it to the kernel.",
            expects: "a port, 0 to 65535"
        ) { UInt16($0).map(Int.init) }
    }
}

extension Configuration.Key where Value == String? {
    /// The file of those who may send events over HTTP.
    static var doorTokens: Self {
        Self(
            "GUOYING_ACTIVITY_HTTP_TOKENS",
            help: "Who may send over HTTP: a file with the SHA-256 of a token and its sources, as A,B, on each line.",
            expects: "a path"
        ) { $0 }
    }
}

extension Configuration.Key where Value == Int {
    /// How many events a second each may send over HTTP.
    static var doorRate: Self {
        Self(
            "GUOYING_ACTIVITY_HTTP_RATE", default: 200,
            help: "How many events a second each token may send over HTTP; five seconds' worth at once.",
            expects: "a number from 1 to 100000"
        ) { text in Int(text).flatMap { 1...100_000 ~= $0 ? $0 : nil } }
    }
}
