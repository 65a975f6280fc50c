import HTTP
import Synchronization
import Testing

/// Where a request may not go.
@Suite(.timeLimit(.minutes(1)))
struct `An address policy` {
    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.9.9.9",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:a00:1", "::7f00:1", "64:ff9b::a00:1", "100::1",
        "fe80::1", "fe80::1%lo", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001::1", "2001:db8::1",
        "2002:7f00:1::", "3fff::1",
        "", "localhost", "127.1", "0x7f.0.0.1", "example.org", "8.8.8.8:80", "[2606:4700::1]",
    ])
    func `of public addresses permits no other`(address: String) {
        #expect(!AddressPolicy.publicOnly.permits(address))
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.1", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "223.255.255.255",
        "2400:3200::1", "2606:4700:4700::1111", "2a00:1450:4001:800::200e",
    ])
    func `of public addresses permits them`(address: String) {
        #expect(AddressPolicy.publicOnly.permits(address))
    }

    @Test(arguments: [
        "127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::]", "0.0.0.0", "0", "127.1",
        "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "localhost.", "LOCALHOST", "①②⑦.⓪.⓪.①",
    ])
    func `keeps a request from this machine, however it is spelt`(host: String) async throws {
        let reached = Atomic(0)
        var router = Router()
        router.get("/") { _ in
            reached.add(1, ordering: .relaxed)
            return .text("secret")
        }

        let error = try await RunningServer.serving(router) { server in
            try await withClient { client in
                await client.failure(of: OutgoingRequest(.get, "http://\(host):\(server.port)/"))
            }
        }

        // A spelling that libcurl cannot read is as good as refused.
        #expect([.refusedAddress, .cannotResolve, .invalidURL].contains(error?.kind))
        #expect(reached.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: [
        "http://10.1.2.3/", "http://169.254.169.254/latest/meta-data/", "https://192.168.0.1/", "http://[fe80::1]/",
    ])
    func `refuses before anything is dialled`(url: String) async throws {
        let error = try await withClient { client in
            await client.failure(of: OutgoingRequest(.get, url))
        }

        #expect(error?.kind == .refusedAddress)
    }

    @Test func `holds for a connection that another request has made`() async throws {
        let reached = Atomic(0)
        var router = Router()
        router.get("/") { _ in
            reached.add(1, ordering: .relaxed)
            return .text("secret")
        }

        let error = try await RunningServer.serving(router) { server in
            try await withClient { client in
                _ = try await client.send(server.request(.get, "/"))
                return await client.failure(of: OutgoingRequest(.get, server.url("/")))
            }
        }

        #expect(error?.kind == .refusedAddress)
        #expect(reached.load(ordering: .relaxed) == 1)
    }

    @Test func `that permits any lets a request go to this machine`() async throws {
        var router = Router()
        router.get("/") { _ in .text("ok") }

        let response = try await RunningServer.serving(router) { server in
            try await withClient { try await $0.send(server.request(.get, "/")) }
        }

        #expect(response.status == 200)
    }
}
