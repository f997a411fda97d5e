import Custody
import Records

/// The first record of a log that says nothing, to be written down as a finding.
struct UnattestedActs {
    let cabinet: String
    let origin: Origin
    let first: UnattestedRecord

    var finding: FoldFinding {
        FoldFinding(kind: .unattested, cabinet: cabinet, component: "signatures", text: text, beginning: text)
    }

    /// The finding's sentence.
    private var text: String {
        let fault =
            switch first.verdict {
            case .missing: "lacks the own signature that it needs"
            case .carriedInVain:
                "carries what this cabinet did not write and sign in an earlier epoch, or what counts already"
            case .unreadable where first.isIllegible:
                "is no leaf that can be read at its place, and the log signed it all the same"
            case .unreadable: "cannot be read as its kind says"
            default: "bears an own signature that is not by the cabinet's act key"
            }
        let kind = first.kind.map { "kind \($0.rawValue)" } ?? "a closed kind"
        return
            "leaf \(first.index) of \(origin), of \(kind), \(fault); it is kept and says nothing, as is every such record behind it: "
            + "suspend the cabinet, find out who else holds the key of this log, and enrol it with new keys under another name"
    }
}
