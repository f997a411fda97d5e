import Authority
package import Cryptography
package import Records

extension HeadquartersLedger {
    /// Lays a picture beside a file that was laid down before: what is shown at cabinets until the file is there.
    ///
    /// Approvers do not sign it; screens say so.
    /// - Throws: ``HeadquartersError`` `.notFound` for a file that is not the application's.
    package func addPreview(
        _ preview: BlobReference,
        to content: Digest,
        of application: Application,
        by actor: Actor
    ) throws {
        guard application.statement.files.contains(where: { $0.digest == content }),
            let named = view.desks.files[content]
        else { throw HeadquartersError(.notFound, "there is no such file with this application") }
        let renamed = BlobNamed(original: named.original, preview: preview)
        let subject = Subject(
            grant: application.statement.grant,
            application: application.statement.application
        )
        try record([Self.draft(.fileLaidDown, renamed, subject, actor)])
        try receipt([Self.receipt(preview, actor)])
        guard case .granted? = view.desks.applications[application.digest]?.state else { return }
        let site = application.statement.site
        let drafts = try sealedDrafts(
            naming: [renamed],
            of: application.statement.applicant,
            subject,
            site: site,
            actor
        )
        guard !drafts.isEmpty else { return }
        _ = try appendPolicy(drafts, site: site)
    }

    /// Notes a picture of a seal's impression; it is shown once officers signed its digest with the seal.
    package func layDownImpression(
        _ picture: BlobReference,
        of seal: Identifier<Seal>,
        by actor: Actor
    ) throws {
        let named = BlobNamed(original: picture)
        try record([Self.draft(.fileLaidDown, named, Subject(seal: seal), actor)])
        try receipt([Self.receipt(picture, actor)])
    }

    /// The drafts that tell a site's cabinets where the files of a grant lie, sealed for the applicant: with him they go.
    func fileDrafts(of statement: GrantStatement, by actor: Actor) throws -> [Draft] {
        let named = statement.files.compactMap { view.desks.files[$0.digest] }
        guard !named.isEmpty else { return [] }
        return try sealedDrafts(
            naming: named,
            of: statement.applicant,
            Subject(grant: statement.grant, application: statement.application),
            site: statement.site,
            actor
        )
    }

    private func sealedDrafts(
        naming named: [BlobNamed],
        of applicant: Identifier<Person>,
        _ subject: Subject,
        site: String,
        _ actor: Actor
    ) throws -> [Draft] {
        guard view.policies[site]?.subjects.erasures[applicant] == nil else { return [] }
        let (key, giving) = try subjectKey(of: applicant, at: site, by: actor)
        return giving
            + named.map { file in
                var draft = Self.draft(.fileNamed, file, subject, actor)
                draft.sealedFor = key
                return draft
            }
    }

    /// The draft that tells a site's cabinets where the picture of a seal's impression lies; nil where none is known.
    func impressionDraft(of statement: SealStatement, by actor: Actor) -> Draft? {
        statement.impression.flatMap { view.desks.files[$0] }.map {
            Self.draft(.fileNamed, $0, Subject(seal: statement.seal), actor)
        }
    }

    /// The record that a file was laid down, in `acts` and in `policy`.
    static func draft(_ kind: RecordKind, _ named: BlobNamed, _ subject: Subject, _ actor: Actor) -> Draft {
        Draft(.administration, kind, actor: actor, subject: subject, detail: named.canonical)
    }

    /// The receipt that every chunk of a blob lies here.
    static func receipt(_ reference: BlobReference, _ actor: Actor) -> Draft {
        Draft(
            .receipt,
            .blobComplete,
            actor: actor,
            detail: BlobComplete(reference.manifest).canonical
        )
    }
}

extension HeadquartersView {
    /// Every blob that a record names.
    package var namedBlobs: Set<Digest> {
        var named: Set<Digest> = []
        for file in desks.files.values {
            named.insert(file.original.digest)
            if let preview = file.preview { named.insert(preview.digest) }
        }
        for policy in policies.values { named.formUnion(policy.blobs) }
        return named
    }
}
