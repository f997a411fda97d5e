import Cryptography

/// Talks with one selected tag: the commands of the NTAG 424 DNA, in a session or without one.
///
/// A session ends with the first error, as it does on the tag.
struct TagConversation<Channel: TagChannel> {
    let channel: Channel
    private(set) var session: SecureSession?
    private(set) var transcript = TagTranscript()

    init(_ channel: Channel) { self.channel = channel }

    /// Chooses the application in which keys and files are; without it the tag knows neither.
    mutating func selectApplication() async throws(TagError) {
        session = nil
        try await exchange(Instruction.selectApplication).require(.isoDone, after: "choosing the application")
    }

    /// Type, size and production in three frames; in plain, so before an authentication.
    mutating func version() async throws(TagError) -> TagVersion {
        session = nil
        var frames: [[UInt8]] = []
        var command = NativeCommand(Instruction.getVersion)
        while frames.count < TagLimits.frameCountMax {
            let answer = try await exchange(try command.apdu())
            frames.append(answer.data)
            let isLast = frames.count == TagLimits.frameCountMax
            try answer.require(isLast ? .done : .additionalFrame, after: "asking for its version")
            command = NativeCommand(Instruction.additionalFrame)
        }
        guard let version = TagVersion(frames: frames) else {
            throw TagError(.malformedAnswer, "a version that no NTAG 424 DNA has")
        }
        return version
    }

    /// The version of a key: asked for before every authentication, because it costs no failure.
    mutating func keyVersion(_ number: KeyNumber) async throws(TagError) -> UInt8 {
        let command = NativeCommand(Instruction.getKeyVersion, header: [number.rawValue])
        let data = try await run(command, .mac, after: "asking for the version of key \(number)")
        guard data.count == 1 else {
            throw TagError(.malformedAnswer, "a key version of \(data.count) bytes")
        }
        return data[0]
    }

    /// Opens a session, or goes on with another key in the one that is open.
    ///
    /// Takes the attempt from `ledger` and tells it how it ended. `challenge` is 16 fresh random bytes.
    mutating func authenticate(
        _ number: KeyNumber,
        _ key: TagKey,
        challenge: [UInt8],
        ledger: some FailureLedger
    ) async throws(TagError) {
        let kind = session.map(Authentication.Kind.nonFirst) ?? .first
        session = nil
        let attempt = try Authentication(kind, number, key, challenge: challenge)
        let uid = channel.target.uid
        try ledger.begin(uid, number)
        do throws(TagError) {
            let theirs = try attempt.theirs(in: await exchange(try attempt.firstCommand()))
            let answer = try await exchange(try attempt.secondCommand(theirs: theirs))
            session = try attempt.session(theirs: theirs, answer: answer)
        } catch {
            let failed = [TagError.Code.wrongKey, .answerNotAuthentic, .malformedAnswer].contains(error.code)
            try ledger.end(uid, number, failed ? .failed : .unanswered)
            throw error
        }
        try ledger.end(uid, number, .proved)
    }

    /// The identifier, encrypted: the true one even where the tag shows random ones.
    mutating func cardUID() async throws(TagError) -> TagUID {
        let data = try await run(
            NativeCommand(Instruction.getCardUID),
            .full,
            after: "asking for its identifier"
        )
        guard let uid = TagUID(data) else {
            throw TagError(.malformedAnswer, "an identifier of \(data.count) bytes")
        }
        return uid
    }

    /// How a file is protected.
    mutating func fileSettings(_ file: FileNumber) async throws(TagError) -> FileSettings {
        let command = NativeCommand(Instruction.getFileSettings, header: [file.rawValue])
        return try FileSettings(
            answer: try await run(command, .mac, after: "asking for the settings of file \(file)")
        )
    }

    /// Protects a file otherwise; needs the key of its change right.
    mutating func changeFileSettings(_ file: FileNumber, to settings: FileSettings) async throws(TagError) {
        let command = NativeCommand(
            Instruction.changeFileSettings,
            header: [file.rawValue],
            data: settings.changeData
        )
        try requireSession()
        _ = try await run(command, .full, after: "changing the settings of file \(file)")
    }

