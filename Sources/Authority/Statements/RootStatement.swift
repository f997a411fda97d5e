package import Cryptography
package import Records

/// How many people stand behind an installation; printed on every report and proof, because the claims shrink with it.
package enum Regime: Int64, Canonical, CaseIterable {
    /// At least three owners, threshold at least two, three separated administrators.
    case full = 0
    /// Two people.
    case pair = 1
    /// A sole trader with one cabinet.
    case single = 2

    package var canonical: CBOR { .integer(rawValue) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard let value = Regime(rawValue: try Int64(canonical: canonical)) else {
            throw RecordsError(.malformed, "this regime is unknown")
        }
        self = value
    }

    /// The fewest owners and the smallest threshold.
    package var least: (owners: Int, threshold: Int) {
        switch self {
        case .full: (3, 2)
        case .pair: (2, 2)
        case .single: (1, 1)
        }
    }
}

/// The root of all giving: the owners' keys and how many of them must sign, and the first keys of headquarters' own logs.
///
/// Version 1 is signed by its own threshold and known by its hash, which stands on every enrolment slip. Version v+1 is
/// signed by the thresholds of v and of v+1.
package struct RootStatement: Statement {
    package static let kind = RecordKind.root
    package static let signers = Signers.owners
    package static let title = "root"
    /// More owners than any company names.
    package static let ownerCountMax = 16

    package let head: StatementHead
    /// 1, then one more each time.
    package let rootVersion: UInt64
    /// How many people stand behind the installation.
    package let regime: Regime
    /// How many owners must sign what owners sign.
    package let threshold: UInt64
    /// The owners' Ed25519 public keys, 32 bytes each, all different.
    package let owners: [Bytes]
    /// The key of the first epoch of log `authority`.
    package let authorityKey: Bytes
    /// The key of the first epoch of headquarters' log `acts`.
    package let actsKey: Bytes
    /// The key of the first epoch of log `receipts`.
    package let receiptsKey: Bytes
    /// The digest of the version before; nil in version 1.
    package let previous: Digest?

    /// A root; whether its numbers make sense is checked when it is read or applied.
    package init(
        organisation: String,
        madeUnder: UInt64 = 0,
        rootVersion: UInt64 = 1,
        regime: Regime,
        threshold: UInt64,
        owners: [Ed25519PublicKey],
        authorityKey: Ed25519PublicKey,
        actsKey: Ed25519PublicKey,
        receiptsKey: Ed25519PublicKey,
        previous: Digest? = nil
    ) {
        head = StatementHead(organisation: organisation, madeUnder: madeUnder)
        self.rootVersion = rootVersion
        self.regime = regime
        self.threshold = threshold
        self.owners = owners.map { Bytes($0.bytes) }
        self.authorityKey = Bytes(authorityKey.bytes)
        self.actsKey = Bytes(actsKey.bytes)
        self.receiptsKey = Bytes(receiptsKey.bytes)
        self.previous = previous
    }

    package var fields: CBORMap {
        CBORMap([
            4: rootVersion.canonical, 5: regime.canonical, 6: threshold.canonical, 7: .list(owners),
            8: authorityKey.canonical, 9: actsKey.canonical, 10: receiptsKey.canonical,
            11: previous?.canonical,
        ])
    }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        rootVersion = try fields.value(4)
        regime = try fields.value(5)
        threshold = try fields.value(6)
        owners = try fields.list(7, countMax: Self.ownerCountMax)
        authorityKey = try fields.value(8)
        actsKey = try fields.value(9)
        receiptsKey = try fields.value(10)
        previous = try fields.optional(11)
        try Self.check(keys: owners + [authorityKey, actsKey, receiptsKey])
        guard Set(owners).count == owners.count else {
            throw RecordsError(.malformed, "an owner's key stands there twice")
        }
        guard owners.count >= regime.least.owners, threshold >= regime.least.threshold,
            threshold <= owners.count
        else {
            throw RecordsError(
                .malformed,
                "the regime needs at least \(regime.least.owners) owners and \(regime.least.threshold) signatures"
            )
        }
        guard (rootVersion == 1) == (previous == nil), rootVersion >= 1 else {
            throw RecordsError(.malformed, "version 1 has no predecessor, and every other one has")
        }
    }
}

extension Statement {
    /// Refuses keys that are not 32 bytes.
    static func check(keys: [Bytes]) throws(RecordsError) {
        guard keys.allSatisfy({ $0.bytes.count == 32 }) else {
            throw RecordsError(.malformed, "a key of \(title) has not 32 bytes")
        }
    }
}
