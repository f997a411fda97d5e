/// Which way a frame goes.
package enum Direction: String, Sendable, CaseIterable {
    /// From a cabinet to headquarters.
    case up
    /// From headquarters to a cabinet.
    case down
}

/// One frame on its way: who hears of it hears of it as it was sent, before anything happened to it.
package struct Passing: Sendable {
    /// The cabinet's end of the line.
    package let place: String
    /// Which way it goes.
    package let direction: Direction
    /// The frame.
    package let bytes: [UInt8]
    /// Who stands at the other end.
    package var house = SimulatedNetwork.firstHouse
    /// Whether a relay stands between both ends, which may repeat or replay what was sent.
    package var isRelayed = false
}
