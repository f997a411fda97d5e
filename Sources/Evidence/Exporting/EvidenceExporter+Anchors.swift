import Authority
import Cryptography
import Custody
import Records

// What outsiders keep of what a file shows.
extension EvidenceExporter {
    /// The file with the anchors that every epoch of `receipts` holds for its logs; as it is where there are none.
    func anchored(_ document: EvidenceDocument) throws -> EvidenceDocument {
        let searches = try ownEpochs(of: .receipts).map { try search(for: document, in: $0) }
        // What an outsider keeps of one epoch may have been written down in the next: each lies under the epoch of its own head.
        let candidates = searches.flatMap(\.candidates)
        let found =
            AnchorSearch.of(authority: try store.newestAuthority(organisation), candidates, organisation)
            + searches.flatMap { $0.found(among: candidates, organisation) }
        let sections = try found.compactMap(section).sorted { $1.stands(behind: $0) }
        return EvidenceDocument(
            organisation: document.organisation,
            claim: document.claim,
            sections: document.sections,
            proofs: document.proofs,
            anchors: Array(sections.suffix(AnchorSection.countMax))
        )
    }

    /// Looks through one epoch of `receipts`.
    private func search(for document: EvidenceDocument, in origin: Origin) throws -> AnchorSearch {
        let size = try Checkpoint(try ownNote(of: origin)).head.size
        var search = AnchorSearch(document, receipts: origin)
        let times = LogTimes(store: store, origin: origin)
        // A receipt is written when its head is cosigned; where headquarters' clock was set since, all of them are read.
        let near = try times.firstIndex(from: search.sinceMilliseconds, size: size)
        try store.forEachRecord(of: origin, from: near, to: size) { search.take($1, at: $0) }
        if near > 0, !search.isComplete {
            try store.forEachRecord(of: origin, from: 0, to: near) { search.take($1, at: $0) }
        }
        return search
    }

    /// Nil for a note whose lines do not stand in the order of a file: a token is over the bytes as they were.
    private func section(_ found: AnchorSearch.Found) throws -> AnchorSection? {
        let origin = found.checkpoint.origin
        guard let ordered = LogSection.inOrder(found.note, origin: origin) else { return nil }
        if case .timestamp = found.outsider, ordered.bytes != found.note.bytes { return nil }
        let paths = try store.inclusions(
            of: found.receipts.keys.sorted(),
            in: origin,
            size: found.checkpoint.head.size
        )
        return AnchorSection(
            outsider: found.outsider,
            origin: origin,
            note: ordered,
            receipts: try entries(found.receipts, paths, ordered)
        )
    }
}

/// Looks through `receipts` for the heads of a file and for what outsiders keep.
struct AnchorSearch {
    /// An anchor, and the records of `receipts` that lie under it.
    struct Found {
        let outsider: AnchorSection.Outsider
        let note: SignedNote
        let checkpoint: Checkpoint
        var receipts: [UInt64: Record] = [:]

        /// The log whose head it is.
        var origin: Origin { checkpoint.origin }

        /// Who it is; the address of a time-stamping authority may change, and who that is its certificate says.
        var outsiderName: String {
            switch outsider {
            case .timestamp: "stamp"
            case .witness(let key): key.text
            }
        }

        /// Whether it is nobody of the organisation's own.
        func isOutside(_ organisation: String) -> Bool {
            guard case .witness(let key) = outsider else { return true }
            return !key.name.text.hasPrefix(organisation + "/")
        }
    }

    private static var roomMilliseconds: Int64 { 86_400_000 }

    private let receiptsOrigin: Origin
    /// The texts of the heads of acts in the file.
    private var wanted: Set<[UInt8]> = []
    /// Receipts of these heads, and the records of `receipts` that the file shows.
    private var receipts: [UInt64: Record] = [:]
    /// What outsiders keep by the word of this epoch, of whichever log.
    private(set) var candidates: [Found] = []
    /// Where the search may begin, in milliseconds since 1970.
    private(set) var sinceMilliseconds: Int64 = .max

