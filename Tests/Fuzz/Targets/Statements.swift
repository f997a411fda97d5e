import Authority
import Custody
import FormatVectors
import Headquarters
import Records

// The statements of the vectors that carry signatures; no other text was ever signed by anybody here.
private let signedTexts: Set<[UInt8]> = {
    let vectors = (try? FormatFile("statements").vectors(of: "signed statement")) ?? []
    return Set(vectors.compactMap { try? SignedStatement(decoding: $0.bytes).bytes })
}()

private let statementTypes: [any Statement.Type] = [
    RootStatement.self, ServicesStatement.self, OfficersStatement.self, RulesStatement.self,
    WitnessPolicyStatement.self, SiteStatement.self, CabinetStatement.self, ApproverStatement.self,
    LockMapStatement.self, LogEpochsStatement.self, PersonStatement.self, CredentialStatement.self,
    SealStatement.self, TagJobStatement.self, GrantStatement.self,
]

extension FuzzTarget {
    /// What people sign, with their signatures; what takes away; signed time.
    static let statements = FuzzTarget(
        name: "statements",
        seeds: { try Seeds.vectors("statements", "grants", "takings", "freshness") },
        read: { bytes in
            for type in statementTypes { reread(type, bytes) }
            reread(Approval.self, bytes)
            reread(CountRequest.self, bytes)
            reread(SubjectErasure.self, bytes)
            reread(SubjectErased.self, bytes)
            reread(SubjectKeyGiven.self, bytes)
            reread(PersonInGeneration.self, bytes)
            reread(TagKeySet.self, bytes)
            reread(TagKeyDelivery.self, bytes)
            reread(FreshNote.self, bytes)
            reread(SignedFreshNote.self, bytes)
            reread(ApprovedGrant.self, bytes)
            if let signed = reread(SignedStatement.self, bytes) {
                // Also under keys of the attacker's own choice: some points of the curve would verify anything.
                let signers = signed.validSigners(among: signed.signatures.map(\.key))
                require(
                    signers.isEmpty || signedTexts.contains(signed.bytes),
                    "a statement counts that nobody signed"
                )
            }
        }
    )

    /// What the records of a cabinet and of headquarters say in their details.
    static let acts = FuzzTarget(
        name: "acts",
        seeds: { try Seeds.vectors("acts", "headquarters") },
        read: { bytes in
            reread(VisitBegun.self, bytes)
            reread(TakeEnded.self, bytes)
            reread(ReturnEnded.self, bytes)
            reread(SetAsideEnded.self, bytes)
            reread(TakeRefused.self, bytes)
            reread(IdentificationMade.self, bytes)
            reread(CredentialRequested.self, bytes)
            reread(TagSeen.self, bytes)
            reread(FindingOpened.self, bytes)
            reread(CountAnswer.self, bytes)
            reread(EpochOpening.self, bytes)
            reread(EpochClosing.self, bytes)
            reread(CarriedRecord.self, bytes)
            reread(UnattestedRecord.self, bytes)
            reread(JudgedAhead.self, bytes)
            reread(PresenceObserved.self, bytes)
            reread(ValuesMeasured.self, bytes)
            reread(TelemetryShed.self, bytes)
            reread(TagReading.self, bytes)
            reread(AccountNamed.self, bytes)
            reread(ProposalMade.self, bytes)
            reread(SignatureReceived.self, bytes)
            reread(ProposalEnded.self, bytes)
            reread(ApplicationFiled.self, bytes)
            reread(ApprovalReceived.self, bytes)
            reread(ApplicationEnded.self, bytes)
            reread(CountAsked.self, bytes)
            reread(CountAnswerTaken.self, bytes)
            reread(CountClosed.self, bytes)
            reread(EvidenceExported.self, bytes)
            reread(LookedAt.self, bytes)
            reread(BlobComplete.self, bytes)
            reread(SlipAsked.self, bytes)
            reread(ErasureAsked.self, bytes)
            reread(ErasureDone.self, bytes)
            reread(TakingMade.self, bytes)
            reread(HeadCosigned.self, bytes)
            reread(HeadsNoted.self, bytes)
        }
    )
}
