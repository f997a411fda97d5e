package import Records

/// An epoch of acts that another machine wrote under the cabinet's name: what the one that takes its place needs to get it back.
///
/// Nothing of it is believed for its sender. The head that officers signed proves the newest one; how each began says with which head
/// the one before it ended.
package struct EarlierEpoch: Canonical, Hashable {
    /// The most epochs that an answer names: with the longest names it stays within a frame of the enrolment door.
    package static let countMax = 40

    /// The epoch, from 1.
    package let epoch: UInt64
    /// The key that signed its checkpoints (Ed25519).
    package let key: Bytes
    /// The note of the head with which it ends, signed by that key.
    package let note: Bytes

    /// An epoch that has ended.
    package init(epoch: UInt64, key: Bytes, note: Bytes) {
        self.epoch = epoch
        self.key = key
        self.note = note
    }

    package var canonical: CBOR { .array([epoch.canonical, key.canonical, note.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 3 else {
            throw RecordsError(.malformed, "an earlier epoch is a number, a key and a note")
        }
        epoch = try UInt64(canonical: parts[0])
        key = try Bytes(canonical: parts[1])
        note = try Bytes(canonical: parts[2])
        guard epoch >= 1, key.bytes.count == 32 else {
            throw RecordsError(.malformed, "an earlier epoch is counted from 1 and has a key of 32 bytes")
        }
    }
}
