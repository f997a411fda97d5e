/// Where a record stands among a cabinet's acts: epochs in their order, and leaves within each.
package struct ActPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The epoch, from 1.
    package let epoch: UInt64
    /// The leaf's index in it.
    package let index: UInt64

    /// A place.
    package init(epoch: UInt64 = 1, index: UInt64) {
        self.epoch = epoch
        self.index = index
    }

    package static func < (left: ActPlace, right: ActPlace) -> Bool {
        (left.epoch, left.index) < (right.epoch, right.index)
    }

    /// The index; with its epoch before it in all but the first.
    package var description: String { epoch == 1 ? "\(index)" : "e\(epoch)/\(index)" }
}
