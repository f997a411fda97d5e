package import Records

/// One slip at headquarters and how far it has come.
package struct SlipEntry: Sendable, Equatable {
    /// How far a slip has come; each state holds what is known then.
    package enum State: Sendable, Equatable {
        /// Handed out, and not used yet.
        case issued
        /// A cabinet asks under it; the keys of the first request are the only ones that may.
        case redeemed(SignedRequest)
        /// Officers signed; the answer waits to be fetched, and the cabinet to appear.
        case approved(SignedRequest, EnrolmentAnswer)
        /// The cabinet appeared with its keys: nothing undoes this but people.
        case confirmed(SignedRequest, EnrolmentAnswer)
        /// Its time passed before officers signed.
        case expired
        /// Officers signed, and the cabinet did not appear in time.
        case undone(SignedRequest, EnrolmentAnswer)
        /// Headquarters took it back.
        case withdrawn
    }

    /// The slip as handed out.
    package let signed: SignedSlip
    /// What it says.
    package let slip: Slip
    /// How far it has come.
    package internal(set) var state: State
    /// Since when it is in this state, in milliseconds since 1970.
    package internal(set) var since: Int64

    init(signed: SignedSlip, slip: Slip, state: State, since: Int64) {
        self.signed = signed
        self.slip = slip
        self.state = state
        self.since = since
    }

    /// Whether something may still come of it.
    package var isOpen: Bool {
        switch state {
        case .issued, .redeemed, .approved: true
        case .confirmed, .expired, .undone, .withdrawn: false
        }
    }
}

extension SlipEntry: Canonical {
    /// For headquarters' own store: map of 0 signed slip, 1 state, 2 request, 3 answer, 4 since.
    package var canonical: CBOR {
        let (number, request, answer): (Int64, SignedRequest?, EnrolmentAnswer?) =
            switch state {
            case .issued: (0, nil, nil)
            case .redeemed(let request): (1, request, nil)
            case .approved(let request, let answer): (2, request, answer)
            case .confirmed(let request, let answer): (3, request, answer)
            case .expired: (4, nil, nil)
            case .undone(let request, let answer): (5, request, answer)
            case .withdrawn: (6, nil, nil)
            }
        return .map(
            CBORMap([
                0: signed.canonical, 1: .integer(number), 2: request?.canonical, 3: answer?.canonical,
                4: since.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a slip's entry")
        signed = try fields.value(0)
        let number: Int64 = try fields.value(1)
        let request: SignedRequest? = try fields.optional(2)
        let answer: EnrolmentAnswer? = try fields.optional(3)
        since = try fields.value(4)
        try fields.finish()
        slip = try Slip(decoding: signed.bytes)
        switch (number, request, answer) {
        case (0, nil, nil): state = .issued
        case (1, let request?, nil): state = .redeemed(request)
        case (2, let request?, let answer?): state = .approved(request, answer)
        case (3, let request?, let answer?): state = .confirmed(request, answer)
        case (4, nil, nil): state = .expired
        case (5, let request?, let answer?): state = .undone(request, answer)
        case (6, nil, nil): state = .withdrawn
        default:
            throw RecordsError(.malformed, "state \(number) of a slip does not fit what stands beside it")
        }
    }
}
