internal import CLibrdkafka
internal import Glibc

/// `guoying-broker`: a Kafka broker in memory, for trying out and for tests. Everything is gone when it ends.
@main struct Main {
    static func main() {
        do throws(UsageFault) {
            guard let arguments = try Arguments(CommandLine.arguments.dropFirst()) else {
                say(Arguments.help, to: STDOUT_FILENO)
                return
            }
            try serve(arguments)
        } catch {
            say("guoying-broker: \(error.message) (--help says more)", to: STDERR_FILENO)
            exit(2)
        }
    }

    private static func serve(_ arguments: Arguments) throws(UsageFault) {
        // Blocked before librdkafka starts its threads, so that none of them takes the signal instead of `sigwait`.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe sigaddset(&signals, SIGINT)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)

        let cluster = try MockCluster()
        for topic in arguments.topics { try cluster.create(topic) }
        if let path = arguments.readyFile { try announce(cluster.bootstrapServers, in: path) }
        say(cluster.bootstrapServers, to: STDOUT_FILENO)

        var signal: Int32 = 0
        unsafe sigwait(&signals, &signal)
    }

    /// Writes the address beside `path` and renames it, so that whoever waits for the file never reads half of it.
    private static func announce(_ address: String, in path: String) throws(UsageFault) {
        let draft = path + ".draft"
        let file = unsafe open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0 else {
            throw UsageFault("cannot write the ready file \(draft): \(unsafe String(cString: strerror(errno)))")
        }
        say(address, to: file)
        close(file)
        guard unsafe rename(draft, path) == 0 else {
            throw UsageFault("cannot write the ready file \(path): \(unsafe String(cString: strerror(errno)))")
        }
    }

    private static func say(_ line: String, to file: Int32) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe write(file, bytes, bytes.count)
    }
}
