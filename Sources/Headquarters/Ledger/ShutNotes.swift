import Enrolment
import FoundationEssentials
import Records

/// What a restored headquarters knows of what it misses, in a file beside its evidence: a start must not forget it.
///
/// The evidence file itself is what was put back; nobody carries this one along in a backup of it.
struct ShutNotes: Sendable {
    /// What is kept.
    struct Content: Equatable, Canonical {
        /// The notes that prove something to be missing.
        var notes: [[UInt8]] = []
        /// The cabinets that have shown what they hold since the restore.
        var met: Set<String> = []
        /// How many leaves `authority` had here by then: with fewer it was put back once more, and nobody has greeted since.
        var authoritySize: UInt64 = 0
        /// What was cosigned before the present epoch of `receipts`, as long as it matters.
        var opened: OpenedReceipts?
        /// The logs of which cabinets hold another history than the one that is here.
        var parted: Set<Origin> = []

        init() {}

        var canonical: CBOR {
            .map(
                CBORMap([
                    0: .list(notes.map { Bytes($0) }), 1: .list(met.sorted()), 2: authoritySize.canonical,
                    3: opened?.canonical, 4: .list(parted.map(\.text).sorted()),
                ])
            )
        }

        init(canonical: CBOR) throws(RecordsError) {
            var fields = try Fields(canonical, of: "what a restored headquarters misses")
            notes = try fields.list(0, of: Bytes.self, countMax: ShutNotes.countMax).map(\.bytes)
            met = Set(try fields.list(1, of: String.self, countMax: ShutNotes.countMax))
            authoritySize = try fields.value(2)
            opened = try fields.optional(3)
            parted = Set(
                try fields.list(4, of: String.self, countMax: ShutNotes.countMax).map {
                    text throws(RecordsError) in try Origin(text)
                }
            )
            try fields.finish()
        }
    }

    /// More logs, and more cabinets, than an organisation has.
    static let countMax = 1 << 16

    let path: String

    /// What was kept; nothing where nothing is missing.
    func read() throws -> Content {
        guard FileManager.default.fileExists(atPath: path) else { return Content() }
        let bytes = try ProtectedFile.read(path, readers: .ownerOnly)
        do { return try Content(decoding: bytes) } catch {
            throw HeadquartersError(
                .refused,
                "\(path) is damaged: it says which own records a restored headquarters misses; take it away when every cabinet has greeted"
            )
        }
    }

    /// Keeps this instead of what was kept; where nothing is missing the file goes.
    func write(_ content: Content) throws {
        if content == Content() {
            guard FileManager.default.fileExists(atPath: path) else { return }
            return try FileManager.default.removeItem(atPath: path)
        }
        try ProtectedFile.replace(path, content.encoded, readers: .ownerOnly)
    }
}
