package import Authority
package import Records

/// A job that two officers signed, and the cabinets of its site that will have to recognise the tag.
///
/// A map: 0 the signed ``TagJobStatement``, 1 list of cabinets. The job's own cabinet gets keys 0, 1 and 3, each other
/// cabinet of the list key 1 alone, and one that is suspended nothing. For a card the list names all cabinets of the site, for a seal those that keep it.
package struct TagJobOrder: Canonical {
    /// The job with the officers' signatures.
    package let job: SignedStatement
    /// Cabinets of the job's site, each once; the job's own need not be among them.
    package let cabinets: [String]

    /// An order for one job.
    package init(job: SignedStatement, cabinets: [String]) {
        self.job = job
        self.cabinets = cabinets
    }

    package var canonical: CBOR { .map(CBORMap([0: job.canonical, 1: .list(cabinets)])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an order for a tag job")
        job = try fields.value(0)
        cabinets = try fields.list(1, countMax: KeyServiceLimits.cabinetCountMax)
        try fields.finish()
    }
}
