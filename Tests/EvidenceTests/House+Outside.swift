import Cryptography
import Foundation
import Records
import Store
import Testing

@testable import Evidence

extension House {
    /// An outsider whom owners have not named.
    static func stranger(_ name: String = "tlog.example.net/w1") throws -> Cosigner {
        Cosigner(name: try NoteKeyName(name), privateKey: try Ed25519PrivateKey())
    }

    /// When outsiders look at the heads of the day, in seconds since 1970.
    static let night = UInt64(evening / 1_000) + 7_200

    /// Headquarters writes down which heads of acts it cosigned.
    mutating func writeReceipts(of epochs: ClosedRange<UInt64> = 1...1) throws {
        for epoch in epochs {
            let origin = try LogNames.acts(Self.name, cabinet: "c1", epoch: epoch)
            let note = try #require(try store.status(of: origin)?.notes[.mirror])
            try receive(.headCosigned, HeadCosigned(note: note.bytes).canonical)
        }
    }

    /// An outsider cosigns the newest head of `receipts`, or of `authority`, and headquarters keeps that.
    mutating func keepOutside(
        by outsider: Cosigner,
        of log: KeyPath<House, TestLog> = \.receipts,
        at seconds: UInt64 = night
    ) throws {
        let note = self[keyPath: log].writer.checkpoint
        let cosigned = try note.adding(try outsider.cosign(try Checkpoint(note), atSeconds: seconds))
        try receive(
            .headCosignedOutside,
            HeadCosignedOutside(note: cosigned, witnesses: [outsider.verifierKey]).canonical
        )
    }

    /// A time-stamping authority stamps the newest head of `receipts`, and headquarters keeps that.
    mutating func stamp(_ answer: (TimeStampRequest) throws -> TimeStampToken) throws {
        let note = receipts.writer.checkpoint
        let token = try answer(try TimeStampRequest(imprint: SHA256.hash(note.bytes)))
        let url = "http://tsa.example.com/"
        try receive(.headTimestamped, HeadTimestamped(note: note, token: token, authority: url).canonical)
    }

    private mutating func receive(_ kind: RecordKind, _ detail: CBOR) throws {
        now += 1
        try receipts.append(
            Draft(.receipt, kind, actor: Actor(component: "witness"), detail: detail),
            at: now,
            obeying: nil
        )
    }
}

/// A file of Tests/Vectors.
func vector(_ path: String) throws -> [UInt8] {
    // This file is Tests/EvidenceTests/House+Outside.swift.
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try [UInt8](Data(contentsOf: tests.appendingPathComponent("Vectors/\(path)")))
}
