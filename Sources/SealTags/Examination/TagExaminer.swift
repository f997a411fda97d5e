package import Cryptography

/// Asks tags who they are and lets them prove it.
package struct TagExaminer<Ledger: FailureLedger>: Sendable {
    let ledger: Ledger
    let makeChallenge: @Sendable () throws(CryptographyError) -> [UInt8]

    /// `makeChallenge` gives 16 bytes that nobody can foresee.
    package init(
        ledger: Ledger,
        makeChallenge: @escaping @Sendable () throws(CryptographyError) -> [UInt8] = freshChallenge
    ) {
        self.ledger = ledger
        self.makeChallenge = makeChallenge
    }

    /// What the tag claims to be, by its selection and by GetVersion; three short exchanges at most.
    ///
    /// Throws `malformedAnswer` when both disagree about the identifier.
    package func identify(_ channel: some TagChannel) async throws(TagError) -> TagIdentity {
        let target = channel.target
        let kind = TagKind(selectAcknowledge: target.selectAcknowledge)
        guard kind == .otherTransmissionProtocol else {
            return TagIdentity(uid: target.uid, kind: kind, version: nil)
        }
        var conversation = TagConversation(channel)
        let version: TagVersion
        do throws(TagError) {
            version = try await conversation.version()
        } catch  where error.code == .unexpectedStatus || error.code == .malformedAnswer {
            return TagIdentity(uid: target.uid, kind: kind, version: nil)
        }
        guard version.uid == target.uid else {
            throw TagError(
                .malformedAnswer,
                "the tag was selected as \(target.uid) and calls itself \(version.uid); seals keep random identifiers off"
            )
        }
        return TagIdentity(uid: target.uid, kind: version.kind, version: version)
    }

    /// Challenges the tag with one key: the version of the key first, then AuthenticateEV2First; four exchanges.
    ///
    /// What the tag does wrong is a grade. What is wrong with air, reader or disk is an error, and says nothing about
    /// the tag.
    package func prove(
        _ channel: some TagChannel,
        uid: TagUID,
        keyNumber: KeyNumber,
        key: TagKey,
        clock: some Clock<Duration> = ContinuousClock()
    ) async throws(TagError) -> TagGrade {
        let target = channel.target
        guard target.uid == uid else { return .refused(.otherTag(target.uid)) }
        let kind = TagKind(selectAcknowledge: target.selectAcknowledge)
        if let grade = kind.gradeWithoutChallenge { return grade }

        let start = clock.now
        var conversation = TagConversation(channel)
        do throws(TagError) {
            try await conversation.selectApplication()
        } catch  where error.code == .unexpectedStatus {
            return .refused(.noSealApplication)
        }
        do throws(TagError) {
            let version = try await conversation.keyVersion(keyNumber)
            guard version == key.version else { return .refused(.keyVersion(version)) }
            try await conversation.authenticate(keyNumber, key, challenge: try challenge(), ledger: ledger)
        } catch {
            guard let refusal = Self.refusal(for: error) else { throw error }
            return .refused(refusal)
        }
        return .proved(
            TagProof(
                uid: uid,
                keyNumber: keyNumber,
                keyVersion: key.version,
                transcript: conversation.transcript.digest,
                duration: start.duration(to: clock.now)
            )
        )
    }

    /// The maker's signature over the identifier, 56 bytes: it tells who made the chip, and can be copied with it.
    package func originalitySignature(_ channel: some TagChannel) async throws(TagError) -> [UInt8] {
        var conversation = TagConversation(channel)
        return try await conversation.originalitySignature()
    }

    func challenge() throws(TagError) -> [UInt8] {
        do throws(CryptographyError) { return try makeChallenge() } catch { throw TagError(error) }
    }

    /// What the tag did wrong, or nil where the trouble is not the tag's.
    private static func refusal(for error: TagError) -> TagRefusal? {
        switch error.code {
        case .wrongKey: .wrongKey
        case .answerNotAuthentic: .notAuthentic
        case .budgetSpent: .budgetSpent
        case .malformedAnswer: .unexpected(0)
        case .unexpectedStatus:
            error.word == StatusWord.authenticationDelay.rawValue ? .slowedDown : .unexpected(error.word ?? 0)
        default: nil
        }
    }
}

/// 16 bytes from the system's generator: a challenge for a tag.
package func freshChallenge() throws(CryptographyError) -> [UInt8] {
    try SecureRandom.bytes(BlockPadding.blockByteCount)
}
