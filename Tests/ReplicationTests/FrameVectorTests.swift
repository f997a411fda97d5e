import Authority
import Cryptography
package import FormatVectors
import Records
import Testing

@testable import Replication

/// Frames made by another implementation: Tests/Vectors/Formats/frames.json.
@Suite struct FrameVectorTests {
    private static let codes: [ReplicationError.Code: String] = [
        .malformed: "malformed", .unknownFrame: "unknownFrame", .unknownVersion: "unknownVersion",
    ]

    @Test(arguments: [
        "HELLO", "WITNESS", "WELCOME", "DATA", "CHECKPOINT", "COSIGNATURE", "PULL", "FRESH asking",
        "FRESH answering", "ALARM", "CREDIT", "BYE", "BODY", "WANT", "PIECE", "END",
    ])
    func `a frame says every field, and nothing beside it is one`(name: String) throws {
        for vector in try FormatFile("frames").vectors(of: name) {
            #expect(try Frame(decoding: vector.bytes).vectorFormat == name)
            let problems = vector.problems(
                read: { try Frame(decoding: $0) },
                write: \.encoded,
                code: { ($0 as? ReplicationError).flatMap { Self.codes[$0.code] } }
            )
            #expect(problems.isEmpty)
        }
    }

    @Test func `version is looked at first, then the type, then the rest`() throws {
        let refusals = try FormatFile("frames").refusals
        #expect(refusals.count == 4)
        for refusal in refusals {
            let error = #expect(throws: ReplicationError.self, "\(refusal.why)") {
                try Frame(decoding: refusal.bytes)
            }
            #expect(error.flatMap { Self.codes[$0.code] } == refusal.code, "\(refusal.why)")
        }
    }

    @Test func `DATA holds the records that were framed`() throws {
        let vector = try #require(FormatFile("frames").vectors(of: "DATA").first)
        guard case .data(let stretch) = try Frame(decoding: vector.bytes) else {
            Issue.record("another frame")
            return
        }
        let records = try stretch.records().records
        let rows = vector.row["records"]?.elements ?? []
        #expect(rows.count == 3)
        #expect(
            try records
                == rows.map { Record(leafBytes: try $0.bytes("leaf"), bodyBytes: try $0.bytes("body")) }
        )
    }

    @Test func `DATA without a record, or with one that is cut, is malformed`() throws {
        let rows = try FormatFile("frames").row["refusedData"]?.elements ?? []
        #expect(rows.count == 7)
        for row in rows {
            let fill = [UInt8](repeating: 0, count: Int(row["fill"]?.integer ?? 0))
            let map = CBORMap([
                0: .text("seals.example/hq/policy/a/e1"), 1: .integer(0), 2: .bytes(try row.bytes("leaves")),
                3: .bytes(try row.bytes("bodies") + fill),
            ])
            let stretch = try LogStretch(canonical: .map(map))
            #expect(throws: ReplicationError(.malformed, ""), "\(row["why"]?.text ?? "")") {
                try stretch.records()
            }
        }
    }

    @Test func `an alarm's proofs and signatures hold, as another implementation made them`() throws {
        let vector = try #require(FormatFile("frames").vectors(of: "ALARM").first)
        guard case .alarm(let alarm) = try Frame(decoding: vector.bytes) else {
            Issue.record("another frame")
            return
        }
        let head = try Checkpoint(SignedNote(parsing: alarm.head.note.bytes)).head
        let proof = InclusionProof(
            index: alarm.index,
            size: head.size,
            path: alarm.inclusion.compactMap { .init($0.bytes) }
        )
        #expect(proof.holds(leafHash: TreeHash.leaf(alarm.leaf.bytes), head: head))
        let record = Record(leafBytes: alarm.leaf.bytes, bodyBytes: alarm.body.bytes)
        #expect(try record.opened().kind()?.kind == RecordKind(rawValue: 1))
    }
}

extension Frame: ShownInVectors {
    package var shown: JSONValue {
        switch self {
        case .hello(let content): JSONValue(showing: content)
        case .witness(let content): JSONValue(showing: content)
        case .welcome(let content): JSONValue(showing: content)
        case .data(let content): JSONValue(showing: content)
        case .checkpoint(let content): JSONValue(showing: content)
        case .cosignature(let content): JSONValue(showing: content)
        case .pull(let content): JSONValue(showing: content)
        case .freshRequest(let content): JSONValue(showing: content)
        case .freshNote(let content): JSONValue(showing: content)
        case .alarm(let content): JSONValue(showing: content)
        case .credit(let content): JSONValue(showing: content)
        case .bye(let content): JSONValue(showing: content)
        case .body(let content): JSONValue(showing: content)
        case .want(let content): JSONValue(showing: content)
        case .piece(let content): JSONValue(showing: content)
        case .blobEnd(let content): JSONValue(showing: content)
        }
    }

    /// The name of the frame in the vectors.
    fileprivate var vectorFormat: String {
        switch self {
        case .hello: "HELLO"
        case .witness: "WITNESS"
        case .welcome: "WELCOME"
        case .data: "DATA"
        case .checkpoint: "CHECKPOINT"
        case .cosignature: "COSIGNATURE"
        case .pull: "PULL"
        case .freshRequest: "FRESH asking"
        case .freshNote: "FRESH answering"
        case .alarm: "ALARM"
        case .credit: "CREDIT"
        case .bye: "BYE"
        case .body: "BODY"
        case .want: "WANT"
        case .piece: "PIECE"
        case .blobEnd: "END"
        }
    }
}