    /// Writes another key; needs a session of key 0.
    ///
    /// Changing the session's own key ends it.
    mutating func changeKey(_ number: KeyNumber, from old: TagKey, to new: TagKey) async throws(TagError) {
        let isOwn = try requireSession().keyNumber == number
        let command = NativeCommand(
            Instruction.changeKey,
            header: [number.rawValue],
            data: isOwn ? KeyReplacement.ofOwnKey(by: new) : KeyReplacement.ofOtherKey(old, by: new)
        )
        guard isOwn else {
            _ = try await run(command, .full, after: "changing key \(number)")
            return
        }
        let before = try requireSession()
        session = nil
        let answer = try await exchange(try before.wrap(command, .full))
        try answer.require(.done, after: "changing key \(number)")
    }

    /// Bytes of a file; `mode` is that of the file, or plain where anyone may read.
    mutating func read(
        _ file: FileNumber,
        offset: Int,
        byteCount: Int,
        _ mode: CommunicationMode
    ) async throws(TagError) -> [UInt8] {
        let command = NativeCommand(
            Instruction.readData,
            header: [file.rawValue] + (try Self.place(file, offset: offset, byteCount: byteCount))
        )
        let data = try await run(command, mode, after: "reading file \(file)")
        guard data.count == byteCount else {
            throw TagError(.malformedAnswer, "\(data.count) bytes of file \(file) instead of \(byteCount)")
        }
        return data
    }

    /// Writes into a file; `mode` as for reading.
    mutating func write(
        _ file: FileNumber,
        offset: Int,
        _ bytes: [UInt8],
        _ mode: CommunicationMode
    ) async throws(TagError) {
        let command = NativeCommand(
            Instruction.writeData,
            header: [file.rawValue] + (try Self.place(file, offset: offset, byteCount: bytes.count)),
            data: bytes
        )
        _ = try await run(command, mode, after: "writing file \(file)")
    }

    /// The maker's signature over the identifier, 56 bytes: r and s of secp224r1.
    mutating func originalitySignature() async throws(TagError) -> [UInt8] {
        let command = NativeCommand(Instruction.readSignature, header: [0])
        let data = try await run(
            command,
            .full,
            wanted: .signatureDone,
            after: "reading the maker's signature"
        )
        guard data.count == 56 else {
            throw TagError(.malformedAnswer, "a signature of \(data.count) bytes instead of 56")
        }
        return data
    }
}

extension TagConversation {
    /// Offset and length, three bytes each, low byte first.
    private static func place(_ file: FileNumber, offset: Int, byteCount: Int) throws(TagError) -> [UInt8] {
        guard offset >= 0, (1...TagLimits.chunkByteCountMax).contains(byteCount),
            offset <= file.byteCount - byteCount
        else {
            throw TagError(
                .invalidArgument,
                "\(byteCount) bytes at \(offset) of file \(file); read or write less"
            )
        }
        return [offset, byteCount].flatMap { value in
            [0, 8, 16].map { UInt8(truncatingIfNeeded: value >> $0) }
        }
    }

    @discardableResult
    private func requireSession() throws(TagError) -> SecureSession {
        guard let session else { throw TagError(.sessionEnded, "there is no session; authenticate first") }
        return session
    }

    /// Runs a command in the session where there is one, and in plain where there is none.
    private mutating func run(
        _ command: NativeCommand,
        _ mode: CommunicationMode,
        wanted: StatusWord = .done,
        after doing: String
    ) async throws(TagError) -> [UInt8] {
        guard var current = session else {
            let answer = try await exchange(try command.apdu())
            try answer.require(.done, wanted, after: doing)
            return answer.data
        }
        session = nil
        let answer = try await exchange(try current.wrap(command, mode))
        try answer.require(.done, wanted, after: doing)
        let data = try current.open(answer, mode)
        session = current
        return data
    }

    private mutating func exchange(_ command: [UInt8]) async throws(TagError) -> TagAnswer {
        let bytes = try await channel.transceive(command)
        transcript.add(command, bytes)
        return try TagAnswer(bytes)
    }
}
