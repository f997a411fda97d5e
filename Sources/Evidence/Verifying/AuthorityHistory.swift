import Authority
import Cryptography
import Records

/// `authority`, folded from its first leaf under the root that was given.
struct AuthorityHistory {
    /// The standing at the end of the file.
    private(set) var standing: Standing
    /// The standing after so many leaves, for the sizes that records cite; of what ``Standing/forGrants`` keeps.
    private(set) var standings: [UInt64: Standing] = [:]
    /// Headquarters' cosigners that were ever in force.
    private(set) var cosigners: [HeadquartersCosigners] = []
    /// People by the keys with which they sign as officers.
    private(set) var signers: [[UInt8]: Identifier<Person>] = [:]
    /// Owners by their keys, counted from 1.
    private var ownerNumbers: [[UInt8]: Int] = [:]
    private(set) var givings: [ShownGiving] = []
    private(set) var findings: [ShownFinding] = []
    private(set) var gaps: [EvidenceSentence] = []
    /// What officers enrolled of each cabinet, by leaf.
    private(set) var enrolments: [String: [(index: UInt64, statement: CabinetStatement)]] = [:]
    /// The heads that witnesses in force at the end cosigned.
    private(set) var witnesses: [ShownCosignature] = []
    let log: CheckedLog

    private var waiting: [UInt64: (record: OpenedRecord, line: Int)] = [:]

    /// - Throws: `.otherRoot` for another root than the given one; what ``CheckedLog`` throws; `.signatureInvalid` for the head.
    init(_ log: CheckedLog, organisation: String, pinnedRoot: Digest, keeping sizes: Set<UInt64>)
        throws(EvidenceError)
    {
        self.log = log
        standing = Standing(organisation: organisation, pinnedRoot: pinnedRoot)
        // What follows costs time and memory: nobody's leaves are folded who did not sign them.
        try Self.requireSigned(log, organisation, pinnedRoot)
        if sizes.contains(0) { standings[0] = standing }
        for (number, record) in log.records.enumerated() {
            let line = log.section.line(of: number)
            let outcome = try EvidenceError.at(line, .incomplete) { () throws(RecordsError) in
                try standing.fold(record)
            }
            try note(record, outcome, line: line)
            if sizes.contains(standing.size) { standings[standing.size] = standing.forGrants }
        }
        guard standing.root != nil else { throw Self.noRoot(log, organisation) }
        try requireOpened()
        try judgeHead()
        if standing.waitingCount > 0 {
            gaps.append(
                EvidenceSentence(
                    "授权日志中有 \(standing.waitingCount) 项声明尚待多数见证人共签，不予采信",
                    "\(standing.waitingCount) statements of authority wait for a majority of witnesses and do not count"
                )
            )
        }
    }
}

extension AuthorityHistory {
    /// Finds the root by its digest alone, and requires the signature of the log's key that it names on every head.
    private static func requireSigned(_ log: CheckedLog, _ organisation: String, _ pinnedRoot: Digest)
        throws(EvidenceError)
    {
        let first = log.records.firstIndex { $0.leaf.header.recordClass == .giving }
        guard let first else { throw noRoot(log, organisation) }
        let line = log.section.line(of: first)
        let signed = try EvidenceError.at(line, .malformed) {
            () throws(RecordsError) -> SignedStatement? in try log.records[first].detail()
        }
        guard let signed, signed.digest == pinnedRoot,
            let root = try? RootStatement(decoding: signed.bytes)
        else {
            throw EvidenceError(
                .otherRoot,
                "the first that is given in \(log.origin) is not the root whose digest was given",
                line: line
            )
        }
        var key = Bytes?.some(root.authorityKey)
        if log.origin.epoch > 1 {
            key = AuthorityOpenings(log.section).key(of: log.origin, under: signed, organisation)
        }
        guard let key else { throw notOpened(log) }
        _ = try log.signatures(logKey: key, others: [])
    }

    /// Requires of a later epoch that it was opened where it stands, and begins with the leaves with which owners let it begin.
    private func requireOpened() throws(EvidenceError) {
        for epoch in standing.logEpochs(of: .authority) where log.roots[epoch.last.size] != epoch.last.root {
            throw Self.notOpened(log)
        }
        guard standing.epoch(of: .authority) == log.origin.epoch else { throw Self.notOpened(log) }
    }

