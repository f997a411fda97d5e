package import Cryptography
package import Records

/// What one site's `policy` log says: people, credentials, seals, lock maps, grants, and what was taken away.
///
/// Folded like ``Standing``, which judges its signatures by the officers in force at the head of `authority` that each
/// leaf cites. What gives counts in the order of the leaves: one that cites leaves of `authority` which are not here, or
/// signers who wait for witnesses, holds those behind it. What takes away counts as soon as it is here.
package struct SitePolicy: Sendable, Equatable {
    /// The most deliveries of one version of a tag's keys to one cabinet that are kept: the first ones.
    package static let deliveryCountMax = 16
    /// The most leaves that wait; what finds no room stays where it is stored.
    package static let waitingCountMax = 65_536

    /// The site's name.
    package let site: String

    /// The epoch of the log that is folded.
    package let epoch: UInt64
    /// How many leaves have been folded.
    package internal(set) var size: UInt64 = 0
    package internal(set) var persons: [Identifier<Person>: PersonStatement] = [:]
    package internal(set) var credentials: [Identifier<CredentialSubject>: CredentialStatement] = [:]
    package internal(set) var seals: [Identifier<Seal>: SealStatement] = [:]
    /// By cabinet.
    package internal(set) var lockMaps: [String: LockMapStatement] = [:]
    /// By the digest of the grant's bytes, so that a changed copy cannot take a real one's place.
    package internal(set) var grants: [Digest: FiledGrant] = [:]
    /// Jobs for tags by their id.
    package internal(set) var tagJobs: [Bytes: TagJobStatement] = [:]
    /// Keys delivered, by UID and then by cabinet, in the order of their leaves.
    var tagKeys: [Bytes: [String: [TagKeyDelivery]]] = [:]
    /// Where files and pictures lie, by the digest of their content; a later record takes the place of an earlier one.
    package internal(set) var files: [Digest: BlobNamed] = [:]
    /// Every blob that a record names: what a cabinet of the site may ask for.
    package internal(set) var blobs: Set<Digest> = []
    /// What is sealed for persons, and what was erased of them.
    package internal(set) var subjects = PolicySubjects()
    /// The position of `authority` that the last folded leaf cites; never falls.
    package internal(set) var citedAuthority: UInt64 = 0
    /// What leaves of earlier epochs took away that this one does not hold.
    package internal(set) var carried: CarriedTakings
    /// What the folded leaves take away.
    var taken = PolicyTakings()
    /// By cabinet and tag, how many leaves of `authority` the newest delivery of its keys knew.
    var deliveredUnder: [String: [Bytes: UInt64]] = [:]
    /// What waiting leaves take away.
    var takenAhead = PolicyTakings()
    /// The position of `authority` that the last waiting leaf cites, where any waits.
    var citedAhead: UInt64 = 0
    /// Leaves that are here and not folded, oldest first; nil for one that cannot be read.
    var waiting: [OpenedRecord?] = []
    /// The index of the last folded leaf that officers' signatures carry.
    var lastSigned: UInt64?

    let waitingCountMax: Int

    /// By what it is about, the leaf whose statement is in force: a decision reads it again from there.
    package internal(set) var sources: [GivenName: UInt64] = [:]

    /// The policy of a site before its first record.
    ///
    /// `carried` is what an earlier epoch took away behind the leaves that it shares with this one.
    package init(
        site: String,
        epoch: UInt64 = 1,
        carrying carried: CarriedTakings = CarriedTakings(),
        waitingCountMax: Int = Self.waitingCountMax
    ) {
        self.site = site
        self.epoch = epoch
        // Of nothing it does not matter where it would have stood: what is written and read again is the same.
        self.carried = carried.isEmpty ? CarriedTakings() : carried
        self.waitingCountMax = waitingCountMax
    }

    /// The deliveries of one version of a tag's keys to a cabinet, in the order of their leaves.
    ///
    /// The first that the cabinet can open stands: a later one with another key would let a copy prove itself.
    package func deliveries(of uid: Bytes, version: UInt64, to cabinet: String) -> [TagKeyDelivery] {
        tagKeys[uid]?[cabinet]?.filter { $0.keyVersion == version } ?? []
    }

    /// The tags whose keys a cabinet has not got since leaf `index` of `authority`, each with the newest version: those that were
    /// sealed to the machine which stood there before.
    package func undelivered(to cabinet: String, since index: UInt64) -> [(uid: Bytes, version: UInt64)] {
        let delivered = deliveredUnder[cabinet] ?? [:]
        return tagKeys.filter { delivered[$0.key] ?? 0 <= index }.compactMap { uid, cabinets in
            cabinets.values.joined().map(\.keyVersion).max().map { (uid: uid, version: $0) }
        }.sorted { $0.uid < $1.uid }
    }

    /// Whether the keys of a job were delivered to its cabinet.
    package func isDelivered(_ job: TagJobStatement) -> Bool {
        tagKeys[job.uid]?[job.cabinet]?.contains { $0.job == job.job } == true
    }

    /// The tags of which a cabinet got one version of the keys more than once.
    package func redelivered(to cabinet: String) -> [(uid: Bytes, version: UInt64)] {
        tagKeys.flatMap { uid, cabinets in
            Dictionary(grouping: cabinets[cabinet] ?? [], by: \.keyVersion)
                .filter { $0.value.count > 1 }.map { (uid: uid, version: $0.key) }
        }
    }

    /// How many leaves are here, folded or waiting.
    package var hereSize: UInt64 { size + UInt64(waiting.count) }

    /// How many leaves may come now.
    package var room: UInt64 { UInt64(max(0, waitingCountMax - waiting.count)) }
}

