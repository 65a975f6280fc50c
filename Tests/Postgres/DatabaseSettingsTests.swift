import Postgres
import Testing

@Suite struct `Settings of a database` {
    @Test(arguments: [
        "postgresql://keeper:hidden@db.example:5433/registry?sslmode=require",
        "host=db.example port=5433 dbname=registry user=keeper password=hidden",
    ])
    func `are read from an address and shown without the password`(text: String) throws {
        let settings = try DatabaseSettings(text)

        #expect(settings.description == "keeper@db.example:5433/registry")
    }

    @Test func `take the program's name from the address`() throws {
        let settings = try DatabaseSettings("postgresql:///x?application_name=guoying-registry")

        #expect(settings.applicationName == "guoying-registry")
    }

    @Test(arguments: [
        "postgresql://keeper:hidden@[db.example/registry", "postgresql://keeper:hidden@db.example/registry?colour",
        "host=db.example password = hid den", "postgresql://keeper:hidden@db.example/registry?colour=red",
        "postgresql://keeper:hid%zzden@db.example/", "mysql://keeper:hidden@db.example/registry", "a\0b",
    ])
    func `that cannot be read are refused without being quoted`(text: String) throws {
        let error = #expect(throws: DatabaseError.self) { try DatabaseSettings(text) }

        #expect(error?.kind == .misconfigured)
        #expect(error?.description.contains("hid") == false)
        #expect(error?.description.contains("den") == false)
    }
}