    private static func notOpened(_ log: CheckedLog) -> EvidenceError {
        EvidenceError(
            .incomplete,
            "\(log.origin) is no epoch of authority that owners opened with these leaves",
            line: log.section.line
        )
    }

    private static func noRoot(_ log: CheckedLog, _ organisation: String) -> EvidenceError {
        EvidenceError(
            .otherRoot,
            "the file holds no root of \(organisation) with the digest that was given",
            line: log.section.line
        )
    }

    private mutating func note(_ record: OpenedRecord, _ outcome: FoldOutcome, line: Int)
        throws(EvidenceError)
    {
        let index = record.leaf.header.sequence
        switch outcome {
        case .counted: try noteGiving(record, line: line)
        case .beside(let title):
            findings.append(
                ShownFinding(
                    origin: log.section.origin,
                    index: index,
                    message: EvidenceSentence(
                        "“\(title)”的同一版本此前已有另一份；从严者有效",
                        "another edit of this version of «\(title)» stands before it; the stricter is in force"
                    )
                )
            )
            try noteGiving(record, line: line)
        case .refused(let error):
            findings.append(
                ShownFinding(origin: log.section.origin, index: index, message: EvidenceSentence(error))
            )
        case .notUnderstood(let kind):
            gaps.append(
                EvidenceSentence(
                    "授权日志第 \(index) 条（种类 \(kind.rawValue)）比本程序新，未能判读",
                    "record \(index) of authority, of kind \(kind.rawValue), is newer than this program"
                )
            )
        case .witnessesChanged:
            findings.append(
                ShownFinding(
                    origin: log.section.origin,
                    index: index,
                    message: EvidenceSentence(
                        "所有人未经原见证人而更换了授权日志的见证人",
                        "owners changed the witnesses of authority without those before"
                    )
                )
            )
            try noteGiving(record, line: line)
        case .waiting: waiting[index] = (record, line)
        case .passed: break
        }
        // A head is judged by the witnesses who were named below it, when its last leaf is folded.
        for (number, note) in log.section.notes.enumerated()
        where log.checkpoints[number].head.size == standing.size {
            let cosigned = try EvidenceError.at(log.section.noteLine(number), .signatureInvalid) {
                () throws(RecordsError) in
                try standing.witnessedSize(of: note, origin: log.section.origin)
            }
            for counted in standing.witness(upTo: cosigned) {
                guard let waited = waiting.removeValue(forKey: counted) else { continue }
                try noteGiving(waited.record, line: waited.line)
            }
        }
    }

    private mutating func noteGiving(_ record: OpenedRecord, line: Int) throws(EvidenceError) {
        let parts = try EvidenceError.at(line, .malformed) {
            () throws(RecordsError) -> (kind: RecordKind?, signed: SignedStatement?) in
            guard record.leaf.header.recordClass == .giving else { return (nil, nil) }
            return (try record.kind()?.kind, try record.detail())
        }
        guard let kind = parts.kind, let signed = parts.signed else { return }
        if let services = standing.services,
            let keys = try? HeadquartersCosigners(services: services, organisation: standing.organisation),
            !cosigners.contains(keys)
        {
            cosigners.append(keys)
        }
        for officer in standing.officers?.officers ?? [] { signers[officer.key.bytes] = officer.person }
        for (number, owner) in (standing.root?.owners ?? []).enumerated()
        where ownerNumbers[owner.bytes] == nil {
            ownerNumbers[owner.bytes] = number + 1
        }
        let index = record.leaf.header.sequence
        if kind == .cabinet, let enrolled = try? CabinetStatement(decoding: signed.bytes),
            standing.cabinets[enrolled.cabinet] == enrolled
        {
            enrolments[enrolled.cabinet, default: []].append((index, enrolled))
        }
        guard let title = Self.title(kind, signed) else { return }
        givings.append(
            ShownGiving(origin: log.section.origin, index: index, title: title, signers: names(of: signed))
        )
    }

