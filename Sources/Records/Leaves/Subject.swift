/// What a record is about: the content of the group `subject`.
package struct Subject: Canonical, Hashable {
    /// The seal.
    package var seal: Identifier<Seal>?
    /// The person, where it is not the actor.
    package var person: Identifier<Person>?
    /// The grant under which somebody acts.
    package var grant: Identifier<GrantSubject>?
    /// The application.
    package var application: Identifier<ApplicationSubject>?
    /// The credential.
    package var credential: Identifier<CredentialSubject>?
    /// The count run.
    package var run: Identifier<CountRun>?
    /// The visit that ties intent to outcome.
    package var visit: Identifier<Visit>?
    /// The finding that the record opens or closes.
    package var finding: Identifier<FindingSubject>?
    /// The cabinet's name, where the log does not say it.
    package var cabinet: String?
    /// The drawer's number on the cabinet's face.
    package var drawer: UInt64?
    /// The slot's number on the cabinet's face.
    package var slot: UInt64?

    /// A subject; set what applies.
    package init(
        seal: Identifier<Seal>? = nil,
        person: Identifier<Person>? = nil,
        grant: Identifier<GrantSubject>? = nil,
        application: Identifier<ApplicationSubject>? = nil,
        credential: Identifier<CredentialSubject>? = nil,
        run: Identifier<CountRun>? = nil,
        visit: Identifier<Visit>? = nil,
        finding: Identifier<FindingSubject>? = nil,
        cabinet: String? = nil,
        drawer: UInt64? = nil,
        slot: UInt64? = nil
    ) {
        self.seal = seal
        self.person = person
        self.grant = grant
        self.application = application
        self.credential = credential
        self.run = run
        self.visit = visit
        self.finding = finding
        self.cabinet = cabinet
        self.drawer = drawer
        self.slot = slot
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: seal?.canonical, 1: person?.canonical, 2: grant?.canonical, 3: application?.canonical,
                4: credential?.canonical, 5: run?.canonical, 6: visit?.canonical, 7: finding?.canonical,
                8: cabinet?.canonical, 9: drawer?.canonical, 10: slot?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a subject")
        seal = try fields.optional(0)
        person = try fields.optional(1)
        grant = try fields.optional(2)
        application = try fields.optional(3)
        credential = try fields.optional(4)
        run = try fields.optional(5)
        visit = try fields.optional(6)
        finding = try fields.optional(7)
        cabinet = try fields.optional(8)
        drawer = try fields.optional(9)
        slot = try fields.optional(10)
        try fields.finish()
    }
}
