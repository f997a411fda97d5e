import Authority
import Records
import Testing

@testable import Replication

/// A cabinet and headquarters with a line between them, all in memory; what is on disk outlives the line.
///
/// Fault model: the line may be cut between any two frames, and loses then what is under way in both directions and
/// both sessions; the order in which the two sides get to work is drawn from a seed. Disks neither lose nor lie.
struct MemoryPair {
    private(set) var acts: MemoryLog
    private(set) var policy: MemoryLog
    private(set) var actsCopy: MemoryCopy
    private(set) var policyCopy: MemoryCopy
    /// What the cabinet keeps of headquarters' cosignatures.
    private(set) var witnessed: UInt64 = 0
    private(set) var mirrored: UInt64 = 0
    /// The alarms that came ahead of their backlog.
    private(set) var alarmsShown: Set<UInt64> = []
    private(set) var frameCount = 0
    private(set) var contradictionCount = 0
    private(set) var refusedHeadCount = 0
    /// How often time came.
    private(set) var freshCount = 0

    private var generator: SplitMix
    private var alarms: [UInt64] = []
    private var cabinet: CabinetSession?
    private var headquarters: HeadquartersSession?
    private var upward: [[UInt8]] = []
    private var downward: [[UInt8]] = []
    private var isWitnessed = false
    private var isWelcomed = false

    /// More frames than any exchange here needs: what goes on beyond goes on for ever.
    private static let frameCountMax = 600

    init(seed: UInt64) throws {
        generator = SplitMix(seed: seed)
        acts = try House.acts(40, byteCount: 3_000)
        policy = try MemoryLog(House.policyName, keySeed: 2, count: 70, byteCount: 1_500)
        actsCopy = try MemoryCopy(of: acts.signer)
        policyCopy = try MemoryCopy(of: policy.signer)
        alarms = [7, 33]
    }

    var hasConverged: Bool {
        actsCopy.records == acts.records && actsCopy.proved.size == acts.size
            && policyCopy.records == policy.records && policyCopy.proved.size == policy.size
            && witnessed == acts.size && mirrored == acts.size
    }

    /// How far both sides have come, for a test that fails.
    var progress: String {
        """
        acts \(acts.size): \(actsCopy.records.count) there, \(actsCopy.proved.size) proved, \(witnessed) witnessed, \
        \(mirrored) mirrored; policy \(policy.size): \(policyCopy.records.count) here, \
        \(policyCopy.proved.size) proved
        """
    }

    /// Connects anew and lets frames pass until nothing moves, or the line is cut after so many of them.
    mutating func connect(cutAfter frameLimit: Int? = nil, growing growthCount: Int = 0) throws {
        (upward, downward, isWitnessed, isWelcomed) = ([], [], false, false)
        headquarters = HeadquartersSession(
            organisation: House.organisation,
            cabinet: House.cabinet,
            writes: [acts.origin: .acts],
            obeys: [policy.origin]
        )
        let confirmed = policyCopy.witness.head.size
        let held = HeldLog(origin: policy.origin.text, size: confirmed)
        let (session, actions) = CabinetSession.begin(
            try House.hello(heads: [acts.offer(from: witnessed)], held: [held]),
            own: [(acts.origin, .acts, acts.size, witnessed)],
            obeyed: [(policy.origin, UInt64(policyCopy.records.count), confirmed)],
            alarms: alarms.filter { $0 >= mirrored }.map { (acts.origin, $0) },
            at: 0
        )
        cabinet = session
        try perform(actions)
        var growths = Set((0..<growthCount).map { _ in Int.random(in: 0..<12, using: &generator) })
        var passed = 0
        while let isUpward = direction() {
            if let frameLimit, passed == frameLimit { break }
            try #require(passed < Self.frameCountMax, "the two never come to rest")
            try pass(isUpward: isUpward)
            passed += 1
            if growths.remove(passed) != nil { try grow() }
        }
        frameCount = passed
        (cabinet, headquarters) = (nil, nil)
    }

    /// Both logs get a record that no frame holds together with its body.
    mutating func appendLargest() throws {
        try acts.append(1, byteCount: 131_000)
        try policy.append(1, byteCount: 131_000)
    }

    /// The cabinet comes back from an older backup of itself.
    mutating func restoreActs(_ count: Int) throws {
        acts = try House.acts(count, byteCount: 3_000)
        witnessed = min(witnessed, acts.size)
        mirrored = min(mirrored, acts.size)
        alarms.removeAll { $0 >= acts.size }
    }
}

extension MemoryPair {
    private mutating func direction() -> Bool? {
        switch (upward.isEmpty, downward.isEmpty) {
        case (true, true): nil
        case (false, true): true
        case (true, false): false
        case (false, false): Bool.random(using: &generator)
        }
    }

    private mutating func pass(isUpward: Bool) throws {
        if isUpward {
            try perform(headquarters?.receive(.received(upward.removeFirst())) ?? [])
        } else {
            let bytes = downward.removeFirst()
            if case .welcome = try Frame(decoding: bytes) { isWelcomed = true }
            try perform(cabinet?.receive(.received(bytes), at: 0) ?? [])
        }
    }

