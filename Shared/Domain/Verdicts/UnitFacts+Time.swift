/// When what is known already takes effect.
extension UnitFacts {
    /// The first instant after `now` at which a fact that lies ahead takes effect: a row of a later day, a unit's end,
    /// something recorded or begun after `now`. None where none does.
    ///
    /// It also tells when to ask again for a unit that has no cell yet.
    public func nextEffect(after now: Instant) -> Instant? {
        var next = Instant(microseconds: .max)
        func consider(_ instant: Instant) {
            if now < instant, instant < next { next = instant }
        }
        for index in self.units.indices {
            consider(self.units[index].recorded)
            consider(self.units[index].from.start)
            if let through = self.units[index].through { consider(through.next.start) }
        }
        for index in self.counts.indices {
            consider(self.counts[index].recorded)
            consider(self.counts[index].date.start)
        }
        for index in self.committees.indices {
            consider(self.committees[index].recorded)
            consider(self.committees[index].date.start)
        }
        for waiver in self.waivers {
            consider(waiver.recorded)
            consider(waiver.period.start)
            consider(waiver.period.end)
            if let revocation = waiver.revocation {
                consider(max(revocation.recorded, revocation.from.start))
            }
        }
        for index in self.duties.indices {
            consider(self.duties[index].recorded)
            if let from = self.duties[index].from { consider(from.start) }
        }
        for index in self.watermarks.indices { consider(self.watermarks[index].recorded) }
        for index in self.records.indices {
            consider(self.records[index].recorded)
            // It counts as of an instant when it began before.
            consider(self.records[index].started.next)
        }
        for index in self.deadLetters.indices {
            consider(self.deadLetters[index].recorded)
            if let ended = self.deadLetters[index].ended { consider(ended) }
        }
        return next.microseconds == .max ? nil : next
    }
}
