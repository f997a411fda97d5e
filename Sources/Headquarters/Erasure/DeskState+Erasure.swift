import Authority
import Records

extension DeskState {
    mutating func foldErasure(_ kind: RecordKind, _ record: OpenedRecord, _ time: Int64) throws(RecordsError)
    {
        guard let person = try record.subject()?.person else { return }
        if kind == .erasureAsked {
            guard let asked: ErasureAsked = try record.detail(), let actor = try record.actor() else {
                return
            }
            erasureRequests[SiteSubject(site: asked.site, person: person)] = ErasureRequest(
                asked: asked,
                actor: actor,
                askedAt: time
            )
        } else {
            guard let done: ErasureDone = try record.detail() else { return }
            forget(SiteSubject(site: done.site, person: person), at: time)
        }
    }

    /// Forgets what bodies said that are erased now.
    private mutating func forget(_ subject: SiteSubject, at time: Int64) {
        erasureRequests[subject] = nil
        erasuresDone[subject] = time
        for (content, owner) in fileOwners where owner == subject.person {
            files[content] = nil
            fileOwners[content] = nil
        }
        proposals = proposals.filter { _, proposal in
            proposal.made.site != subject.site
                || SiteSubject.person(in: proposal.signed.bytes, proposal.kind.kind) != subject.person
        }
    }
}
