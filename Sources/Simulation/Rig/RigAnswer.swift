/// The line that answers a `RigRequest`.
package struct RigAnswer: Codable, Equatable, Sendable {
    /// Why something was refused.
    package struct Failure: Codable, Equatable, Sendable {
        /// The name of the code of a `RigError`.
        package var code: String
        /// What went wrong and what to do.
        package var message: String
    }

    /// Whether it happened.
    package var ok: Bool
    /// Why not.
    package var error: Failure?
    /// The tag that was made.
    package var tag: RigSnapshot.Tag?
    /// Everything, when that was asked for.
    package var snapshot: RigSnapshot?

    init(tag: RigSnapshot.Tag? = nil, snapshot: RigSnapshot? = nil) {
        ok = true
        self.tag = tag
        self.snapshot = snapshot
    }

    init(_ error: RigError) {
        ok = false
        self.error = Failure(code: error.code.description, message: error.message)
    }
}

/// The simulated world at one moment.
package struct RigSnapshot: Codable, Equatable, Sendable {
    /// A tag.
    package struct Tag: Codable, Equatable, Sendable {
        /// Its name.
        package var name: String
        /// ntag424, classic or phone.
        package var kind: String
        /// Its serial number, hexadecimal text; none for a phone.
        package var uid: String?
        /// The reader it lies on; nil while somebody has it in hand.
        package var reader: String?
    }

    /// A reader.
    package struct Reader: Codable, Equatable, Sendable {
        /// Its name.
        package var name: String
        /// The tags on it.
        package var tags: [String]
        /// The names of its faults.
        package var faults: [String]
    }

    /// A drawer.
    package struct Drawer: Codable, Equatable, Sendable {
        /// Its name.
        package var name: String
        /// Whether its door stands open.
        package var isOpen: Bool
        /// Whether its bolt is drawn.
        package var isBoltDrawn: Bool
        /// Whether its light is on.
        package var isLit: Bool
        /// How often its lock was energised since the rig began.
        package var pulseCount: Int
    }

    /// A line to headquarters.
    package struct Line: Codable, Equatable, Sendable {
        /// The cabinet.
        package var cabinet: String
        /// How it is cut; nil while it is whole.
        package var cut: NetworkCut?
        /// How long each byte is under way.
        package var delayMilliseconds: Int
        /// How much it carries in each direction; nil for as much as comes.
        package var bytesPerSecond: Int?
        /// Connections that stand.
        package var connectionCount: Int
    }

    /// The tags, by name.
    package var tags: [Tag]
    /// The readers, in the order of the configuration.
    package var readers: [Reader]
    /// The drawers, in the order of the configuration.
    package var drawers: [Drawer]
    /// The lines, in the order of the configuration.
    package var lines: [Line]
}
