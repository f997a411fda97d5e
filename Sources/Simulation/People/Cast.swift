import Authority
import Cryptography
import FoundationEssentials
import Records

/// The ids of the story's people and seals, drawn once for each fleet.
package struct Cast: Codable, Sendable {
    /// By the key file's name: who holds a key.
    package private(set) var holders: [String: String] = [:]
    /// By ``FleetStory/Worker/key``: the person's id.
    package private(set) var workers: [String: String] = [:]
    /// By the seal's tag: the seal's id.
    package private(set) var seals: [String: String] = [:]

    init() throws {
        let keys = FleetStory.owners + FleetStory.officers + FleetStory.approvers.map(\.0)
        for key in keys { holders[key] = try Self.draw() }
        for site in FleetStory.sites {
            for worker in site.people { workers[worker.key] = try Self.draw() }
            for drawer in site.seals.indices { seals[site.tag(drawer + 1)] = try Self.draw() }
        }
    }

    /// The cast of a folder.
    init(of folder: FleetFolder) throws {
        self = try JSONDecoder().decode(Cast.self, from: Data(contentsOf: URL(filePath: folder.castPath)))
    }

    func keep(in folder: FleetFolder) throws {
        try folder.write(
            String(decoding: try JSONEncoder.readable.encode(self), as: UTF8.self),
            to: folder.castPath
        )
    }

    func holder(_ key: String) throws -> Identifier<Person> { try Self.id(holders[key], key) }

    func worker(_ worker: FleetStory.Worker) throws -> Identifier<Person> {
        try Self.id(workers[worker.key], worker.key)
    }

    func seal(_ tag: String) throws -> Identifier<Seal> { try Self.id(seals[tag], tag) }

    private static func draw() throws -> String { Hex.encode(try SecureRandom.bytes(16)) }

    private static func id<Subject>(_ text: String?, _ name: String) throws -> Identifier<Subject> {
        guard let id = text.flatMap({ Identifier<Subject>(hexadecimal: $0) }) else {
            throw FleetError(.folder, "the folder knows no id of \(name); use --fresh")
        }
        return id
    }
}
