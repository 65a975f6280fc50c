/// Something takes place in every calendar window, from the first that had not closed when the requirement began.
struct CadenceTest: DutyTest {
    let cadence: Cadence
    let begins: Day

    var lead: LeadTime { self.cadence.lead }
    var filingDays: Int { self.cadence.filingDays }
    var record: RecordRule? { self.cadence.record }

    func windows(_ facts: UnitFacts, _ view: Viewpoint, meeting days: Period?) -> [DutyWindow] {
        var windows: [DutyWindow] = []
        var window = self.cadence.every.window(containing: days.map { max($0.from, self.begins) } ?? self.begins)
        let last = days.map { min($0.through, view.day) } ?? view.day
        while window.from <= last {
            windows.append(DutyWindow(window))
            window = self.cadence.every.window(after: window)
        }
        return windows
    }

    func nextWindow(_ facts: UnitFacts, _ view: Viewpoint) -> Instant? {
        let running = self.cadence.every.window(containing: max(view.day, self.begins))
        return running.from > view.day ? running.start : running.end
    }
}
