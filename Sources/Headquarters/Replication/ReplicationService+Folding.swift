import Host
import Store

// What is done with acts behind their cosignature, beside everything that a line waits for.
extension ReplicationService {
    /// Verifies and folds what was stored, until there is no more or something else waits to be stored: a cosignature comes first.
    ///
    /// One stretch all the same after so many batches, or so long (``FoldPace``): there may always be something that waits.
    func fold() async {
        while !Task.isCancelled, mayFold,
            let stretch = await ledger.nextStretch(countMax: HeadquartersLedger.stretchCountMax)
        {
            let judged = await Self.judge(stretch, in: ledger.store)
            let hasMore = await ledger.fold(judged)
            foldPace.noteFolded()
            guard hasMore else { return }
        }
    }

    private var mayFold: Bool {
        !isStoring && intake.isEmpty || foldPace.isDue(at: ledger.clock.bootMilliseconds)
    }

    /// Verifies own signatures, beside whatever the ledger and this service do meanwhile.
    @concurrent private static func judge(_ stretch: ActsStretch, in store: EvidenceFile) async -> JudgedActs
    {
        stretch.judged(in: store)
    }
}
