/// One line on the control socket: what a person's hand, an accident or a test does to the simulated world.
///
/// JSON, `action` and what that action needs; Rig.md has a table of them.
package struct RigRequest: Codable, Equatable, Sendable {
    /// What is to happen.
    package enum Action: String, Codable, Hashable, Sendable, CaseIterable {
        /// Makes a tag: `tag`, `kind`; perhaps `uid`, `signature`, `original`, `seed`.
        case make
        /// Throws a tag away: `tag`.
        case discard
        /// Puts a tag on a reader: `tag`, `reader`. A slot's reader only while its drawer is open.
        case put
        /// Takes a tag from where it lies: `tag`. Out of a slot only while its drawer is open.
        case take
        /// A hand holds a drawer where it is: `drawer`.
        case hold
        /// The hand lets go: `drawer`.
        case letGo
        /// Pushes a drawer shut: `drawer`.
        case close
        /// Opens a drawer with a crowbar: `drawer`.
        case pry
        /// Cuts a cabinet's line to headquarters: `cabinet`, `cut`.
        case cut
        /// Mends it: `cabinet`.
        case mend
        /// Makes each byte on it so late: `cabinet`, `milliseconds`.
        case delay
        /// Lets no more through than so much: `cabinet`, `bytesPerSecond`; 0 for as much as comes.
        case narrow
        /// Gives something a fault: `fault` and `reader`, `drawer` or `board`; perhaps `milliseconds`, `count`.
        case fault
        /// Takes the fault away: the same names.
        case mendFault
        /// Tells everything.
        case snapshot
    }

    /// What is to happen.
    package var action: Action
    /// The name of a tag.
    package var tag: String?
    /// ntag424, counterfeit, classic or phone.
    package var kind: String?
    /// The tag that a counterfeit is of.
    package var original: String?
    /// The serial number of a new tag, hexadecimal text; drawn when it is missing.
    package var uid: String?
    /// The originality signature of a new NTAG 424 DNA, 56 bytes in hexadecimal text; drawn when it is missing.
    package var signature: String?
    /// What the tag is drawn from; the rig's own sequence when it is missing.
    package var seed: UInt64?
    /// A reader, such as beijing/slot1 or beijing/front.
    package var reader: String?
    /// A drawer, such as beijing/slot1.
    package var drawer: String?
    /// The board of a cabinet, by the cabinet's name.
    package var board: String?
    /// A cabinet.
    package var cabinet: String?
    /// refusing or silent.
    package var cut: NetworkCut?
    /// The name of a fault.
    package var fault: String?
    /// The time of a delay or a fault.
    package var milliseconds: Int?
    /// What a narrow line carries in each direction.
    package var bytesPerSecond: Int?
    /// How many answers a fault spoils; for good when it is missing.
    package var count: Int?

    /// A request of which the rest is filled in by hand.
    package init(_ action: Action) {
        self.action = action
    }
}

/// How a line to headquarters is cut.
package enum NetworkCut: String, Codable, Hashable, Sendable {
    /// Connections are torn and new ones refused, as when a host goes down.
    case refusing
    /// Nothing passes and nobody is told, as when a cable is pulled.
    case silent
}
