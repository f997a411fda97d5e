package import Authority
package import Records

/// One message between a cabinet and headquarters.
///
/// Documentation/Wire.md describes each for a second implementation.
///
/// Every frame is one canonical CBOR map: 0 type, 1 version, 2… its own fields.
package enum Frame: Sendable, Equatable {
    /// Cabinet: who I am, my newest heads, and a nonce.
    case hello(Hello)
    /// Headquarters: the witness lines, before any data flows.
    case witness([WitnessLine])
    /// Headquarters: what lies here of your logs, what you should obey, how much you may send.
    case welcome(Welcome)
    /// Either: records of one log.
    case data(LogStretch)
    /// Either: a signed head that continues an earlier one.
    case checkpoint(HeadOffer)
    /// Either: a head with the sender's cosignature.
    case cosignature(CosignedHead)
    /// Cabinet: send me this log from there on.
    case pull(Pull)
    /// Cabinet: answer this nonce.
    case freshRequest(nonce: Bytes)
    /// Headquarters: the answer.
    case freshNote(SignedFreshNote)
    /// Cabinet: one alarm, ahead of the backlog, with its proofs.
    case alarm(AlarmFrame)
    /// Either: the body of the record whose leaf follows without it.
    case body(BodyFrame)
    /// Either: send what is missing of a blob.
    case want(Want)
    /// Either: a piece of the wanted blob.
    case piece(Piece)
    /// Either: nothing more follows for the wanted blob.
    case blobEnd(BlobEnd)
    /// Receiver: how much of a class may have been sent by now.
    case credit(Credit)
    /// Either: the session ends, and why.
    case bye(Bye)

    /// The version that this program speaks.
    package static let version: UInt64 = 1
}

/// What competes for a line, from the most to the least urgent.
package enum TrafficClass: Int64, Canonical, CaseIterable {
    /// ALARM frames: their own small credit, so that a backlog never holds an alarm.
    case alarms = 0
    /// Records of `acts`.
    case acts = 1
    /// Records of `authority`, `policy` and `receipts`.
    case policy = 2
    /// Records of `telemetry`.
    case telemetry = 3
    /// Chunks of blobs.
    case blobs = 4

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = TrafficClass(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this class of traffic is unknown")
        }
        self = value
    }
}
