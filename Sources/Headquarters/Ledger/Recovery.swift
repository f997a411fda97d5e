import Authority
import Cryptography
import Records

/// What headquarters knows to be missing of its own logs, after it was restored from a backup.
struct Recovery {
    /// The most bytes of leaves and bodies that one cabinet's stretch of a log may have until its head proves them.
    static let byteCountMax = 64 * 1_024 * 1_024

    /// Leaves that a cabinet gave back and that no head proves yet.
    struct Stage {
        let origin: Origin
        /// Where the log ended when the first of these leaves came.
        let start: TreeHead
        var frontier: TreeFrontier
        var bundles: [RecordBundle] = []
        var byteCount = 0
    }

    /// By log, the largest head that own signatures prove and whose leaves are not here.
    private(set) var targets: [Origin: SignedNote] = [:]
    /// Own logs of which heads are known that no cabinet can give back.
    private(set) var lost: [Origin: UInt64] = [:]
    /// By log, the largest note of it that proves leaves to be missing which no cabinet can give back.
    private var lostNotes: [Origin: SignedNote] = [:]
    /// The largest heads of cabinets' logs that were cosigned here and of which `receipts` knows nothing.
    private var cosigned: [CosignedHeadKey: SignedNote] = [:]
    /// Logs of which what was given back does not lead to the head that was signed: another history stands here, as long as nobody
    /// gives better leaves back.
    var parted: Set<Origin> = []
    /// Kept notes of own logs that are not known here: the evidence was put back to before they began.
    private var unknown: [Origin: SignedNote] = [:]
    /// What was known of such heads when owners opened the present epoch of `receipts`; nil where nothing of it matters.
    var opened: OpenedReceipts?
    /// By cabinet, what it is giving back.
    var stages: [String: Stage] = [:]
    /// What was taken back since the log of findings could be written last.
    var news: [String] = []

    /// The takes that are kept; of more than people make while headquarters is shut the oldest are told when all is folded anew.
    private static let passedCountMax = 1 << 20
    /// Takes that were folded while nothing could be written about them.
    private(set) var passed: [PassedTake] = []
    /// Whether leaves came back that were not folded to the end yet.
    var mustReopen = false
    /// Whether a cabinet has shown since the start what it holds of the own logs.
    var hasMet = false
    /// By cabinet, notes that it has shown of epochs of `receipts` which are not known here.
    var unjudged: [String: [[UInt8]]] = [:]
    /// The cabinets that have shown it, also before the start where something is missing.
    var met: Set<String> = []

    /// Whether anything is missing.
    var isUnderWay: Bool { mustReopen || !targets.isEmpty || !lost.isEmpty || !unknown.isEmpty }

    /// - Throws: ``HeadquartersError`` `.unavailable` while anything is missing.
    func requireNothingMissing() throws {
        guard isUnderWay else { return }
        let awaited = awaited.map(\.text).joined(separator: ", ")
        guard awaited.isEmpty, !mustReopen else {
            let advice = advice
            throw HeadquartersError(
                .unavailable,
                "headquarters was restored from a backup and signs nothing before it has these records back: \(awaited); "
                    + "cabinets give them back by themselves: leave signet-hq running until they have greeted"
                    + advice.english,
                chinese: "总部由备份恢复，在取回下列记录之前不签署任何内容：\(awaited)；各印章柜会自行交还：保持 signet-hq 运行，直至它们联系总部"
                    + advice.chinese
            )
        }
        let lost = lost.keys.map(\.text).sorted().joined(separator: ", ")
        throw HeadquartersError(
            .unavailable,
            "headquarters was restored from a backup and signs nothing: records are missing that nobody else keeps, of \(lost)"
                + "; once every cabinet that can has greeted, stop signet-hq, run «signet-hq epochs propose», have the owners "
                + "sign what it writes with «signet sign», file that with «signet-hq epochs open» and start signet-hq",
            chinese: "总部由备份恢复，不签署任何内容：下列日志缺失的记录别处均无保存：\(lost)；待所有可用的印章柜均已联系总部后，停止 signet-hq，"
                + "运行 signet-hq epochs propose，由所有人用 signet sign 签署其写出的文件，用 signet-hq epochs open 提交，再启动 signet-hq"
        )
    }

    /// What can be done where nobody gives them back.
    private var advice: (english: String, chinese: String) {
        let parted = parted.map(\.text).sorted().joined(separator: ", ")
        let history: (english: String, chinese: String) =
            parted.isEmpty
            ? ("", "")
            : (
                "; what cabinets hold of \(parted) leads elsewhere than what is here: two histories",
                "；各印章柜所持 \(parted) 与此处不是同一份记录"
            )
        if awaited.contains(where: { Self.log($0) == .authority }) {
            return (
                history.english
                    + "; where no cabinet can give authority back, or it has two histories, owners open its next epoch first: "
                    + "«signet-hq epochs propose --authority»",
                history.chinese
                    + "；authority 日志无柜可还、或出现两份记录时，先由所有人为其另起一期：signet-hq epochs propose --authority"
            )
        }
        guard awaited.contains(where: Self.isPolicy) else { return history }
        return (
            history.english
                + "; where no cabinet of a site can give its policy back, or it has two histories, owners open its next "
                + "epoch: «signet-hq epochs propose --policy SITE»",
            history.chinese + "；某机构的策略日志无柜可还、或出现两份记录时，由所有人另起一期：signet-hq epochs propose --policy 机构"
        )
    }

