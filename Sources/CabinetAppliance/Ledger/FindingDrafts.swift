import Authority
import Cryptography
import Custody
import Records

/// Findings about what headquarters sent, as records.
enum FindingDrafts {
    /// The finding for a leaf of an obeyed log that does not count; nil for one that only waits.
    static func draft(_ report: FoldReport) -> Draft? {
        let (kind, text): (FindingKind, String)
        switch report.outcome {
        case .refused(let error): (kind, text) = (.forgedStatement, error.message)
        case .notUnderstood(let unknown):
            (kind, text) = (.notUnderstood, "kind \(unknown.rawValue) is not known")
        case .beside(let title):
            (kind, text) = (.editsCollide, "another edit of this version of «\(title)» stands before it")
        case .witnessesChanged:
            (kind, text) = (.witnessesChanged, "owners changed the witnesses without those before")
        case .waiting, .counted, .passed: return nil
        }
        return draft(kind, "\(report.log) leaf \(report.index): \(text)")
    }

    /// The finding for a signed time that leaps.
    static func draft(_ refusal: AuthorisingTime.Refusal) -> Draft {
        switch refusal {
        case .leapsAhead(let milliseconds): draft(.timeLeap, "headquarters' time is \(milliseconds) ms ahead")
        case .fallsBehind(let milliseconds):
            draft(.timeLeap, "headquarters' time is \(milliseconds) ms behind")
        }
    }

    /// The finding for bytes, stored or sent by headquarters, that are not those that were signed.
    static func damaged(_ note: String) -> Draft { draft(.damaged, note) }

    /// The finding for a log that contradicts itself.
    static func fork(_ note: String) -> Draft { draft(.fork, note) }

    /// The finding for a log that people ended below what was cosigned of it.
    static func cutTooEarly(_ note: String) -> Draft { draft(.cutBelowCosigned, note) }

    /// The finding for leaves of an obeyed log that headquarters has lost and goes on without.
    static func leavesLost(_ note: String) -> Draft { draft(.leavesLost, note) }

    /// The finding for records that are older than what this cabinet signed.
    static func rolledBack(_ note: String) -> Draft { draft(.rolledBack, note) }
    /// The finding for keys of a tag that were delivered with two values under one version.
    static func otherKey(ofTag uid: Bytes) -> Draft {
        draft(
            .otherTagKey,
            "the tag \(Hex.encode(uid.bytes)) was given another key under a version that it has already"
        )
    }

    /// The finding for a stored state that is not the one that was signed.
    static func stateDiffers(_ note: String) -> Draft { draft(.stateDiffers, note) }

    /// The finding for a disk on which nothing finds room any more but what was kept back.
    static func diskFull(_ note: String) -> Draft { draft(.diskFull, note) }

    private static func draft(_ kind: FindingKind, _ note: String) -> Draft {
        Draft(
            .alarm,
            .findingOpened,
            actor: Actor(component: "ledger"),
            subject: Subject(finding: .drawn()),
            detail: FindingOpened(kind: kind, note: note).canonical,
            isSigned: true
        )
    }
}
