import Authority
import Cryptography
import Custody
import Evidence
import FormatVectors
import Records

/// What a fold keeps in a projection file beside the evidence.
///
/// A state is believed only when a signed leaf names its digest, so that its bytes come from the program that folded; but they lie on a disk, and a
/// start that died of them would keep returns from those who bring seals.
private let kept: [any Canonical.Type] = [
    Standing.self, SitePolicy.self, ObeyedLogs.self, CustodyState.self, ActKeys.self, EnrolledMachine.self,
    CarriedTakings.self, AwaitedGiving.self, AuthorityLoss.self,
    PolicySubjects.self, GivenName.self, FiledGrant.self, LaterFiling.self, EpochSizes.self,
    FindingState.self,
    RequestedCredential.self, GrantUse.self, OpenVisit.self, OpenVisit.Purpose.self, SealPlace.self,
    Holding.self,
    Quarantine.self, OutsideAnchors.self, OutsideAnchors.Place<HeadTimestamped>.self, StateManifest.self,
    StateManifest.Piece.self, StateNamed.self,
]

extension FuzzTarget {
    /// The pieces of a state, each behind the number of its type.
    static let states = FuzzTarget(
        name: "states",
        seeds: {
            let states = try FoldedSeeds().states
            return states.map { state in
                [UInt8(kept.firstIndex { $0 == type(of: state) } ?? 0)] + state.encoded
            }
        },
        read: { bytes in
            guard let number = bytes.first else { return }
            let type: any Canonical.Type = kept[Int(number) % kept.count]
            readAgain(type, Array(bytes.dropFirst()))
        }
    )

    /// A state that is read is the same after it was written and read again.
    private static func readAgain<Value: Canonical>(_ type: Value.Type, _ bytes: [UInt8]) {
        guard let value = try? Value(decoding: bytes) else { return }
        require((try? Value(decoding: value.encoded)) == value, "\(type) is another when it is read again")
    }
}

/// States that the records of the file of evidence come to.
private struct FoldedSeeds {
    let states: [any Canonical]

    init() throws {
        let document = try Seeds.evidence()
        guard let root = Hex.decode(Seeds.evidenceRoot).flatMap({ Digest($0) }) else {
            states = []
            return
        }
        var obeyed = ObeyedLogs(
            standing: Standing(organisation: document.organisation, pinnedRoot: root),
            policy: SitePolicy(site: "east")
        )
        var custody = CustodyState(cabinet: "c1")
        for section in document.sections {
            for entry in section.entries {
                let record = Record(leafBytes: entry.leaf, bodyBytes: entry.body ?? [])
                switch section.subject {
                case .authority: _ = try? obeyed.fold(authority: record)
                case .policy: _ = try? obeyed.fold(policy: record)
                case .acts: if let opened = try? record.opened() { try? custody.fold(opened) }
                default: break
                }
            }
        }
        states = [obeyed.standing, obeyed.policy, obeyed, custody]
    }
}
