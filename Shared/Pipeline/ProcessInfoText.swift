internal import FoundationEssentials

/// Who this process is, for whoever looks for it.
enum ProcessInfoText {
    static var host: String { ProcessInfo.processInfo.hostName }
    static var processID: String { "\(ProcessInfo.processInfo.processIdentifier)" }
}
