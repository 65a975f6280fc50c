/// The topics of one installation, declared once for the services, the command line and the embedded broker.
///
/// Names are the prefix, the owning service and a noun; only the owner publishes, but for intake and command topics,
/// where others do.
public struct Topics: Sendable {
    /// What every name begins with, unless an installation says otherwise.
    public static let defaultPrefix = "guoying."
    /// The greatest record that intake topics take, in bytes: a refusal can only be answered if the record arrives.
    public static let intakeRecordLimitBytes = 33_554_432
    /// How long journal topics keep a record. The tables are the record; the topics are how others follow it.
    public static let journalRetentionMilliseconds: Int64 = 30 * 24 * 60 * 60 * 1_000
    /// The partitions of a topic whose records are ordered by unit.
    public static let partitions = 6

    /// What every name begins with, such as `guoying.`.
    public let prefix: String

    /// The topics under `prefix`.
    public init(prefix: String = Topics.defaultPrefix) { self.prefix = prefix }

    /// CloudEvents of other systems: something happened.
    public var activityIntake: Topic {
        self.topic(
            "activity.intake", writers: "other systems", content: "what happened, as CloudEvents",
            settings: ["max.message.bytes": String(Self.intakeRecordLimitBytes)])
    }

    /// CloudEvents that others try out: judged and answered like any other, never counted.
    public var activityRehearsal: Topic {
        self.topic(
            "activity.rehearsal", writers: "other systems",
            content: "events that are judged and answered, never counted",
            settings: ["max.message.bytes": String(Self.intakeRecordLimitBytes)])
    }

    /// What would become of each event of the rehearsal.
    public var activityRehearsalAnswers: Topic {
        self.topic(
            "activity.rehearsal-answers", writers: "activity",
            content: "what would become of each event of the rehearsal")
    }

    /// Letters to the owners of sources.
    public var activityNotices: Topic {
        self.topic("activity.notices", writers: "activity", content: "letters to the owners of sources")
    }

    /// Every accepted fact, normalised.
    public var activityJournal: Topic { self.journal(of: "activity", content: "every accepted fact, normalised") }

    /// Commands to the activity service.
    public var activityCommands: Topic {
        self.topic(
            "activity.commands", writers: "console, command line", content: "dismiss, replay")
    }

    /// Records that the activity service refused.
    public var activityDeadLetters: Topic { self.deadLetters(of: "activity") }

    /// Commands to the registry.
    public var registryCommands: Topic {
        self.topic(
            "registry.commands", writers: "console, command line, personnel system",
            content: "units, posts, terms, documents", partitions: 1)
    }

    /// What the registry decided.
    public var registryJournal: Topic {
        self.journal(of: "registry", content: "what was decided", partitions: 1)
    }

    /// Records that the registry refused.
    public var registryDeadLetters: Topic { self.deadLetters(of: "registry", partitions: 1) }

    /// Commands to the supervision service.
    public var supervisionCommands: Topic {
        self.topic(
            "supervision.commands", writers: "console, command line",
            content: "problems, rectification, gate decisions, waivers, inspections, reports, packs")
    }

    /// What supervision measured and what people decided on it.
    public var supervisionJournal: Topic {
        self.journal(of: "supervision", content: "verdicts that changed, and what people decided")
    }

    /// Records that the supervision service refused.
    public var supervisionDeadLetters: Topic { self.deadLetters(of: "supervision") }

    /// Alerts for supervisors and their own systems.
    public var supervisionAlerts: Topic {
        self.topic("supervision.alerts", writers: "supervision", content: "alerts for supervisors")
    }

    /// Commands to the notification service.
    public var notificationCommands: Topic {
        self.topic(
            "notification.commands", writers: "console, command line",
            content: "acknowledgements, silences, preferences")
    }

    /// One entry for each delivery attempt or suppression.
    public var notificationJournal: Topic {
        self.journal(of: "notification", content: "delivery attempts and suppressions")
    }

    /// Records that the notification service refused.
    public var notificationDeadLetters: Topic { self.deadLetters(of: "notification") }

    /// All of them, in the order in which they are listed to people.
    public var all: [Topic] {
        [
            self.activityIntake, self.activityJournal, self.activityCommands, self.activityDeadLetters,
            self.activityRehearsal, self.activityRehearsalAnswers, self.activityNotices,
            self.registryCommands, self.registryJournal, self.registryDeadLetters,
            self.supervisionCommands, self.supervisionJournal, self.supervisionDeadLetters, self.supervisionAlerts,
            self.notificationCommands, self.notificationJournal, self.notificationDeadLetters,
        ]
    }

    /// Those that a service publishes on, its journal first.
    public func published(by service: String) -> [Topic] { self.all.filter { $0.writers == service } }

    /// Another intake topic that a site has configured, made like the first.
    public func intake(named name: String) -> Topic {
        let first = self.activityIntake
        return Topic(
            name: name, partitions: first.partitions, settings: first.settings, writers: first.writers,
            content: first.content)
    }

    private func journal(of service: String, content: String, partitions: Int = Topics.partitions) -> Topic {
        self.topic(
            "\(service).journal", writers: service, content: content, partitions: partitions,
            settings: ["retention.ms": String(Self.journalRetentionMilliseconds)])
    }

    private func deadLetters(of service: String, partitions: Int = Topics.partitions) -> Topic {
        self.topic(
            "\(service).dead-letters", writers: service, content: "records refused, with their faults",
            partitions: partitions)
    }

    private func topic(
        _ name: String, writers: String, content: String, partitions: Int = Topics.partitions,
        settings: [String: String] = [:]
    ) -> Topic {
        Topic(
            name: self.prefix + name, partitions: partitions, settings: settings, writers: writers, content: content)
    }
}