    init(_ document: EvidenceDocument, receipts origin: Origin) {
        receiptsOrigin = origin
        var notes: [SignedNote] = []
        for section in document.sections {
            if case .acts = section.subject { notes += section.notes.suffix(1) }
        }
        for section in document.proofs {
            if case .acts = section.subject { notes += section.entries.prefix(1).map(\.proof.note) }
            guard section.subject == .receipts, section.origin == origin else { continue }
            // Its body stands there once, so that closing it closes it in the whole file.
            for proved in section.entries {
                receipts[proved.proof.index] = Record(leafBytes: proved.entry.leaf, bodyBytes: [])
            }
        }
        for note in notes {
            wanted.insert(note.text)
            for signature in note.signatures {
                guard let seconds = try? Cosignature(signature.bytes).seconds else { continue }
                let milliseconds = Int64(clamping: min(seconds, UInt64(Int64.max / 1_000))) * 1_000
                sinceMilliseconds = min(sinceMilliseconds, milliseconds - Self.roomMilliseconds)
            }
        }
        if sinceMilliseconds == .max { sinceMilliseconds = 0 }
    }

    /// Whether the receipt of every head was found.
    var isComplete: Bool { wanted.isEmpty }

    /// Looks at a record of `receipts`; what cannot be read is none.
    mutating func take(_ record: Record, at index: UInt64) {
        guard let opened = try? record.opened() else { return }
        if (try? opened.kind()?.kind) == .headCosigned {
            guard let cosigned: HeadCosigned = try? opened.detail(),
                let note = try? SignedNote(parsing: cosigned.note.bytes),
                wanted.remove(note.text) != nil
            else { return }
            receipts[index] = record.showing([.kind, .detail], of: opened)
        }
        switch try? OutsideAnchor(opened) {
        case .timestamp(let anchor)?: add(anchor)
        case .cosignature(let anchor)?: add(anchor)
        case nil: break
        }
    }

    private mutating func add(_ anchor: HeadTimestamped) {
        guard let note = try? SignedNote(parsing: anchor.note.bytes), let checkpoint = try? Checkpoint(note)
        else { return }
        // What no reader believes makes no file: a clock that says such a time is not the records' fault.
        guard let stamp = try? TimeStampToken(bytes: anchor.token.bytes),
            ShownAnchor.milliseconds(stamp.seconds) != nil
        else { return }
        let isWord =
            !anchor.authority.isEmpty && anchor.authority.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        candidates.append(
            Found(
                outsider: .timestamp(url: isWord ? anchor.authority : "-", token: anchor.token.bytes),
                note: note,
                checkpoint: checkpoint
            )
        )
    }

    private mutating func add(_ anchor: HeadCosignedOutside) {
        guard let note = try? SignedNote(parsing: anchor.note.bytes), let checkpoint = try? Checkpoint(note)
        else { return }
        for text in anchor.witnesses where text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
            guard let key = try? NoteVerifierKey(text: text), Self.hasPlausibleTime(note, of: key) else {
                continue
            }
            candidates.append(Found(outsider: .witness(key), note: note, checkpoint: checkpoint))
        }
    }

    private static func hasPlausibleTime(_ note: SignedNote, of key: NoteVerifierKey) -> Bool {
        let lines = note.signatures.filter { $0.name == key.name && $0.keyID == key.id }
        return lines.contains {
            (try? Cosignature($0.bytes).seconds).flatMap { ShownAnchor.milliseconds(Int64(clamping: $0)) }
                != nil
        }
    }

    /// For each outsider the first head of these `receipts` over all that the file needs of them, else the largest.
    func found(among candidates: [Found], _ organisation: String) -> [Found] {
        guard let needed = receipts.keys.max() else { return [] }
        var byOutsider: [String: Found] = [:]
        for candidate in Self.rising(candidates, of: receiptsOrigin, organisation) {
            let name = candidate.outsiderName
            if let before = byOutsider[name], before.checkpoint.head.size > needed { continue }
            var found = candidate
            found.receipts = receipts.filter { $0.key < candidate.checkpoint.head.size }
            if !found.receipts.isEmpty { byOutsider[name] = found }
        }
        return byOutsider.sorted { $0.key < $1.key }.map(\.value)
    }

    /// For each witness the newest head of `authority`: it says all that older ones say.
    static func of(authority origin: Origin, _ candidates: [Found], _ organisation: String) -> [Found] {
        var byOutsider: [String: Found] = [:]
        for candidate in rising(candidates, of: origin, organisation) {
            if case .witness = candidate.outsider { byOutsider[candidate.outsiderName] = candidate }
        }
        return byOutsider.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Those of one log by outsiders, by the size of their heads.
    private static func rising(_ candidates: [Found], of origin: Origin, _ organisation: String) -> [Found] {
        candidates.filter { $0.origin == origin && $0.isOutside(organisation) }
            .sorted { $0.checkpoint.head.size < $1.checkpoint.head.size }
    }
}
