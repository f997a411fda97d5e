import Authority
import Cryptography
import Records
import SealTags

/// What the service was shown of `authority`, folded under the root that its operator gave it.
///
/// Kept on disk, so that a start does not let headquarters begin again with an older day.
struct AuthorityCopy {
    private let file: AppendFile
    private(set) var fold: Fold

    /// The fold itself: a value, so that a stretch counts whole or not at all.
    struct Fold {
        private(set) var standing: Standing
        /// The root of the tree over the first leaves, by their number.
        private var roots: [Digest] = [TreeHash.emptyRoot]
        private var frontier = TreeFrontier()

        init(organisation: String, pinnedRoot: Digest) {
            standing = Standing(organisation: organisation, pinnedRoot: pinnedRoot)
        }

        mutating func take(_ stretch: AuthorityStretch) throws(KeyServiceError) {
            guard stretch.first == standing.size else {
                throw KeyServiceError(
                    .outOfOrder,
                    "the records begin at \(stretch.first); the next one here is \(standing.size)"
                )
            }
            do {
                for record in stretch.records {
                    _ = try standing.fold(try record.opened())
                    try frontier.append(TreeHash.leaf(record.leafBytes))
                    roots.append(frontier.root)
                }
                if let note = stretch.note { try witness(try SignedNote(parsing: note.bytes)) }
            } catch { throw KeyServiceError(.malformed, error.message) }
        }

        /// Cosignatures count only for the very leaves that are here, whatever the log's own signature says.
        private mutating func witness(_ note: SignedNote) throws(RecordsError) {
            guard standing.witnessPolicy?.witnesses.isEmpty == false else { return }
            let checkpoint = try Checkpoint(note)
            guard checkpoint.head.size < UInt64(roots.count),
                roots[Int(checkpoint.head.size)] == checkpoint.head.root
            else {
                throw RecordsError(
                    .mismatch,
                    "the note is of other leaves of authority than those shown here"
                )
            }
            let origin = try HeadquartersLog.authority.origin(
                standing.organisation,
                epoch: standing.epoch(of: .authority)
            )
            standing.witness(upTo: try standing.witnessedSize(of: note, origin: origin))
        }
    }

    init(_ folder: KeyFolder, organisation: String, pinnedRoot: Digest) throws(KeyServiceError) {
        var fold = Fold(organisation: organisation, pinnedRoot: pinnedRoot)
        file = try AppendFile(folder.authority, in: folder.path) { entry in
            try fold.take(try AuthorityStretch(decoding: entry))
        }
        self.fold = fold
    }

    var standing: Standing { fold.standing }

    /// Folds a stretch and keeps it.
    mutating func take(_ stretch: AuthorityStretch) throws(KeyServiceError) {
        var next = fold
        try next.take(stretch)
        // Asking again with nothing new must not make the file grow.
        guard next.standing != fold.standing else { return }
        try file.append(stretch.encoded)
        fold = next
    }
}
