import Postgres
import Testing

@Suite struct `An encoder of rows` {
    @Test func `fills a value in later`() {
        var encoder = CopyEncoder()
        encoder.beginRow(columns: 2)
        let position = encoder.append(0 as Int64)
        let digest = encoder.append(field: [0, 0, 0])

        encoder.patch(0x0102_0304_0506_0708 as Int64, at: position)
        encoder.patch(field: [9, 8, 7], at: digest)

        let row = encoder.bytes[encoder.range(ofRow: 0)]
        #expect(Array(row) == [0, 2, 0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 3, 9, 8, 7])
    }

    @Test func `sends everything between the rows that are left out`() {
        var encoder = CopyEncoder()
        for _ in 0..<4 {
            encoder.beginRow(columns: 1)
            encoder.append(true)
        }

        #expect(encoder.rowCount == 4)
        #expect(encoder.ranges(leavingOut: []) == [0..<47])
        #expect(encoder.ranges(leavingOut: [0]) == [0..<19, 26..<47])
        #expect(encoder.ranges(leavingOut: [1, 2]) == [0..<26, 40..<47])
        #expect(encoder.ranges(leavingOut: [0, 1, 2, 3]) == [0..<19])
    }

    @Test func `begins anew when its rows are removed`() {
        var encoder = CopyEncoder()
        let empty = encoder.bytes
        encoder.beginRow(columns: 0)

        encoder.removeAll()

        #expect(encoder.bytes == empty)
        #expect(encoder.rowCount == 0)
    }
}
