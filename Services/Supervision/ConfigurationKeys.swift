internal import Domain
internal import ServiceKit

extension Configuration.Key where Value == String? {
    /// The folder that packs lie in.
    static var packs: Self {
        Self(
            "GUOYING_SUPERVISION_PACKS",
            help: "The folder of packs; the one that came with the program where unset.", expects: "a path"
        ) { $0 }
    }
}

extension Configuration.Key where Value == PackID {
    /// The pack that is in force.
    static var pack: Self {
        Self(
            "GUOYING_SUPERVISION_PACK", default: "hbgyzy-2021", help: "The pack that is in force.",
            expects: "the id of a pack"
        ) { PackID(rawValue: $0) }
    }
}
