package import Records

/// What the enrolment door answers to a ``SignedRequest``: one frame back for one frame in.
///
/// A map: 0 state, 1 answer, 2 sentence. The cabinet asks again while officers have not signed.
package enum EnrolmentReply: Canonical, Hashable {
    /// Officers have not signed yet: ask again after a few seconds.
    case waiting
    /// Officers signed.
    case answered(EnrolmentAnswer)
    /// It will not come to anything; one sentence in English says why.
    case refused(String)

    package var canonical: CBOR {
        switch self {
        case .waiting: .map(CBORMap([0: .integer(0)]))
        case .answered(let answer): .map(CBORMap([0: .integer(1), 1: answer.canonical]))
        case .refused(let message): .map(CBORMap([0: .integer(2), 2: message.canonical]))
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a reply of the enrolment door")
        let state: Int64 = try fields.value(0)
        switch state {
        case 0: self = .waiting
        case 1: self = .answered(try fields.value(1))
        case 2: self = .refused(try fields.value(2))
        default:
            throw RecordsError(.unknownVersion, "state \(state) of a reply is newer than this program")
        }
        try fields.finish()
    }
}
