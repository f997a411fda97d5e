import Authority
package import Records

/// What a count says of one drawer.
package struct CountedDrawer: Canonical, Hashable {
    /// What was found against what should be.
    package enum Finding: Int64, Canonical, CaseIterable {
        /// The seal that belongs there is there and proved.
        case present = 0
        /// Nothing is there, and nobody has it.
        case missing = 1
        /// Something is there that should not be.
        case unexpected = 2
        /// A seal of this site is there that belongs elsewhere.
        case wrongSlot = 3
        /// Something is there that could not be read, or the reader is ill.
        case unreadable = 4
        /// Nothing is there, and a named person has the seal.
        case out = 5
        /// Nothing is there, and nothing belongs there.
        case vacant = 6
        /// Kept locked apart after a refused return.
        case quarantined = 7

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            guard let value = Finding(rawValue: try Int64(canonical: canonical)) else {
                throw RecordsError(.unknownVersion, "this result of a count is newer than this program")
            }
            self = value
        }
    }

    /// The drawer's number.
    package let drawer: UInt64
    /// The seal that should be there, or that was found there.
    package let seal: Identifier<Seal>?
    /// The result.
    package let finding: Finding
    /// What the reader found.
    package let reading: TagReading
    /// Who has the seal, where somebody has.
    package let holder: Identifier<Person>?

    /// One drawer's line.
    package init(
        drawer: UInt64,
        seal: Identifier<Seal>?,
        finding: Finding,
        reading: TagReading,
        holder: Identifier<Person>?
    ) {
        self.drawer = drawer
        self.seal = seal
        self.finding = finding
        self.reading = reading
        self.holder = holder
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: drawer.canonical, 1: seal?.canonical, 2: finding.canonical, 3: reading.canonical,
                4: holder?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a counted drawer")
        drawer = try fields.value(0)
        seal = try fields.optional(1)
        finding = try fields.value(2)
        reading = try fields.value(3)
        holder = try fields.optional(4)
        try fields.finish()
    }
}

/// A cabinet's answer to a count run: the detail of `countAnswered`; the subject names the run.
package struct CountAnswer: Canonical, Hashable {
    /// The nonce of the request.
    package let nonce: Bytes
    /// Every drawer of the lock map, each once.
    package let drawers: [CountedDrawer]

    /// An answer.
    package init(nonce: Bytes, drawers: [CountedDrawer]) {
        self.nonce = nonce
        self.drawers = drawers
    }

    /// Whether every drawer was looked into: of each it is known what lies there, or that nothing does.
    ///
    /// A reader that is ill and a tag that says nothing leave the count open; what lies there and should not is counted.
    package var isFull: Bool {
        !drawers.isEmpty
            && drawers.allSatisfy { drawer in
                switch drawer.reading {
                case .ill, .unreadable: drawer.finding == .quarantined
                case .proved, .empty, .failed, .foreign: true
                }
            }
    }

    package var canonical: CBOR { .map(CBORMap([0: nonce.canonical, 1: .list(drawers)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a count's answer")
        nonce = try fields.value(0)
        drawers = try fields.list(1, countMax: LockMapStatement.drawerCountMax)
        try fields.finish()
        guard nonce.bytes.count == 16 else { throw RecordsError(.malformed, "a count's nonce has 16 bytes") }
    }
}

extension CountedDrawer {
    /// Whether people must look at it.
    package var isDifference: Bool {
        switch finding {
        case .present, .out, .vacant: false
        case .missing, .unexpected, .wrongSlot, .unreadable, .quarantined: true
        }
    }
}
