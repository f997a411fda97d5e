import Custody
package import FormatVectors
import Records
import Testing

/// Details of a cabinet's acts made by another implementation: Tests/Vectors/Formats/acts.json.
@Suite struct ActVectorTests {
    @Test(
        arguments: [
            ("visit begun", VisitBegun.self), ("take ended", TakeEnded.self),
            ("return ended", ReturnEnded.self),
            ("set-aside ended", SetAsideEnded.self), ("take refused", TakeRefused.self),
            ("identification", IdentificationMade.self), ("credential requested", CredentialRequested.self),
            ("tag seen", TagSeen.self), ("finding opened", FindingOpened.self),
            ("count answered", CountAnswer.self), ("presence observed", PresenceObserved.self),
            ("epoch opened", EpochOpening.self), ("epoch closed", EpochClosing.self),
            ("carried", CarriedRecord.self), ("reading", TagReading.self),
            ("state named", StateNamed.self), ("values measured", ValuesMeasured.self),
            ("telemetry shed", TelemetryShed.self),
        ] as [(String, any Canonical.Type)]
    )
    func `an act says every field, and nothing beside it is one`(format: String, type: any Canonical.Type)
        throws
    {
        for vector in try FormatFile("acts").vectors(of: format) {
            #expect(vector.problems(as: type).isEmpty)
        }
    }

    @Test func `no vector is left aside`() throws {
        #expect(Set(try FormatFile("acts").vectors.map(\.format)).count == 18)
    }
}

extension TagReading: ShownInVectors {
    package var shown: JSONValue {
        switch self {
        case .empty: .object(["form": .integer(0)])
        case .proved(let tag): .object(["form": .integer(1), "tag": JSONValue(showing: tag)])
        case .failed(let uid): .object(["form": .integer(2), "uid": JSONValue(showing: uid)])
        case .foreign(let uid): .object(["form": .integer(3), "uid": JSONValue(showing: uid)])
        case .unreadable: .object(["form": .integer(4)])
        case .ill: .object(["form": .integer(5)])
        }
    }
}

extension SlotSight: ShownInVectors {
    package var shown: JSONValue {
        switch self {
        case .proved(let tag): .object(["form": .integer(0), "tag": JSONValue(showing: tag)])
        case .seen(let uid): .object(["form": .integer(1), "uid": JSONValue(showing: uid)])
        case .ill: .object(["form": .integer(2)])
        case .empty: .object(["form": .integer(3)])
        case .other(let uid): .object(["form": .integer(4), "uid": JSONValue(showing: uid)])
        case .unreadable: .object(["form": .integer(5)])
        }
    }
}
