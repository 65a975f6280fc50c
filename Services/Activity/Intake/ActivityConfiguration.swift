internal import ServiceKit

extension Configuration.Catalogue {
    /// What the activity service reads.
    static let activity = Configuration.Catalogue.common
        .reading(.intakeTopics)
        .reading(.writers)
        .reading(.doorPort)
        .reading(.doorTokens)
        .reading(.doorRate)
        .knowing("GUOYING_NOTIFICATION_*", "GUOYING_SUPERVISION_*", "GUOYING_REGISTRY_*")
}

extension Configuration.Key where Value == IntakeTopics? {
    /// Further topics by which other systems speak, or the sources that the first is bound to.
    static var intakeTopics: Self {
        Self(
            "GUOYING_ACTIVITY_INTAKE_TOPICS",
            help:
                "Intake topics beside the first, by their whole names; each may be bound to sources, the first as well.",
            expects: "NAME or NAME=SOURCE,SOURCE, several with ';' between", read: { IntakeTopics($0) })
    }
}

extension Configuration.Key where Value == Int {
    /// How many batches are written at once.
    static var writers: Self {
        Self(
            "GUOYING_ACTIVITY_WRITERS", default: 1,
            help: "Batches written at once; each is a member of the consumer group.", expects: "a number from 1 to 6"
        ) { text in Int(text).flatMap { 1...6 ~= $0 ? $0 : nil } }
    }
}
