package import Authority
package import Records

/// How far a cabinet's own enrolment has come: a pure value that the cabinet stores at each change.
///
/// An answer is provisional until `authority`, replicated and folded, names this cabinet's keys and the slip's notes key.
/// What is not confirmed within ``confirmationMillisecondsMax`` of powered time is undone, so that a cabinet is never stuck
/// half-way: the installer can bring another slip. What is confirmed, no timer touches.
package struct CabinetEnrolment: Sendable, Equatable {
    /// How long an answer may stay unconfirmed: 72 hours with power, in milliseconds.
    package static let confirmationMillisecondsMax: UInt64 = 72 * 3_600_000

    /// How far it has come.
    package enum State: Sendable, Equatable {
        /// No slip.
        case none
        /// A slip was brought, and a request made under it; it may be sent again and again.
        case asking(SignedSlip, SignedRequest)
        /// Officers signed; `spent` is the powered time since, in milliseconds.
        case answered(SignedSlip, SignedRequest, EnrolmentAnswer, spent: UInt64)
        /// `authority` names this cabinet's keys.
        case enrolled(SignedSlip, EnrolmentAnswer)
    }

    /// How far it has come.
    package private(set) var state: State

    /// A cabinet that was never enrolled, or is again without a site.
    package init() { state = .none }

    /// A slip was brought and a request made.
    ///
    /// - Throws: `refused` for an enrolled cabinet: replacing needs ``leave()`` first, by people who stand there.
    package mutating func ask(_ slip: SignedSlip, _ request: SignedRequest) throws(EnrolmentError) {
        if case .enrolled = state { throw EnrolmentError(.refused, "this cabinet is enrolled already") }
        _ = try request.verified(by: slip.opened())
        state = .asking(slip, request)
    }

    /// An answer came; a second copy changes nothing.
    ///
    /// - Throws: `refused` when nothing was asked; as ``EnrolmentAnswer/verified(for:slip:)``.
    package mutating func receive(_ answer: EnrolmentAnswer) throws(EnrolmentError) -> CabinetStatement {
        switch state {
        case .asking(let slip, let request):
            let statement = try answer.verified(for: request.claimed(), slip: slip.opened())
            state = .answered(slip, request, answer, spent: 0)
            return statement
        case .answered(let slip, let request, _, _):
            return try answer.verified(for: request.claimed(), slip: slip.opened())
        case .none, .enrolled: throw EnrolmentError(.refused, "this cabinet waits for no answer")
        }
    }

    /// Looks whether this cabinet is in `authority`, after that was folded.
    ///
    /// - Returns: whether it is enrolled now.
    /// - Throws: `mismatch` when `authority` names other keys, or other keys of headquarters than the slip.
    package mutating func confirm(with standing: Standing) throws(EnrolmentError) -> Bool {
        switch state {
        case .none, .asking: return false
        case .enrolled: return true
        case .answered(let signedSlip, let request, let answer, _):
            let (slip, keys) = (try signedSlip.opened(), try request.claimed().keys)
            guard let cabinet = standing.cabinets[slip.cabinet], let services = standing.services,
                cabinet.version >= slip.cabinetVersion
            else { return false }
            guard standing.organisation == slip.organisation, standing.pinnedRoot == slip.root,
                cabinet.keys == keys, cabinet.site == slip.site
            else { throw EnrolmentError(.mismatch, "the authority log names other keys for this cabinet") }
            guard services.notesKey == slip.notesKey, services.transportKey == slip.transportKey else {
                throw EnrolmentError(
                    .mismatch,
                    "owners signed other keys of headquarters than those on the slip"
                )
            }
            state = .enrolled(signedSlip, answer)
            return true
        }
    }

    /// So many milliseconds passed with power on.
    ///
    /// - Returns: whether an unconfirmed answer was undone just now.
    package mutating func tick(milliseconds: UInt64) -> Bool {
        guard case .answered(let slip, let request, let answer, let spent) = state else { return false }
        let (sum, overflow) = spent.addingReportingOverflow(milliseconds)
        guard !overflow, sum < Self.confirmationMillisecondsMax else {
            state = .none
            return true
        }
        state = .answered(slip, request, answer, spent: sum)
        return false
    }

    /// People at the cabinet end its enrolment, to replace or decommission it.
    package mutating func leave() { state = .none }
}

extension CabinetEnrolment: Canonical {
    /// For the cabinet's own store: map of 0 state, 1 slip, 2 request, 3 answer, 4 spent.
    package var canonical: CBOR {
        switch state {
        case .none: .map(CBORMap([0: .integer(0)]))
        case .asking(let slip, let request):
            .map(CBORMap([0: .integer(1), 1: slip.canonical, 2: request.canonical]))
        case .answered(let slip, let request, let answer, let spent):
            .map(
                CBORMap([
                    0: .integer(2), 1: slip.canonical, 2: request.canonical, 3: answer.canonical,
                    4: spent.canonical,
                ])
            )
        case .enrolled(let slip, let answer):
            .map(CBORMap([0: .integer(3), 1: slip.canonical, 3: answer.canonical]))
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an enrolment")
        let number: Int64 = try fields.value(0)
        switch number {
        case 0: state = .none
        case 1: state = .asking(try fields.value(1), try fields.value(2))
        case 2:
            state = .answered(
                try fields.value(1),
                try fields.value(2),
                try fields.value(3),
                spent: try fields.value(4)
            )
        case 3: state = .enrolled(try fields.value(1), try fields.value(3))
        default:
            throw RecordsError(.unknownVersion, "state \(number) of an enrolment is newer than this program")
        }
        try fields.finish()
    }
}
