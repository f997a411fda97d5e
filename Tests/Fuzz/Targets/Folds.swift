import Authority
import Cryptography
import Custody
import Evidence
import Records

/// The three logs of the file of evidence, as records that can be changed before they are folded.
private struct FoldedLogs {
    private enum Log: UInt8, CaseIterable { case authority, policy, acts }

    /// One record: its log, its class, the size of authority that it cites, and its groups behind their lengths.
    static func written(_ document: EvidenceDocument) throws -> [[UInt8]] {
        var written: [[UInt8]] = []
        for section in document.sections {
            let log: Log
            switch section.subject {
            case .authority: log = .authority
            case .policy: log = .policy
            case .acts: log = .acts
            default: continue
            }
            for entry in section.entries {
                guard let body = entry.body else { continue }
                let opened = try Record(leafBytes: entry.leaf, bodyBytes: body).opened()
                let header = opened.leaf.header
                let groups = groups.map { opened.body[$0]?.bytes ?? [] }
                let cited = UInt8(clamping: header.obeyedHeads?.authoritySize ?? 0)
                written.append(
                    [log.rawValue, UInt8(clamping: header.recordClass.rawValue), cited] + joined(groups)
                )
            }
        }
        return written
    }

    private static let groups: [Group] = [.kind, .actor, .subject, .detail, .duress]

    private var obeyed: ObeyedLogs
    private var custody: CustodyState
    private var sizes: [Log: UInt64] = [:]

    init(organisation: String, site: String, cabinet: String, root: Digest) {
        obeyed = ObeyedLogs(
            standing: Standing(organisation: organisation, pinnedRoot: root),
            policy: SitePolicy(site: site)
        )
        custody = CustodyState(cabinet: cabinet)
    }

    mutating func fold(_ written: [UInt8]) {
        guard written.count > 3, let log = Log(rawValue: written[0] % 3),
            let record = record(written, sequence: sizes[log] ?? 0)
        else { return }
        sizes[log, default: 0] += 1
        switch log {
        case .authority: _ = try? obeyed.fold(authority: record)
        case .policy: _ = try? obeyed.fold(policy: record)
        case .acts: if let opened = try? record.opened() { try? custody.fold(opened) }
        }
    }

    private func record(_ written: [UInt8], sequence: UInt64) -> Record? {
        var contents: [Group: GroupContent] = [:]
        for (group, bytes) in zip(
            Self.groups,
            parts(of: Array(written.dropFirst(3)), countMax: Self.groups.count)
        )
        where !bytes.isEmpty {
            contents[group] = GroupContent(salt: Array(repeating: 0, count: 32), bytes: bytes)
        }
        let body = Body(contents)
        guard let boot = Identifier<Boot>(Array(repeating: 7, count: 16)) else { return nil }
        let heads = ObeyedHeads(
            authority: (1, UInt64(written[2]), TreeHash.emptyRoot),
            policy: (1, 0, TreeHash.emptyRoot)
        )
        let leaf = Leaf(
            LeafHeader(
                recordClass: RecordClass(rawValue: UInt64(written[1])),
                sequence: sequence,
                time: HybridTime(milliseconds: Int64(sequence)),
                clockQuality: .disciplined,
                boot: boot,
                monotonicMilliseconds: sequence,
                obeyedHeads: written[0] % 3 == 0 ? nil : heads,
                commitments: body.commitments
            )
        )
        return Record(leafBytes: leaf.encoded, bodyBytes: body.encoded)
    }

    /// Everything that counts was signed by people whose private keys are nowhere.
    func requireGiven(_ given: Set<[UInt8]>) {
        let (standing, policy) = (obeyed.standing, obeyed.policy)
        var inForce: [[UInt8]] = []
        if let root = standing.root { inForce.append(root.encoded) }
        if let services = standing.services { inForce.append(services.encoded) }
        if let officers = standing.officers { inForce.append(officers.encoded) }
        if let rules = standing.rules { inForce.append(rules.encoded) }
        if let witnesses = standing.witnessPolicy { inForce.append(witnesses.encoded) }
        inForce += standing.sites.values.map(\.encoded) + standing.cabinets.values.map(\.encoded)
        inForce += standing.approvers.values.map(\.encoded)
        inForce += policy.persons.values.map(\.encoded) + policy.seals.values.map(\.encoded)
        inForce += policy.credentials.values.map(\.encoded) + policy.lockMaps.values.map(\.encoded)
        require(inForce.allSatisfy(given.contains), "a statement counts that nobody signed")
    }
}

/// The records of the file of evidence, and every statement in them.
private struct GivenStatements {
    let organisation: String
    let written: [[UInt8]]
    let statements: Set<[UInt8]>

    init() throws {
        let document = try Seeds.evidence()
        organisation = document.organisation
        written = try FoldedLogs.written(document)
        var statements: Set<[UInt8]> = []
        for entry in document.sections.flatMap(\.entries) {
            let opened = try Record(leafBytes: entry.leaf, bodyBytes: entry.body ?? []).opened()
            guard opened.leaf.header.recordClass == .giving,
                let signed = try? opened.detail(as: SignedStatement.self)
            else { continue }
            statements.insert(signed.bytes)
        }
        self.statements = statements
    }
}

// Read once, at the first input; without it there is nothing to compare with.
private let given = Result { try GivenStatements() }

extension FuzzTarget {
    /// Records of the logs that a cabinet obeys, and of its own, each behind its length: by a headquarters that holds every
    /// key of its own and none of people's.
    static let folds = FuzzTarget(
        name: "folds",
        seeds: {
            let given = try given.get()
            return [joined(given.written)] + given.written.map { joined([$0]) }
        },
        read: { bytes in
            guard let given = try? given.get(), let pinned = Hex.decode(Seeds.evidenceRoot),
                let root = Digest(pinned)
            else { return complain("no vectors") }
            var logs = FoldedLogs(organisation: given.organisation, site: "east", cabinet: "c1", root: root)
            for written in parts(of: bytes) { logs.fold(written) }
            logs.requireGiven(given.statements)
        }
    )
}