    private mutating func grow() throws {
        if Bool.random(using: &generator) {
            try acts.append(Int.random(in: 1..<30, using: &generator), byteCount: 2_000)
            alarms.append(acts.size - 1)
            try feed(.appended(acts.origin, size: acts.size, alarms: [acts.size - 1]))
        } else {
            try policy.append(Int.random(in: 1..<5, using: &generator))
            try perform(headquarters?.receive(.headMoved(policy.origin)) ?? [])
        }
    }

    private mutating func feed(_ event: CabinetSession.Event) throws {
        try perform(cabinet?.receive(event, at: 0) ?? [])
    }

    private mutating func perform(_ actions: [CabinetSession.Action]) throws {
        for action in actions {
            switch action {
            case .send(let bytes):
                let name = try Frame(decoding: bytes).name
                #expect(isWelcomed || name == "hello", "\(name) came before WELCOME")
                upward.append(bytes)
            case .read(let origin, let from, let byteCountMax):
                let stretch = try acts.stretch(from: from, byteCountMax: byteCountMax)
                try feed(CabinetSession.Event.records(origin, stretch))
            case .offer(let origin, let from):
                try feed(.offered(origin, acts.offer(from: from), size: acts.size))
            case .prove(_, let index, let from): try feed(.proved(acts.alarm(index, from: from)))
            case .store(let ingest): try feed(.stored(ingest.origin, policyCopy.ingest(ingest)))
            case .keep(let note, let size):
                witnessed = max(witnessed, try Checkpoint(SignedNote(parsing: note)).head.size)
                if let size { mirrored = max(mirrored, size) }
            case .cosign(_, let note): try feed(.cosigned(note: House.cosigned(note).bytes))
            case .contradiction: contradictionCount += 1
            case .refusedHead: refusedHeadCount += 1
            case .compare(let origin, let note):
                let held = try Checkpoint(SignedNote(parsing: note)).head
                let isOurs = try held.size <= acts.size && Checkpoint(acts.note(held.size)).head == held
                if !isOurs { contradictionCount += 1 }
                try feed(.compared(origin, isOurs: isOurs))
            case .fresh: freshCount += 1
            case .obey: break
            case .damagedRecord: Issue.record("no record was damaged")
            case .follow: Issue.record("no later epoch was announced")
            case .storeChunk, .blobComplete, .blobDamaged, .findBlob, .readPiece:
                Issue.record("no blob was wanted")
            case .leave: cabinet = nil
            }
        }
    }

    private mutating func feed(_ event: HeadquartersSession.Event) throws {
        try perform(headquarters?.receive(event) ?? [])
    }

    private mutating func perform(_ actions: [HeadquartersSession.Action]) throws {
        for action in actions {
            switch action {
            case .send(let bytes):
                try check(Frame(decoding: bytes))
                downward.append(bytes)
            case .store(let ingest): try feed(.stored(ingest.origin, store(ingest)))
            case .welcome(let nonce, let held): try feed(.welcomed(welcome(nonce, held)))
            case .fresh(let nonce): try feed(.fresh(House.freshNote(nonce)))
            case .read(let origin, let from, let byteCountMax):
                let stretch = try policy.stretch(from: from, byteCountMax: byteCountMax)
                try feed(HeadquartersSession.Event.records(origin, stretch))
            case .offer(let origin, let from):
                try feed(.offered(policy.offer(from: from), origin, size: policy.size))
            case .alarm(let alarm, _): alarmsShown.insert(alarm.index)
            case .contradiction: contradictionCount += 1
            case .greeted, .cosigned, .compare, .recover, .open: break
            case .storeChunk, .blobComplete, .blobDamaged, .findBlob, .readPiece:
                Issue.record("no blob was wanted")
            case .leave: headquarters = nil
            }
        }
    }

    /// What must hold of whatever leaves headquarters.
    private mutating func check(_ frame: Frame) throws {
        switch frame {
        case .witness: isWitnessed = true
        case .bye: break
        case .cosignature(let head):
            let checkpoint = try Checkpoint(SignedNote(parsing: head.note.bytes))
            #expect(isWitnessed)
            #expect(checkpoint.head.size <= actsCopy.witness.head.size)
            #expect(head.mirroredSize ?? 0 <= UInt64(actsCopy.records.count))
        default: #expect(isWitnessed, "\(frame.name) came before the witness's answer")
        }
    }

    private mutating func store(_ ingest: Ingest) throws -> HeadquartersSession.StoredAnswer {
        let before = actsCopy.proved.size
        let outcome = try actsCopy.ingest(ingest)
        let latest = actsCopy.witness.latest
        var note: SignedNote?
        if case .cosign(let checkpoint)? = outcome.verdict {
            note = try House.cosigned(checkpoint.note)
        } else if outcome.proved.size > before, let latest, latest.head == outcome.proved {
            note = try House.cosigned(latest.note)
        }
        return HeadquartersSession.StoredAnswer(
            outcome: outcome,
            note: note,
            mirroredSize: outcome.proved.size,
            held: latest?.note
        )
    }

    private func welcome(_ nonce: [UInt8]?, _ held: [HeldLog]) throws -> Welcome {
        let size = held.first { $0.origin == policy.origin.text }?.size ?? 0
        return Welcome(
            mirrored: [HeldLog(origin: acts.origin.text, size: actsCopy.proved.size)],
            fresh: try nonce.map { try House.freshNote($0) },
            heads: [try policy.offer(from: size)],
            credit: headquarters?.initialCredit ?? []
        )
    }
}
