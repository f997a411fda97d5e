import Authority
import Cryptography
import Custody
import FormatVectors
import Records
import Replication

/// What statements, acts and frames are put together from.
private let componentTypes: [any Canonical.Type] = [
    // Statements and grants.
    ApprovedFile.self, CabinetKeys.self, SealedForCabinet.self, CredentialKind.self, TagReference.self,
    BoardPlace.self,
    SwitchPlace.self, DrawerPlace.self, LogEpoch.self, Officer.self, SiteRight.self, Replacement.self,
    Regime.self,
    GrantMode.self, TagGrade.self, ApprovalStep.self, SealRule.self, StatementSignature.self, TagPurpose.self,
    Witness.self,
    CitedHead.self,
    // Acts.
    CountedDrawer.self, CountedDrawer.Finding.self, CountTarget.self, DrawerPresence.self,
    DrawerPresence.State.self,
    FindingKind.self, TakeEnded.Outcome.self, ReturnEnded.Outcome.self, PresenceObserved.Tamper.self,
    PresenceObserved.Mains.self, SlotSight.self, SlotPresence.self, IdentifiedPerson.self, Method.self,
    TakeRefusal.self, SensorValue.self,
    // Leaves and bodies.
    Bool.self, Bytes.self, Digest.self, GroupContent.self, HybridTime.self, ClockQuality.self,
    Identifier<Seal>.self,
    ObeyedHeads.self,
    RecordClass.self, SealedGroup.self, EpochReason.self,
    // Frames.
    AnnouncedEpoch.self, Want.self, Piece.self, BlobEnd.self, BlobEnd.Reason.self, BodyFrame.self,
    TrafficClass.self,
    HeadOffer.self, HeldLog.self, Hello.self, LogStretch.self, CosignedHead.self, Pull.self, AlarmFrame.self,
    Bye.self,
    WitnessLine.self, WitnessLine.Verdict.self, Credit.self, Welcome.self,
]

extension FuzzTarget {
    /// Byte 0 picks a type; seeds are all values within the vectors.
    static let components = FuzzTarget(
        name: "components",
        seeds: {
            let whole = try Seeds.vectors("statements", "grants", "acts", "leaves", "frames")
            var values: [CBOR] = []
            for bytes in whole { gather(try CBOR(decoding: bytes), into: &values) }
            return componentTypes.enumerated().flatMap { number, type in
                Array(Set(values.map(\.encoded))).filter { (try? type.init(decoding: $0)) != nil }
                    .sorted { $0.count < $1.count }.prefix(4).map { [UInt8(number)] + $0 }
            }
        },
        read: { bytes in
            guard let number = bytes.first else { return }
            let type: any Canonical.Type = componentTypes[Int(number) % componentTypes.count]
            reread(type, Array(bytes.dropFirst()))
        }
    )

    private static func gather(_ value: CBOR, into values: inout [CBOR]) {
        values.append(value)
        switch value {
        case .array(let items): for item in items { gather(item, into: &values) }
        case .map(let map):
            for key in 0...CBORMap.keyMax { if let item = map[key] { gather(item, into: &values) } }
        case .bytes(let bytes): if let inner = try? CBOR(decoding: bytes) { gather(inner, into: &values) }
        default: break
        }
    }
}