    private static func title(_ kind: RecordKind, _ signed: SignedStatement) -> EvidenceSentence? {
        switch kind {
        case .root:
            (try? RootStatement(decoding: signed.bytes)).map {
                EvidenceSentence(
                    "根声明第 \($0.rootVersion) 版：所有人 \($0.owners.count) 名，须 \($0.threshold) 名签署",
                    "root v\($0.rootVersion): \($0.owners.count) owners, \($0.threshold) of whom sign"
                )
            }
        case .officers:
            (try? OfficersStatement(decoding: signed.bytes)).map {
                let count = $0.officers.count { $0.isSecurityOfficer }
                return EvidenceSentence(
                    "安全员名单第 \($0.version) 版：安全员 \(count) 名",
                    "officers v\($0.version): \(count) security officers"
                )
            }
        case .cabinet:
            (try? CabinetStatement(decoding: signed.bytes)).map {
                let replaced = $0.replacement.map { ($0.actsEpoch, $0.cut.size, $0.cut.origin) }
                return EvidenceSentence(
                    "印章柜 \($0.cabinet)“\($0.name)”，机构 \($0.site)，第 \($0.version) 版"
                        + (replaced.map { "；更换设备，自第 \($0.0) 期起，此前记录截止于 \($0.2) 第 \($0.1) 条之前" } ?? ""),
                    "cabinet \($0.cabinet) «\($0.name)» of site \($0.site), version \($0.version)"
                        + (replaced.map {
                            "; another machine from epoch \($0.0) on, the record before ends below leaf \($0.1) of \($0.2)"
                        } ?? "")
                )
            }
        case .logEpochs:
            (try? LogEpochsStatement(decoding: signed.bytes)).map {
                let names = $0.epochs.map(\.origin)
                return EvidenceSentence(
                    "总部日志另起一期：\(names.joined(separator: "、"))；前一期各有截止处",
                    "new epochs of headquarters' logs: \(names.joined(separator: ", ")); those before end where owners said"
                )
            }
        case .cabinetEpoch:
            (try? EpochStatement(decoding: signed.bytes)).map {
                EvidenceSentence(
                    "印章柜 \($0.cabinet) 的第 \($0.epoch) 期记录生效；前一期截止于第 \($0.cut.size) 条之前",
                    "epoch \($0.epoch) of the acts of \($0.cabinet); the one before ends below leaf \($0.cut.size)"
                )
            }
        default: nil
        }
    }

    private mutating func judgeHead() throws(EvidenceError) {
        guard let key = standing.logKey(.authority, epoch: log.origin.epoch) else {
            throw Self.notOpened(log)
        }
        let policy = standing.witnessPolicy?.witnesses ?? []
        let keys = try EvidenceError.at(log.section.noteLine(0), .malformed) {
            () throws(RecordsError) -> [NoteVerifierKey] in
            var keys: [NoteVerifierKey] = []
            for witness in policy {
                keys.append(
                    NoteVerifierKey(
                        name: try NoteKeyName(witness.name),
                        algorithm: .cosignature,
                        publicKey: try witness.key.publicKey()
                    )
                )
            }
            return keys
        }
        let found = try log.signatures(logKey: key, others: keys)
        witnesses = zip(log.checkpoints, found).flatMap { ShownCosignature.list($1, size: $0.head.size) }
    }
}

extension AuthorityHistory {
    /// Who validly signed a statement, as people's ids or owners' numbers.
    func names(of signed: SignedStatement) -> [ShownSigner] {
        signed.signatures.filter { $0.isValid(for: signed.bytes) }.map { signature in
            if let person = signers[signature.key] { return .officer(person) }
            if let number = ownerNumbers[signature.key] { return .owner(number) }
            return .unknown(Bytes(signature.key))
        }
    }
}

extension AuthorityHistory {
    /// The keys of a cabinet as somebody knew them who obeyed so many leaves; nil before its enrolment.
    func keys(of cabinet: String, at size: UInt64) -> CabinetKeys? {
        enrolments[cabinet]?.last { $0.index < size }?.statement.keys
    }

    /// The keys of a cabinet as the writer of a record knew them; nil where it had obeyed nothing yet.
    func keys(of cabinet: String, obeying header: LeafHeader) -> CabinetKeys? {
        header.obeyedHeads.flatMap { keys(of: cabinet, at: $0.authoritySize) }
    }
}
