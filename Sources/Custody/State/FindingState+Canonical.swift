package import Records

extension FindingState: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: finding.canonical, 1: opened.canonical, 2: subject.canonical, 3: time.canonical,
                4: index.canonical, 5: epoch.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a finding that was opened")
        finding = try fields.value(0)
        opened = try fields.value(1)
        subject = try fields.value(2)
        time = try fields.value(3)
        index = try fields.value(4)
        epoch = try fields.value(5)
        try fields.finish()
    }
}

extension RequestedCredential: Canonical {
    package var canonical: CBOR {
        .map(
            CBORMap([
                0: person.canonical, 1: credential.canonical, 2: requested.canonical, 3: time.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a credential that was asked for")
        person = try fields.value(0)
        credential = try fields.value(1)
        requested = try fields.value(2)
        time = try fields.value(3)
        try fields.finish()
    }
}

extension GrantUse: Canonical, Comparable {
    package static func < (left: GrantUse, right: GrantUse) -> Bool {
        left.grant == right.grant ? left.seal < right.seal : left.grant < right.grant
    }

    package var canonical: CBOR { .array([grant.canonical, seal.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a use is a grant and a seal")
        }
        grant = try Identifier(canonical: parts[0])
        seal = try Identifier(canonical: parts[1])
    }
}
