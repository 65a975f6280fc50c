import Machines
import Testing

@Suite
struct `A reason to stop` {
    @Test(arguments: [
        StopReason.unreadable(offset: 41, reason: "bad checksum"), .unreadable(offset: nil, reason: "bad checksum"),
        .replaced(position: 7), .cutOff(position: 7, end: 3), .lost(position: 7, low: 42),
    ])
    func `says what is wrong and then what to do, in one line that is shown whole`(reason: StopReason) {
        #expect(!reason.fault.isEmpty && !reason.remedy.isEmpty)
        #expect(reason.description == "\(reason.fault); \(reason.remedy)")
        #expect(reason.description.count < 500 && !reason.description.contains("\n"))
    }

    @Test func `names the command that accepts it`() {
        #expect(StopReason.unreadable(offset: 41, reason: "").remedy.contains("'guoying intake skip', this topic"))
        #expect(StopReason.unreadable(offset: 41, reason: "").remedy.contains("offset 41, and --reason"))
        #expect(StopReason.lost(position: 7, low: 42).remedy.contains("'guoying recover'"))
        #expect(StopReason.replaced(position: 7).remedy.contains("'guoying recover'"))
        #expect(StopReason.cutOff(position: 7, end: 3).remedy.contains("'guoying recover'"))
    }
}
