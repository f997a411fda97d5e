import Authority
import Records

/// The roots and the statements in a section of `authority` that lead from the first epoch to the one in which it stands.
///
/// Read before anything is folded: they say whose signature its heads must have.
struct AuthorityOpenings {
    /// Roots behind the first, and statements that open epochs of `authority`, in their order.
    private(set) var statements: [SignedStatement] = []
    /// The epochs that they name.
    private(set) var epochs: [LogEpoch] = []

    init(_ section: LogSection) {
        guard section.subject == .authority, section.origin.epoch > 1 else { return }
        for entry in section.entries {
            let record = Record(leafBytes: entry.leaf, bodyBytes: entry.body ?? [])
            guard let opened = try? record.opened(), opened.leaf.header.recordClass == .giving,
                let kind = try? opened.kind()?.kind, kind == .root || kind == .logEpochs,
                let signed: SignedStatement = try? opened.detail()
            else { continue }
            if kind == .root {
                statements.append(signed)
            } else if let epoch = try? LogEpochsStatement(decoding: signed.bytes).epochs.first,
                HeadquartersLog.read(epoch.origin, of: section.organisation)?.log == .authority
            {
                statements.append(signed)
                epochs.append(epoch)
            }
        }
    }

    /// The key of the log in which they stand, as owners signed it who follow from the root; nil where they did not, or where there are
    /// more statements than an organisation comes to.
    func key(of origin: Origin, under root: SignedStatement, _ organisation: String) -> Bytes? {
        guard statements.count <= Self.countMax else { return nil }
        var standing = Standing(organisation: organisation, pinnedRoot: root.digest)
        guard standing.begin(with: root), let epoch = standing.announced(statements),
            epoch.origin == origin.text
        else { return nil }
        return epoch.key
    }

    private static let countMax = 64
}

extension LogSection {
    /// The organisation in whose name the log stands.
    fileprivate var organisation: String { String(origin.text.prefix { $0 != "/" }) }
}
