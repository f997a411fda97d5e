import Authority
import Cryptography
import Records

/// The epochs of `authority` as they lie here: owners may have opened later ones, where headquarters lost leaves or another history of it
/// was signed.
struct AuthorityEpochs<Store: LogStore> {
    let store: Store
    let origins: CabinetOrigins
    let identity: CabinetIdentity
    /// Those that are open here, oldest first: a later one was announced, and owners had signed it.
    private(set) var opened: [UInt64]

    init(store: Store, origins: CabinetOrigins, identity: CabinetIdentity) throws {
        (self.store, self.origins, self.identity) = (store, origins, identity)
        // Asked once: every frame of headquarters wants to know the newest one.
        opened = try store.logs().compactMap { status in
            let named = HeadquartersLog.read(status.origin.text, of: identity.organisation)
            return named?.log == .authority ? named?.epoch : nil
        }
        .sorted()
        try openFirst()
    }

    /// Opens the first epoch, under the key of the root that people compared.
    private mutating func openFirst() throws {
        let origin = try origins.authority(epoch: 1)
        try open(origin, key: identity.root.authorityKey.publicKey())
    }

    /// Opens an epoch, under the key that owners signed for it.
    mutating func open(_ origin: Origin, key: Ed25519PublicKey) throws {
        _ = try store.open(origin, key: try NoteVerifierKey(log: origin, publicKey: key), isOwn: false)
        if !opened.contains(origin.epoch) { opened = (opened + [origin.epoch]).sorted() }
    }

    /// How a later epoch begins, as far as its leaves are here under a signed head.
    enum Beginning {
        case awaited
        /// As owners let it, who may say so to somebody who obeys the one before.
        case asSigned
        case otherwise(String)
    }

    func beginning(of epoch: UInt64, behind earlier: Standing) throws -> Beginning {
        let origin = try origins.authority(epoch: epoch)
        // Read when all of it is here that headquarters has signed, and not with each frame that comes.
        guard let status = try store.status(of: origin), status.proved.size > 0,
            status.proved.size >= status.size(.witness)
        else { return .awaited }
        var later = LaterAuthority(epoch: epoch, under: earlier)
        try store.forEachRecord(of: origin, from: 0, to: status.proved.size) { try later.read($1) }
        guard let opening = later.opening else {
            // Its opening was written with its first leaves: a head that is signed covers it.
            return .otherwise("no leaf of it opens it")
        }
        guard opening.key.bytes == status.key.publicKey.bytes else {
            return .otherwise("owners signed another key")
        }
        guard try store.root(of: origin, size: opening.last.size) == opening.last.root else {
            return .otherwise("it does not begin with the leaves with which owners let it begin")
        }
        guard later.follows(earlier) else {
            return .otherwise("the owners who are known here have not signed it")
        }
        return .asSigned
    }

    /// Both logs before their first leaves, `authority` in the next epoch that may be obeyed behind one that is folded; nil where there
    /// is none.
    ///
    /// Until it is here, the one before is obeyed: what it gives was given by people.
    func next(after obeyed: ObeyedLogs) throws -> ObeyedLogs? {
        for epoch in opened where epoch > obeyed.authorityEpoch {
            guard case .asSigned = try beginning(of: epoch, behind: obeyed.standing) else { continue }
            return ObeyedLogs(
                standing: Standing(organisation: identity.organisation, pinnedRoot: identity.pinnedRoot),
                policy: SitePolicy(site: identity.site),
                authorityEpoch: epoch,
                after: obeyed,
                losing: try lost(of: obeyed, in: epoch)
            )
        }
        return nil
    }

    private func lost(of obeyed: ObeyedLogs, in epoch: UInt64) throws -> LostAuthority {
        let (earlier, later) = (
            try origins.authority(epoch: obeyed.authorityEpoch), try origins.authority(epoch: epoch)
        )
        let shared = try store.sharedSize(
            of: (earlier, obeyed.standing.size),
            (later, store.status(of: later)?.proved.size ?? 0)
        )
        var lost = LostAuthority(of: obeyed.standing, behind: shared)
        try store.forEachRecord(of: earlier, from: shared, to: obeyed.standing.size) { lost.look(at: $1) }
        return lost
    }
}
