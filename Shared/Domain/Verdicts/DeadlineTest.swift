/// Something takes place once, within a window; whenever it does afterwards, it is late.
struct DeadlineTest: DutyTest {
    let deadline: Deadline

    var lead: LeadTime { self.deadline.lead }
    var filingDays: Int { self.deadline.filingDays }
    var record: RecordRule? { self.deadline.record }

    func windows(_ facts: UnitFacts, _ view: Viewpoint, meeting days: Period?) -> [DutyWindow] {
        let window = self.deadline.window
        guard window.from <= view.day, days.map({ $0.meets(window) }) ?? true else { return [] }
        return [DutyWindow(window, lateThrough: view.day)]
    }

    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant? {
        self.deadline.window.from > view.day ? self.deadline.window.start : nil
    }
}
