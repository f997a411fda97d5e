import Authority
import Cryptography
import Records

/// The epochs of the site's policy as they lie here: owners may have opened later ones, where headquarters lost leaves or another
/// history of it was signed.
struct PolicyEpochs<Store: LogStore> {
    let store: Store
    let origins: CabinetOrigins
    let standing: Standing
    let site: String

    private var log: HeadquartersLog { .policy(site: site) }

    /// Opens the log of the epoch that owners opened last, under the key that they signed for it.
    ///
    /// A key under which nothing is valid opens no log, and stops neither a start nor a return.
    func openNewest() throws {
        let epoch = standing.epoch(of: log)
        guard let key = try? standing.logKey(log, epoch: epoch)?.publicKey() else { return }
        let origin = try origins.policy(epoch: epoch)
        _ = try store.open(origin, key: try NoteVerifierKey(log: origin, publicKey: key), isOwn: false)
    }

    /// The newest epoch above one that is here, as owners let it begin; nil where that is none.
    ///
    /// Until it is here, the one before is obeyed: what it gives was given by people.
    func newestHere(above epoch: UInt64) throws -> UInt64? {
        let newest = standing.epoch(of: log)
        guard newest > epoch else { return nil }
        return try (epoch + 1...newest).reversed().first { try beginning(of: $0) == .asSigned }
    }

    /// How an epoch begins, as far as its leaves are here under a signed head.
    enum Beginning {
        case awaited
        case asSigned
        /// Not with the leaves that owners let it begin with.
        case otherwise
    }

    func beginning(of epoch: UInt64) throws -> Beginning {
        let later = standing.logEpochs(of: log)
        guard epoch >= 2, later.indices.contains(Int(clamping: epoch) - 2) else { return .awaited }
        let (origin, last) = (try origins.policy(epoch: epoch), later[Int(clamping: epoch) - 2].last)
        guard let proved = try store.status(of: origin)?.proved, proved.size > last.size else {
            return .awaited
        }
        return try store.root(of: origin, size: last.size) == last.root ? .asSigned : .otherwise
    }

    /// What earlier epochs took away, as far as they are here, in leaves that an epoch does not have.
    func carried(into epoch: UInt64) throws -> CarriedTakings {
        var carried = CarriedTakings()
        let (present, end) = try held(epoch)
        for earlier in 1..<epoch {
            let (origin, size) = try held(earlier)
            guard size > 0 else { continue }
            let shared = try store.sharedSize(of: (origin, size), (present, end))
            carried.begin(sharing: shared)
            try store.forEachRecord(of: origin, from: 0, to: size) { index, record in
                if index < shared { carried.pass(record) } else { carried.carry(record) }
            }
        }
        return carried
    }

    private func held(_ epoch: UInt64) throws -> (origin: Origin, size: UInt64) {
        let origin = try origins.policy(epoch: epoch)
        return (origin, try store.status(of: origin)?.proved.size ?? 0)
    }
}
