package import Records

extension OpenVisit.Purpose: Canonical {
    package var canonical: CBOR {
        switch self {
        case .take: .integer(0)
        case .giveBack: .integer(1)
        case .setAside: .integer(2)
        }
    }

    package init(canonical: CBOR) throws(RecordsError) {
        switch try Int64(canonical: canonical) {
        case 0: self = .take
        case 1: self = .giveBack
        case 2: self = .setAside
        default: throw RecordsError(.unknownVersion, "this purpose of an opening is newer than this program")
        }
    }
}

extension OpenVisit: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: visit.canonical, 1: purpose.canonical, 2: drawer.canonical, 3: seal?.canonical,
                4: actor.canonical, 5: grant?.canonical, 6: begun.canonical, 7: time.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an opening without an outcome")
        visit = try fields.value(0)
        purpose = try fields.value(1)
        drawer = try fields.value(2)
        seal = try fields.optional(3)
        actor = try fields.value(4)
        grant = try fields.optional(5)
        begun = try fields.value(6)
        time = try fields.value(7)
        try fields.finish()
    }
}
