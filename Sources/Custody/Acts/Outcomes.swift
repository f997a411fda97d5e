package import Records

/// What a take came to: the detail of `takeEnded`.
package struct TakeEnded: Canonical, Hashable {
    /// Whether and how the seal left.
    package enum Outcome: Int64, Canonical {
        /// The slot was empty when the drawer closed: the seal is out.
        case taken = 0
        /// The seal was still there, and proved itself.
        case notTaken = 1
        /// The lock did not open.
        case notOpened = 2
        /// Something other than the seal was in the slot when the drawer closed: a finding.
        case exchanged = 3
        /// The slot could not be read when the drawer closed; the seal is taken to be out.
        case unread = 4

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Outcome(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.unknownVersion, "this outcome of a take is newer than this program")
            }
            self = value
        }
    }

    /// The outcome.
    package let outcome: Outcome
    /// What the reader found.
    package let reading: TagReading
    /// Whether a start after a crash resolved the visit by looking.
    package let isResolved: Bool

    /// The outcome of a take.
    package init(outcome: Outcome, reading: TagReading, isResolved: Bool = false) {
        self.outcome = outcome
        self.reading = reading
        self.isResolved = isResolved
    }

    package var canonical: CBOR {
        .map(CBORMap([0: outcome.canonical, 1: reading.canonical, 2: .flag(isResolved)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a take's outcome")
        outcome = try fields.value(0)
        reading = try fields.value(1)
        isResolved = try fields.flag(2)
        try fields.finish()
    }
}

/// What a return came to: the detail of `returnEnded`.
package struct ReturnEnded: Canonical, Hashable {
    /// Whether and how the seal came back.
    package enum Outcome: Int64, Canonical {
        /// The tag proved to be the seal's: it is in.
        case proved = 0
        /// Something is in the slot that could not be read: kept locked as *in, unproved*.
        case unproved = 1
        /// A copy or another thing is in the slot: kept locked apart, the seal stays out with its borrower.
        case refused = 2
        /// Nothing was put in.
        case nothing = 3
        /// The lock did not open.
        case notOpened = 4

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Outcome(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.unknownVersion, "this outcome of a return is newer than this program")
            }
            self = value
        }
    }

    /// The outcome.
    package let outcome: Outcome
    /// What the reader found.
    package let reading: TagReading
    /// Whether a start after a crash resolved the visit by looking.
    package let isResolved: Bool

    /// The outcome of a return.
    package init(outcome: Outcome, reading: TagReading, isResolved: Bool = false) {
        self.outcome = outcome
        self.reading = reading
        self.isResolved = isResolved
    }

    package var canonical: CBOR {
        .map(CBORMap([0: outcome.canonical, 1: reading.canonical, 2: .flag(isResolved)]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a return's outcome")
        outcome = try fields.value(0)
        reading = try fields.value(1)
        isResolved = try fields.flag(2)
        try fields.finish()
    }
}

/// What setting aside came to: the detail of `setAsideEnded`.
package struct SetAsideEnded: Canonical, Hashable {
    /// What the reader found when the drawer was closed; `empty` frees it.
    package let reading: TagReading
    /// Whether a start after a crash resolved the visit by looking.
    package let isResolved: Bool

    /// The outcome of setting aside.
    package init(reading: TagReading, isResolved: Bool = false) {
        self.reading = reading
        self.isResolved = isResolved
    }

    package var canonical: CBOR { .map(CBORMap([0: reading.canonical, 1: .flag(isResolved)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an outcome of setting aside")
        reading = try fields.value(0)
        isResolved = try fields.flag(1)
        try fields.finish()
    }
}
