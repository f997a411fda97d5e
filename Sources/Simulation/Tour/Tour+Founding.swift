// Steps 1 to 3: until a grant lies at the cabinet.
extension Tour {
    func found() async throws -> String {
        try await company.found()
        try await company.enrolCabinets()
        try await company.nameWitnesses()
        let overview = try await company.overview()
        return
            "authority has \(overview.authoritySize) records, a majority of witnesses stands under all of them"
    }

    func equip() async throws -> String {
        try await company.equip()
        var count = 0
        for site in FleetStory.sites {
            for index in site.seals.indices {
                _ = try await seal(site.tag(index + 1), becomes: "in")
                count += 1
            }
        }
        return "\(count) seals are in, each proved with a key of its own"
    }

    func apply() async throws -> String {
        let seal = try company.cast.seal(tag)
        let file = Array("采购合同 2026-118\n".utf8) + (0..<60_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let application = try await company.apply(
            for: seal,
            by: borrower,
            uses: 2,
            reason: "采购合同用印",
            file: ("采购合同.pdf", file)
        )
        approved = try await company.approve(application)
        try await company.waitForOffer(of: seal, under: application.digest, to: borrower, at: site)
        grant = application
        let other = try await company.apply(
            for: try company.cast.seal(otherTag),
            by: borrower,
            uses: 2,
            reason: "授权委托书用印",
            file: ("授权委托书.pdf", Array("授权委托书\n".utf8))
        )
        try await company.approve(other)
        otherGrant = other
        return "two approvals over the text with the file's SHA-256; the grant is offered at \(site.cabinet)"
    }
}
