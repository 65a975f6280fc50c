/// Something takes place once, within a window; whenever it does afterwards, it is late.
struct DeadlineTest: DutyTest {
    let deadline: Deadline

    var lead: LeadTime { self.deadline.lead }
    var filingDays: Int { self.deadline.filingDays }
    var record: RecordRule? { self.deadline.record }

    func windows(_ facts: UnitFacts, _ view: Viewpoint) -> [DutyWindow] {
        let window = self.deadline.window
        return window.from <= view.day ? [DutyWindow(window, lateThrough: view.day)] : []
    }

    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant? {
        self.deadline.window.from > view.day ? self.deadline.window.start : nil
    }
}
