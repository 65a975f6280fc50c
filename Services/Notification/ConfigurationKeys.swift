internal import ServiceKit

extension Configuration.Key where Value == String? {
    /// The file that says who is told what.
    static var recipients: Self {
        Self(
            "GUOYING_NOTIFICATION_CONFIG",
            help: "The YAML file that says who is told what; nobody is told anything where unset.", expects: "a path"
        ) { $0 }
    }
}
