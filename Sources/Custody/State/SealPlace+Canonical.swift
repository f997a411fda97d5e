package import Records

extension SealPlace: Canonical {
    package var canonical: CBOR {
        switch self {
        case .present(let drawer, let proved):
            .map(CBORMap([0: .integer(0), 1: drawer.canonical, 2: proved.canonical]))
        case .unproved(let drawer, let since):
            .map(CBORMap([0: .integer(1), 1: drawer.canonical, 2: since.canonical]))
        case .out(let holding): .map(CBORMap([0: .integer(2), 3: holding.canonical]))
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a seal's place")
        let form: Int64 = try fields.value(0)
        switch form {
        case 0: self = .present(drawer: try fields.value(1), proved: try fields.value(2))
        case 1: self = .unproved(drawer: try fields.value(1), since: try fields.value(2))
        case 2: self = .out(try fields.value(3))
        default: throw RecordsError(.unknownVersion, "place \(form) of a seal is newer than this program")
        }
        try fields.finish()
    }
}

extension Holding: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: holder.canonical, 1: companion?.canonical, 2: grant?.canonical, 3: grantDigest?.canonical,
                4: since.canonical, 5: expectedReturn?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a seal in somebody's hands")
        holder = try fields.value(0)
        companion = try fields.optional(1)
        grant = try fields.optional(2)
        grantDigest = try fields.optional(3)
        since = try fields.value(4)
        expectedReturn = try fields.optional(5)
        try fields.finish()
    }
}

extension Quarantine: Canonical {
    package var canonical: CBOR {
        .map(CBORMap([0: reading.canonical, 1: since.canonical, 2: insteadOf?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "what lies apart")
        reading = try fields.value(0)
        since = try fields.value(1)
        insteadOf = try fields.optional(2)
        try fields.finish()
    }
}
