import Store

// What is done with acts behind their cosignature, beside everything that a line waits for.
extension ReplicationService {
    /// Verifies and folds what was stored, until there is no more or something else waits to be stored: a cosignature comes first.
    func fold() async {
        while !Task.isCancelled, !isStoring, intake.isEmpty,
            let stretch = await ledger.nextStretch(countMax: Intake.foldCountMax)
        {
            let judged = await Self.judge(stretch, in: ledger.store)
            guard await ledger.fold(judged) else { return }
        }
    }

    /// Verifies own signatures, beside whatever the ledger and this service do meanwhile.
    @concurrent private static func judge(_ stretch: ActsStretch, in store: EvidenceFile) async -> JudgedActs
    {
        stretch.judged(in: store)
    }
}
