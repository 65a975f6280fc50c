extension Element {
    /// An error about this value, with its path.
    public func error(_ reason: JSONError.Reason) -> JSONError { JSONError(path: self.path, reason: reason) }

    /// The member of this name. Throws `missing` with the member's path if there is none, `wrongType` if this is no
    /// object.
    @_lifetime(copy self)
    public func require(_ name: String) throws(JSONError) -> Element {
        guard let member = self.member(name) else {
            try self.require(.object)
            var path = Path(self.path)
            path.enter(name.utf8)
            throw JSONError(path: path.description, reason: .missing)
        }
        return member
    }

    /// Throws `wrongType` unless this value is of that kind.
    public func require(_ kind: Kind) throws(JSONError) {
        guard self.kind == kind else { throw self.unexpected(kind) }
    }

    /// The string; throws `wrongType` if this is something else.
    public func requireString() throws(JSONError) -> String {
        guard let string = self.string else { throw self.unexpected(.string) }
        return string
    }

    /// The integer; throws `wrongType` if this is something else.
    public func requireInteger() throws(JSONError) -> Int64 {
        guard let integer = self.integer else { throw self.unexpected(.integer) }
        return integer
    }

    private func unexpected(_ expected: Kind) -> JSONError {
        self.error(.wrongType(expected: expected, found: self.kind))
    }
}
