import FoundationEssentials

/// The file that a rig goes on from: every tag, where it lies, and the random numbers of those to come.
struct SavedRig: Codable, Equatable {
    struct Entry: Codable, Equatable {
        var name: String
        /// The reader it lies on; nil for a tag in hand.
        var reader: String?
        var tag: SavedTag
    }

    private static let currentVersion = 1

    private var version = currentVersion
    var generator: UInt64
    var tags: [Entry]

    init(generator: UInt64, tags: [Entry]) {
        self.generator = generator
        self.tags = tags
    }

    init(decoding data: Data) throws {
        self = try JSONDecoder().decode(Self.self, from: data)
        guard version == Self.currentVersion else {
            throw RigError(.unreadableState, "the state is of version \(version), not \(Self.currentVersion)")
        }
    }

    func encoded() throws -> Data {
        try JSONEncoder.readable.encode(self)
    }
}
