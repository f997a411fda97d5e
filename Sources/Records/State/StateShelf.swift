package import Cryptography

/// A state that is kept beside the evidence, and the leaf that should name it.
package struct KeptState: Hashable, Sendable {
    /// The index of the leaf `stateNamed`, in the log that the state is kept under.
    package let index: UInt64
    /// What it is made of.
    package let manifest: StateManifest

    /// A state by its leaf.
    package init(index: UInt64, manifest: StateManifest) {
        self.index = index
        self.manifest = manifest
    }
}

/// Keeps folded states, so that a start need not read every leaf: a projection, never evidence, and believed only as far as a
/// leaf names it.
///
/// Every call blocks on the disk, and throws ``RecordsError``: `.mismatch` where what is stored is damaged.
package protocol StateShelf: Sendable {
    /// The states that are kept of a log, newest first; at most three.
    func states(of origin: Origin) throws(RecordsError) -> [KeptState]

    /// The bytes of a piece, as they are stored; nil where there are none.
    func part(_ digest: Digest) throws(RecordsError) -> [UInt8]?

    /// Keeps a state in one step, with those of its pieces that are not there yet; the oldest goes.
    func keep(_ state: KeptState, of origin: Origin, parts: [StatePart]) throws(RecordsError)

    /// Throws everything away, also what cannot be read, and begins with nothing.
    func discard() throws(RecordsError)
}
