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

    @Test func `names the place behind what cannot be had`() {
        #expect(StopReason.unreadable(offset: 41, reason: "").remedy.contains("position = 42 and last_offset = NULL"))
        #expect(StopReason.lost(position: 7, low: 42).remedy.contains("position = 42 and last_offset = NULL"))
        #expect(StopReason.replaced(position: 7).remedy.contains("position = 0 and last_offset = NULL"))
    }
}
