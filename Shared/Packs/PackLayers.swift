internal import Domain
internal import YAML

/// One file of a pack.
struct PackLayer {
    let id: PackID
    let version: String
    let node: YAMLNode
    /// The layers that it builds on, with the places where it says so.
    let foundations: [(id: PackID, node: YAMLNode)]
    /// The norms that it gives itself, with the places where it does.
    let norms: [(id: String, basis: [Basis], node: YAMLNode)]

    init(_ file: PackFile) throws(YAMLError) {
        self.node = try YAMLDocument.parse(file.text, file: file.name).root
        let members = try self.node.mapping(
            required: ["pack", "version"], optional: ["builds-on", "begins", "norms", "requirements"])
        self.id = PackID(rawValue: try members.require("pack").identifier())
        self.version = try members.require("version").text(limitCharacters: 32)
        var foundations: [(id: PackID, node: YAMLNode)] = []
        for node in try members["builds-on"]?.sequence() ?? [] {
            foundations.append((PackID(rawValue: try node.identifier()), node))
        }
        self.foundations = foundations
        var norms: [(id: String, basis: [Basis], node: YAMLNode)] = []
        for norm in try members["norms"]?.mapping().members ?? [] {
            let basis = try norm.value.list { (node) throws(YAMLError) in try node.basis() }
            norms.append((norm.name, basis, norm.value))
        }
        self.norms = norms
    }
}

/// The files from which a pack is put together.
struct PackLayers {
    private var layers: [PackID: PackLayer] = [:]
    private let files: [PackFile]

    init(_ files: [PackFile]) throws(YAMLError) {
        self.files = files
        for file in files {
            let layer = try PackLayer(file)
            guard self.layers.updateValue(layer, forKey: layer.id) == nil else {
                throw layer.node.error("a second file of the pack “\(layer.id)”", expected: "one file for each pack")
            }
        }
    }

    /// The layer of a name.
    func layer(_ id: PackID) throws(YAMLError) -> PackLayer {
        guard let layer = self.layers[id] else {
            throw YAMLError(
                file: self.files.map(\.name).sorted().joined(separator: ", "), mark: Mark(line: 1, column: 1),
                what: "no file is the pack “\(id)”", expected: self.known)
        }
        return layer
    }

    /// The norms of a layer and of all that it builds on. None may be given twice: which one counts would be hidden.
    func norms(of top: PackLayer) throws(YAMLError) -> [String: [Basis]] {
        var norms: [String: [Basis]] = [:]
        // From the bottom up, so that the fault lies with the layer that came later.
        for layer in try self.stack(below: top).reversed() {
            for norm in layer.norms {
                guard norms.updateValue(norm.basis, forKey: norm.id) == nil else {
                    throw norm.node.error("the norm “\(norm.id)” is given twice", expected: "an id of its own")
                }
            }
        }
        return norms
    }

    /// A layer and all that it builds on, each once.
    private func stack(below top: PackLayer) throws(YAMLError) -> [PackLayer] {
        var stack = [top]
        var seen: Set<PackID> = [top.id]
        var next = 0
        while next < stack.count {
            for foundation in stack[next].foundations where seen.insert(foundation.id).inserted {
                guard let layer = self.layers[foundation.id] else {
                    throw foundation.node.error("no file is the pack “\(foundation.id)”", expected: self.known)
                }
                stack.append(layer)
            }
            next += 1
        }
        return stack
    }

    /// Whether there is a layer of that name.
    func contains(_ id: PackID) -> Bool { self.layers[id] != nil }

    /// The names of all layers, as what is expected.
    var known: String {
        "one of: " + self.layers.keys.sorted().map(\.rawValue).joined(separator: ", ")
    }
}
