import Authority
import Custody
import FormatVectors
import Headquarters
import Records
import Testing

/// Details of headquarters' own acts made by another implementation: Tests/Vectors/Formats/headquarters.json.
@Suite struct ActVectorTests {
    @Test(
        arguments: [
            ("account", AccountNamed.self), ("proposal made", ProposalMade.self),
            ("signature received", SignatureReceived.self), ("proposal ended", ProposalEnded.self),
            ("application filed", ApplicationFiled.self), ("approval received", ApprovalReceived.self),
            ("application ended", ApplicationEnded.self), ("count asked", CountAsked.self),
            ("count answer taken", CountAnswerTaken.self), ("count closed", CountClosed.self),
            ("evidence exported", EvidenceExported.self), ("taking made", TakingMade.self),
            ("head cosigned", HeadCosigned.self), ("heads noted", HeadsNoted.self),
            ("blob complete", BlobComplete.self), ("erasure asked", ErasureAsked.self),
            ("erasure done", ErasureDone.self), ("looked at", LookedAt.self),
        ] as [(String, any Canonical.Type)]
    )
    func `an act says every field, and nothing beside it is one`(format: String, type: any Canonical.Type)
        throws
    {
        for vector in try FormatFile("headquarters").vectors(of: format) {
            #expect(vector.problems(as: type).isEmpty)
        }
    }

    @Test func `no vector is left aside`() throws {
        #expect(Set(try FormatFile("headquarters").vectors.map(\.format)).count == 18)
    }
}