// What is taken away, by leaves that are folded, by those that wait, and by those of earlier epochs that are lost.
extension SitePolicy {
    /// Whether a grant was revoked.
    package func isRevoked(grant: Identifier<GrantSubject>) -> Bool {
        takings.contains { $0.revokedGrants.contains(grant) }
    }

    /// Whether a credential was revoked.
    package func isRevoked(credential: Identifier<CredentialSubject>) -> Bool {
        takings.contains { $0.revokedCredentials.contains(credential) }
    }

    /// Whether a seal was suspended, and no statement that knew of it has lifted that.
    package func isSuspended(seal: Identifier<Seal>) -> Bool {
        // Of this epoch the last one counts; of two histories each must be lifted.
        [takenAhead.suspendedSeals[seal] ?? taken.suspendedSeals[seal], carried.takings.suspendedSeals[seal]]
            .compactMap(\.self)
            .contains { position in seals[seal].map { $0.head.madeUnder <= position } ?? true }
    }

    /// The lowest limit that headquarters set, in seconds.
    package var offlineSecondsMax: UInt64? { takings.compactMap(\.offlineSecondsMax).min() }

    /// Count runs in the order asked for.
    package var countRequests: [CountRequest] {
        let here = taken.countRequests + takenAhead.countRequests
        let runs = Set(here.map(\.run))
        return carried.takings.countRequests.filter { !runs.contains($0.run) } + here
    }

    /// The newest epoch of its acts that a cabinet is asked to end; nil where none is.
    package func requestedRotation(of cabinet: String) -> UInt64? {
        takings.compactMap { $0.requestedRotations[cabinet] }.max()
    }

    private var takings: [PolicyTakings] { [taken, takenAhead, carried.takings] }
}

extension SitePolicy {
    /// The grants that name a person as taker, newest first.
    package func grants(for person: Identifier<Person>) -> [FiledGrant] {
        grants.values.filter { $0.statement.takers.contains { $0.person == person } }.sorted {
            $0.index > $1.index
        }
    }

    /// The seal whose tag has this UID.
    package func seal(withTag uid: [UInt8]) -> SealStatement? {
        seals.values.first { $0.tag.uid.bytes == uid }
    }

    /// The credential whose card has this UID, unless revoked.
    package func card(withUID uid: [UInt8]) -> CredentialStatement? {
        credentials.values.first { $0.card?.uid.bytes == uid && !isRevoked(credential: $0.credential) }
    }

    /// The credentials of a person that are not revoked and belong to the person's present generation.
    package func credentials(of person: Identifier<Person>, kind: CredentialKind) -> [CredentialStatement] {
        credentials.values.filter {
            $0.person == person && $0.credentialKind == kind && !isRevoked(credential: $0.credential)
                && $0.generation == persons[person]?.generation
        }
    }
}
