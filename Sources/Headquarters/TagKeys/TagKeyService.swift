package import Authority
package import Records

/// Diversifies a tag's keys for a job that officers signed: the port to the tag-key service.
///
/// Headquarters only carries: the service folds `authority` itself from the records it is given, so that a headquarters that
/// was broken into cannot name its own officers.
package protocol TagKeyService: Sendable {
    /// The keys of a job's tag, sealed to each cabinet of the site that needs them.
    ///
    /// - Throws: ``HeadquartersError`` `.refused` when the service does not accept the job, `.unavailable` when it does not
    ///   answer.
    func deliver(_ job: TagKeyJob) async throws -> [TagKeyDelivery]

    /// The presence key of a tag that a job personalised before, sealed to the machine that stands as a cabinet now.
    ///
    /// - Throws: as ``deliver(_:)``.
    func presenceKey(of uid: Bytes, version: UInt64, to cabinet: String) async throws -> [TagKeyDelivery]
}

/// What the tag-key service is asked for.
package struct TagKeyJob: Sendable {
    /// The ``TagJobStatement`` with its officers' signatures.
    package let job: SignedStatement
    /// The site.
    package let site: String
    /// The cabinets of the site: the job's own gets the keys to personalise with, the others the presence key.
    package let cabinets: [String]

    /// A job that stands in a site's policy.
    package init(job: SignedStatement, site: String, cabinets: [String]) {
        self.job = job
        self.site = site
        self.cabinets = cabinets
    }
}
