/// Where a drawer's door is, as its own switch says.
package enum DoorPosition: Hashable, Sendable {
    case shut
    case open
}

/// Where a lock's bolt is, as the lock's own switch says: a hook that stays drawn while the door is open and catches it when shut.
package enum BoltPosition: Hashable, Sendable {
    case thrown
    case drawn
}

/// One look at a drawer's two sensors; nil where a sensor could not be read, which is never taken for "shut".
package struct DrawerSample: Hashable, Sendable {
    /// The door switch.
    package let door: DoorPosition?
    /// The bolt switch.
    package let bolt: BoltPosition?

    /// What was read.
    package init(door: DoorPosition?, bolt: BoltPosition?) {
        self.door = door
        self.bolt = bolt
    }

    /// Neither sensor could be read: the board is silent.
    package static let unreadable = DrawerSample(door: nil, bolt: nil)
}
