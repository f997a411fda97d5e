package import Authority
package import Cryptography
package import Records

/// What an approved cabinet gets back: its statement with the officers' signatures, the root on which all hangs, and where
/// to begin.
///
/// Nothing here is believed for its sender: the root by its digest on the slip, the statement by the officers that
/// `authority` names once it is replicated and folded (``Standing``). Until then the cabinet may replicate and do nothing else.
///
/// A map: 0 format version, 1 slip, 2 request's digest, 3 signed root v1, 4 signed statement of the cabinet, 5 epoch of
/// `authority`, 6 epoch of the site's `policy`, 7 the earlier epochs of its acts, newest first (absent for the first machine).
package struct EnrolmentAnswer: Canonical, Hashable {
    /// The version of the format.
    package static let formatVersion: UInt64 = 1
    /// The most bytes of an answer.
    package static let byteCountMax = 65_536

    /// The slip that was redeemed.
    package let slip: Identifier<SlipSubject>
    /// The request that was approved.
    package let request: Digest
    /// Root v1, whose digest is on the slip.
    package let root: SignedStatement
    /// The ``CabinetStatement``.
    package let statement: SignedStatement
    /// The epoch of `authority` to begin with.
    package let authorityEpoch: UInt64
    /// The epoch of the site's `policy` to begin with.
    package let policyEpoch: UInt64
    /// The epochs of acts that other machines wrote under this name and that count, newest first.
    package let earlier: [EarlierEpoch]

    /// An answer.
    package init(
        slip: Identifier<SlipSubject>,
        request: Digest,
        root: SignedStatement,
        statement: SignedStatement,
        authorityEpoch: UInt64,
        policyEpoch: UInt64,
        earlier: [EarlierEpoch] = []
    ) {
        self.slip = slip
        self.request = request
        self.root = root
        self.statement = statement
        self.authorityEpoch = authorityEpoch
        self.policyEpoch = policyEpoch
        self.earlier = earlier
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: Self.formatVersion.canonical, 1: slip.canonical, 2: request.canonical, 3: root.canonical,
                4: statement.canonical, 5: authorityEpoch.canonical, 6: policyEpoch.canonical,
                7: .list(earlier),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an answer")
        let version: UInt64 = try fields.value(0)
        guard version == Self.formatVersion else {
            throw RecordsError(.unknownVersion, "an answer of version \(version) is newer than this program")
        }
        slip = try fields.value(1)
        request = try fields.value(2)
        root = try fields.value(3)
        statement = try fields.value(4)
        authorityEpoch = try fields.value(5)
        policyEpoch = try fields.value(6)
        earlier = try fields.list(7, countMax: EarlierEpoch.countMax)
        try fields.finish()
        guard authorityEpoch >= 1, policyEpoch >= 1 else {
            throw RecordsError(.malformed, "epochs are counted from 1")
        }
    }

    /// The cabinet's statement, when the answer fits what this cabinet asked for.
    ///
    /// - Throws: `mismatch` for another slip, request, root, cabinet or key; `signatureInvalid` when the root does not carry
    ///   its own owners' signatures.
    package func verified(for request: EnrolmentRequest, slip: Slip) throws(EnrolmentError)
        -> CabinetStatement
    {
        guard self.slip == slip.slip, self.request == request.digest else {
            throw EnrolmentError(.mismatch, "the answer belongs to another slip or request")
        }
        guard root.digest == slip.root else {
            throw EnrolmentError(
                .mismatch,
                "the answer's root is not the one whose digest stands on the slip"
            )
        }
        let (rootStatement, cabinet) = try withRecords { () throws(RecordsError) in
            (try RootStatement(decoding: root.bytes), try CabinetStatement(decoding: statement.bytes))
        }
        guard rootStatement.head.organisation == slip.organisation,
            root.validSigners(among: rootStatement.owners.map(\.bytes)).count
                >= Int(clamping: rootStatement.threshold)
        else {
            throw EnrolmentError(
                .signatureInvalid,
                "the answer's root does not carry the signatures of its owners"
            )
        }
        try slip.requireFits(cabinet, request: request)
        try requireEarlier(before: cabinet)
        return cabinet
    }

    /// Refuses epochs that are not those of the machine before, down from the head that officers signed.
    private func requireEarlier(before cabinet: CabinetStatement) throws(EnrolmentError) {
        guard let replacement = cabinet.replacement else {
            guard earlier.isEmpty else {
                throw EnrolmentError(
                    .mismatch,
                    "the answer names earlier epochs, and no machine was replaced"
                )
            }
            return
        }
        let isFalling = zip(earlier, earlier.dropFirst()).allSatisfy { $0.epoch > $1.epoch }
        var heads: [CitedHead] = []
        do throws(RecordsError) {
            for epoch in earlier {
                let origin = try LogNames.acts(
                    cabinet.head.organisation,
                    cabinet: cabinet.cabinet,
                    epoch: epoch.epoch
                )
                let policy = try CheckpointPolicy(
                    origin: origin,
                    logKey: NoteVerifierKey(log: origin, publicKey: epoch.key.publicKey())
                )
                let note = try SignedNote(parsing: epoch.note.bytes)
                _ = try policy.verify(note)
                if let head = CitedHead(try Checkpoint(note)) { heads.append(head) }
            }
        } catch {
            throw EnrolmentError(
                .mismatch,
                "the answer names an earlier epoch whose note is not signed by its key: \(error.message)"
            )
        }
        let newest = replacement.cut.size > 0 ? replacement.cut : nil
        guard isFalling, heads.count == earlier.count, heads.first == newest else {
            throw EnrolmentError(
                .mismatch,
                "the earlier epochs in the answer do not end where officers signed; ask headquarters for another slip"
            )
        }
    }

    /// The answer as a file.
    package var armored: String { Armor(.answer, encoded).text }

    /// Reads the text of a file.
    package init(text: [UInt8]) throws(EnrolmentError) {
        let bytes = try Armor.bytes(of: text, .answer)
        guard bytes.count <= Self.byteCountMax else {
            throw EnrolmentError(.tooLarge, "an answer has at most \(Self.byteCountMax) bytes")
        }
        self = try withRecords { () throws(RecordsError) in try EnrolmentAnswer(decoding: bytes) }
    }
}

extension Slip {
    /// Refuses a statement that does not say what the slip announced about the keys that were asked for.
    func requireFits(_ statement: CabinetStatement, request: EnrolmentRequest) throws(EnrolmentError) {
        guard statement.head.organisation == organisation, statement.cabinet == cabinet,
            statement.site == site,
            statement.version == cabinetVersion
        else {
            throw EnrolmentError(.mismatch, "the cabinet's statement is about another cabinet than the slip")
        }
        guard statement.keys == request.keys, statement.request.bytes == request.digest.bytes else {
            throw EnrolmentError(
                .mismatch,
                "the cabinet's statement names other keys than the request: do not enrol"
            )
        }
    }
}
