/// The options, flags and arguments of one command, in the order of their declaration.
struct DeclaredArguments {
    /// One property.
    struct Member {
        let definition: ArgumentDefinition
        let property: any DeclaredArgument
    }

    let members: [Member]

    /// Finds the properties by reflection; those of a group stand where the group stands.
    init(of command: any ParsableArguments) {
        self.members = Mirror(reflecting: command).children.flatMap { child -> [Member] in
            if let group = child.value as? any DeclaredGroup { return DeclaredArguments(of: group.members).members }
            guard let property = child.value as? any DeclaredArgument, let label = child.label else { return [] }
            // A wrapped property is stored under its name with an underscore in front.
            return [Member(definition: property.definition(property: String(label.dropFirst())), property: property)]
        }
    }

    var positional: [Member] { self.members.filter { $0.definition.kind == .positional } }
    var named: [Member] { self.members.filter { $0.definition.kind != .positional } }
}
