package import Records

/// What a fold knows of each epoch over whose end it has gone.
package struct EpochSizes: Sendable, Equatable {
    /// More epochs than a cabinet may have.
    private static let epochCountMax = 1 << 16

    /// By epoch, how many leaves of `authority` were obeyed where it began: by these is judged what was written in it and carried on.
    package internal(set) var opened: [UInt64: UInt64] = [:]
    /// By epoch, how many of its leaves were folded when it was left.
    package internal(set) var left: [UInt64: UInt64] = [:]
    /// What of them was judged before `authority` was here as far as it cites.
    var ahead: JudgedAhead?

    init() {}
}

extension EpochSizes: Canonical {
    package var canonical: CBOR { .map(CBORMap([0: .pairs(opened), 1: .pairs(left), 2: ahead?.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "the sizes of epochs")
        opened = try fields.pairs(0, countMax: Self.epochCountMax)
        left = try fields.pairs(1, countMax: Self.epochCountMax)
        ahead = try fields.optional(2)
        try fields.finish()
    }
}