    private static func isPolicy(_ origin: Origin) -> Bool {
        if case .policy? = log(origin) { return true }
        return false
    }

    private static func log(_ origin: Origin) -> HeadquartersLog? {
        let organisation = String(origin.text.prefix { $0 != "/" })
        return HeadquartersLog.read(origin.text, of: organisation)?.log
    }

    /// The logs of which cabinets can give back what is missing.
    var awaited: [Origin] {
        Set(targets.keys).union(unknown.keys).union(lost.keys.filter { !Self.isKeptHereAlone($0) })
            .sorted { $0.text < $1.text }
    }

    /// Whether a log lies at headquarters alone: `acts` and `receipts`.
    static func isKeptHereAlone(_ origin: Origin) -> Bool {
        switch log(origin) {
        case .acts, .receipts: true
        default: false
        }
    }

    /// The largest head of a log that is known by a note; nil for none beyond what is here.
    func largestShown(_ origin: Origin) throws -> CitedHead? {
        try [lostNotes[origin], targets[origin]].compactMap {
            try $0.flatMap { CitedHead(try Checkpoint($0)) }
        }
        .max { $0.size < $1.size }
    }

    /// Learns that owners have ended a log: nobody waits for more of it.
    mutating func end(_ origin: Origin) {
        (targets[origin], lost[origin], lostNotes[origin]) = (nil, nil, nil)
        parted.remove(origin)
    }

    /// Learns that what a cabinet gave back of a log leads elsewhere.
    mutating func part(_ origin: Origin) { parted.insert(origin) }

    /// Learns of a head that is signed by the log's own key and lies beyond what is here.
    mutating func expect(_ note: SignedNote, of origin: Origin, size: UInt64) throws {
        try Self.keep(note, of: origin, size: size, in: &targets)
    }

    /// Learns by such a note that no cabinet can give its log back up to its size.
    mutating func miss(_ note: SignedNote, of origin: Origin, size: UInt64) throws {
        miss(origin, size: size)
        try Self.keep(note, of: origin, size: size, in: &lostNotes)
    }

    /// Learns by our own line on a head of a cabinet's log that `receipts` lacks at least the leaf that makes it so long.
    mutating func missReceipt(of note: SignedNote, as key: CosignedHeadKey, in receipts: Origin, size: UInt64)
        throws
    {
        miss(receipts, size: size)
        try Self.keep(note, of: key, size: try Checkpoint(note).head.size, in: &cosigned)
    }

    /// Remembers a kept note of an own log that is not known here yet.
    mutating func carry(_ note: SignedNote, of origin: Origin, size: UInt64) throws {
        try Self.keep(note, of: origin, size: size, in: &unknown)
    }

    /// Gives what is to be judged anew once more of `authority` is here: notes of logs that were not known, and heads that prove
    /// receipts to be missing, of whatever epoch of them is in force now.
    mutating func takeUnsettled() -> [SignedNote] {
        defer { unknown = [:] }
        return Array(unknown.values) + takeCosigned()
    }

    /// Gives the heads that prove receipts to be missing, once.
    mutating func takeCosigned() -> [SignedNote] {
        defer { cosigned = [:] }
        return Array(Set(cosigned.values))
    }

    /// The notes that prove something to be missing: what the next start must know.
    var shown: Set<SignedNote> {
        Set(targets.values).union(lostNotes.values).union(cosigned.values).union(unknown.values)
    }

    private static func keep<Key: Hashable>(
        _ note: SignedNote,
        of origin: Key,
        size: UInt64,
        in notes: inout [Key: SignedNote]
    ) throws {
        if let known = notes[origin], try Checkpoint(known).head.size >= size { return }
        notes[origin] = note
    }

    private static func drop(_ origin: Origin, below size: UInt64, in notes: inout [Origin: SignedNote])
        throws
    {
        if let known = notes[origin], try Checkpoint(known).head.size <= size { notes[origin] = nil }
    }

    /// Remembers takes that were folded, to be looked at when findings can be written again.
    mutating func pass(_ takes: [PassedTake]) {
        passed += takes
        if passed.count > Self.passedCountMax { passed.removeFirst(passed.count - Self.passedCountMax) }
    }

    /// Gives what was passed over, once.
    mutating func takePassed() -> [PassedTake] {
        defer { passed = [] }
        return passed
    }

    /// Learns of a head of a log that no cabinet can give back.
    mutating func miss(_ origin: Origin, size: UInt64) { lost[origin] = max(lost[origin] ?? 0, size) }

    /// Learns that a log has so many leaves now.
    mutating func settle(_ origin: Origin, size: UInt64) throws {
        try Self.drop(origin, below: size, in: &targets)
        if targets[origin] == nil { parted.remove(origin) }
        try Self.drop(origin, below: size, in: &lostNotes)
        if let missed = lost[origin], missed <= size { lost[origin] = nil }
    }
}
