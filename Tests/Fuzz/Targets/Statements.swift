import Authority
import Custody
import Headquarters
import Records

extension FuzzTarget {
    /// What people sign, with their signatures; what takes away; signed time.
    static let statements = FuzzTarget(
        name: "statements",
        seeds: { try Seeds.vectors("statements", "grants", "takings", "freshness") },
        read: { bytes in
            reread(RootStatement.self, bytes)
            reread(ServicesStatement.self, bytes)
            reread(OfficersStatement.self, bytes)
            reread(RulesStatement.self, bytes)
            reread(WitnessPolicyStatement.self, bytes)
            reread(SiteStatement.self, bytes)
            reread(CabinetStatement.self, bytes)
            reread(ApproverStatement.self, bytes)
            reread(LockMapStatement.self, bytes)
            reread(PersonStatement.self, bytes)
            reread(CredentialStatement.self, bytes)
            reread(SealStatement.self, bytes)
            reread(TagJobStatement.self, bytes)
            reread(GrantStatement.self, bytes)
            reread(Approval.self, bytes)
            reread(CountRequest.self, bytes)
            reread(PersonInGeneration.self, bytes)
            reread(TagKeySet.self, bytes)
            reread(TagKeyDelivery.self, bytes)
            reread(FreshNote.self, bytes)
            reread(SignedFreshNote.self, bytes)
            reread(ApprovedGrant.self, bytes)
            if let signed = reread(SignedStatement.self, bytes) {
                // A key of nobody: whoever is said to have signed with it is believed without a signature.
                let nobody = [UInt8](repeating: 0x5A, count: 32)
                require(
                    signed.validSigners(among: [nobody]).isEmpty,
                    "a statement counts without a signature"
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
            reread(TakingMade.self, bytes)
            reread(HeadCosigned.self, bytes)
            reread(HeadsNoted.self, bytes)
        }
    )
}
