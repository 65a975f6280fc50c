import Glibc
import Kit

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
        defer {
            unlink(file)
            unlink("\(file).crt")
        }
        return try await Program.lending("/bin/sh", ["-c", script]) { server in
            guard await eventually({ (try? RawConnection(port: port)) != nil }) else {
                throw Program.Failure(description: "\(self.tool) does not serve: \(server.errors)")
            }
            return try await body(SelfSignedServer(port: port))
        }
    }
}
