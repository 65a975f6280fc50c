import Glibc

/// A TLS server of OpenSSL's own, with a certificate that nobody but itself vouches for.
struct SelfSignedServer {
    static let tool = "/usr/bin/openssl"

    /// Whether this machine has the tool.
    static var isAvailable: Bool { access(Self.tool, X_OK) == 0 }

    let port: UInt16

    /// Runs the server while `body` runs.
    static func serving<Value>(_ body: (SelfSignedServer) async throws -> Value) async throws -> Value {
        let port = try RawListener().port
        let file = "/tmp/guoying-certificate-\(port).pem"
        let script = """
            \(self.tool) req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1 \
                -addext subjectAltName=IP:127.0.0.1 -keyout \(file) -out \(file).crt && cat \(file).crt >> \(file) &&
            exec \(self.tool) s_server -accept 127.0.0.1:\(port) -key \(file) -cert \(file) -www
            """
        let process = try self.start(script)
        defer {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
            unlink(file)
            unlink("\(file).crt")
        }
        guard await eventually({ (try? RawConnection(port: port)) != nil }) else {
            throw RawConnection.Failure(operation: "start \(self.tool)", code: 0)
        }
        return try await body(SelfSignedServer(port: port))
    }

    private static func start(_ script: String) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&files, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var process = pid_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = ["sh", "-c", script].map { (text: String) in strdup(text) }
        arguments.append(nil)
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        defer { for argument in arguments { free(argument) } }
        let fault = posix_spawn(&process, "/bin/sh", &files, nil, &arguments, &environment)
        guard fault == 0 else { throw RawConnection.Failure(operation: "spawn", code: fault) }
        return process
    }
}
