import Authority
package import Cryptography
import Custody
package import Logging
package import Records
package import Replication

/// Carries a cabinet's side of the conversation to headquarters and back on a stick: the same sessions, the same frames.
package struct CabinetStick<Store: LogStore>: Sendable {
    private let ledger: CabinetLedger<Store>
    private let witnessKey: Ed25519PrivateKey
    private let boot: Identifier<Boot>
    private let startCount: UInt64
    private let noncesPath: String
    private let machineBoot: String
    private let logger: Logger

    /// The stick of a ledger.
    ///
    /// `noncesPath` is the file of the nonces that are under way; `machineBoot` names the start of the machine.
    package init(
        ledger: CabinetLedger<Store>,
        witnessKey: Ed25519PrivateKey,
        boot: Identifier<Boot>,
        startCount: UInt64,
        noncesPath: String,
        machineBoot: String,
        logger: Logger
    ) {
        self.ledger = ledger
        self.witnessKey = witnessKey
        self.boot = boot
        self.startCount = startCount
        self.noncesPath = noncesPath
        self.machineBoot = machineBoot
        self.logger = logger
    }

    private var nonces: CarriedNonces { CarriedNonces(path: noncesPath, machineBoot: machineBoot) }

    /// What headquarters does not hold yet, the newest heads, and a nonce for it to answer.
    ///
    /// What finds no room stays for the next stick.
    package func write(recordByteCountMax: Int = StickFile.byteCountMax / 2) async throws -> StickFile {
        let nonce = try SecureRandom.bytes(FreshNote.nonceByteCount)
        try nonces.add(nonce, asked: ledger.now)
        let greeting = try await ledger.greeting(boot: boot, startCount: startCount, nonce: nonce)
        let mirrored = try await ledger.mirroredSizes(of: greeting.own.map(\.origin))
        var (session, actions) = CabinetSession.carry(
            greeting.hello,
            // Records that contradict what headquarters holds are not for a stick either.
            own: greeting.own.filter { !greeting.withheld.contains($0.origin) }.map {
                ($0.origin, $0.trafficClass, $0.size, mirrored[$0.origin] ?? 0)
            },
            obeyed: greeting.obeyed.map { ($0.origin, $0.held) },
            byteCountMax: UInt64(recordByteCountMax)
        )
        var file = StickFile()
        while !actions.isEmpty {
            switch actions.removeFirst() {
            case .send(let bytes):
                guard file.append(bytes) else { return file }
            case .read(let origin, let from, let byteCountMax):
                do {
                    let stretch = try await ledger.records(of: origin, from: from, byteCountMax: byteCountMax)
                    actions += session.receive(.records(origin, stretch), at: ledger.now)
                } catch  where ledger.isTelemetry(origin) {
                    // Acts are on the stick already, and what a sensor said keeps nothing else off it.
                    logger.error(
                        "stick.telemetry-unreadable",
                        metadata: ["log.origin": "\(origin)", "error": "\(error)"]
                    )
                    actions += session.receive(.unreadable(origin), at: ledger.now)
                }
            default: break
            }
        }
        for origin in [try await ledger.obeyedAuthority, try await ledger.receipts] {
            guard let line = try await ledger.cosignNewest(of: origin, above: 0, with: witnessKey) else {
                continue
            }
            let head = CosignedHead(note: Bytes(line.note), mirroredSize: nil)
            _ = file.append(Frame.cosignature(head).encoded)
        }
        return file
    }

    /// What is going on while a stick is read.
    private struct Reading {
        var session: CabinetSession
        var report: StickReport
        /// The logs of which the session asked for records that did not come yet.
        var pulled: Set<String> = []
        let hasNonce: Bool
    }

    /// Takes in what headquarters answered.
    ///
    /// - Throws: what the store throws; a stick that is refused is no error but in the report.
    package func read(_ file: StickFile) async throws -> StickReport {
        var reading = try await begin(file)
        for bytes in file.frames {
            try await take(bytes, &reading)
            if reading.report.refusal != nil { break }
        }
        return reading.report
    }

    private func begin(_ file: StickFile) async throws -> Reading {
        let asked = try question(answeredIn: file)
        let greeting = try await ledger.greeting(
            boot: boot,
            startCount: startCount,
            nonce: asked?.nonce ?? [UInt8](repeating: 0, count: FreshNote.nonceByteCount)
        )
        let (session, _) = CabinetSession.begin(
            greeting.hello,
            own: greeting.own,
            obeyed: greeting.obeyed,
            followed: greeting.followed,
            alarms: [],
            withheld: greeting.withheld,
            missing: greeting.missing,
            at: asked?.milliseconds ?? 0
        )
        return Reading(
            session: session,
            report: StickReport(isWhole: file.isWhole),
            hasNonce: asked != nil
        )
    }

    /// Takes a frame, and does what the session asks for then, until it is content or leaves.
    private func take(_ bytes: [UInt8], _ reading: inout Reading) async throws {
        guard Self.isAskedFor(bytes, &reading.pulled) else { return }
        var actions = reading.session.receive(.received(bytes), at: ledger.now)
        while !actions.isEmpty {
            let action = actions.removeFirst()
            if case .send(let sent) = action, case .pull(let pull)? = try? Frame(decoding: sent) {
                reading.pulled.insert(pull.origin)
            }
            if case .leave(_, let error) = action {
                reading.report.refusal = error.message
                return
            }
            if let event = try await answer(to: action, hasNonce: reading.hasNonce, &reading.report) {
                actions += reading.session.receive(event, at: ledger.now)
            }
        }
        reading.report.frameCount += 1
    }

    /// The nonce that the stick answers, and when it was asked; nil for one that nobody here asked.
    private func question(answeredIn file: StickFile) throws -> (nonce: [UInt8], milliseconds: UInt64)? {
        guard let nonce = Self.nonce(in: file), let asked = try nonces.asked(nonce) else { return nil }
        return (nonce, asked)
    }

    private func answer(to action: CabinetSession.Action, hasNonce: Bool, _ report: inout StickReport)
        async throws -> CabinetSession.Event?
    {
        switch action {
        case .store(let ingest):
            let outcome = try await ledger.store(ingest)
            if case .stored(let count) = outcome.leaves { report.recordCount += count }
            return .stored(ingest.origin, outcome)
        case .keep(let note, let mirroredSize):
            try await ledger.keep(note: note, mirroredSize: mirroredSize)
        case .obey: try await ledger.obey()
        // What is to be followed then is asked for with the next stick.
        case .follow(let announced): _ = try await ledger.follow(announced)
        case .fresh(let note, let nonce, let asked):
            guard hasNonce, let services = ledger.view.obeyed.standing.services else { return nil }
            let identity = ledger.view.identity
            let verified = try note.verified(
                notesKey: services.notesKey.bytes,
                organisation: identity.organisation,
                cabinet: identity.cabinet,
                nonce: nonce
            )
            try await ledger.take(verified, asked: asked, answered: ledger.now)
            report.gaveTime = true
        case .cosign(let origin, let note): _ = try await ledger.keepWitnessed(note, of: origin)
        case .compare(_, let note): try await ledger.compare(held: note)
        case .contradiction, .refusedHead: try await note(action)
        // No finding: anybody may have had the stick in his hands.
        case .damagedRecord(let origin):
            report.refusal = "a record of \(origin) is damaged and was not taken; write the stick again"
        // Nothing is sent while a stick is read: what there is to say goes with the next one.
        default: break
        }
        return nil
    }

    private func note(_ action: CabinetSession.Action) async throws {
        switch action {
        case .contradiction(let origin, let verdict, _):
            // A stick may be older than what the line brought since: the next greeting finds out.
            guard !ledger.isTelemetry(origin) else { return }
            let note = "headquarters answers \(verdict) to a head of \(origin)"
            switch verdict {
            case .smaller, .fork, .quarantined: try await ledger.contradict(note)
            // A stick may be old: a head of which headquarters has seen a larger one since is no contradiction.
            case .untrusted, .stale, .cosigned: break
            }
        case .refusedHead(let origin, let refusal):
            logger.warning(
                "stick.head-refused",
                metadata: ["log.origin": "\(origin)", "refusal": "\(refusal)"]
            )
            if case .fork = refusal {
                try await ledger.append([FindingDrafts.fork("\(origin) contradicts itself")])
            }
        default: break
        }
    }

    /// The nonce that the stick's WELCOME answers.
    private static func nonce(in file: StickFile) -> [UInt8]? {
        for bytes in file.frames {
            guard case .welcome(let welcome)? = try? Frame(decoding: bytes) else { continue }
            return welcome.fresh.flatMap { try? FreshNote(decoding: $0.bytes) }?.nonce.bytes
        }
        return nil
    }

    /// Whether a frame belongs to what was asked for, which then is answered: records that the line has brought meanwhile
    /// are on the stick still.
    private static func isAskedFor(_ bytes: [UInt8], _ pulled: inout Set<String>) -> Bool {
        switch try? Frame(decoding: bytes) {
        case .data(let stretch)?: pulled.remove(stretch.origin) != nil
        case .body(let body)?: pulled.contains(body.origin)
        default: true
        }
    }
}
