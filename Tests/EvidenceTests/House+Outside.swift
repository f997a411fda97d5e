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
            try receiveReceipt(of: note)
        }
    }

    /// An outsider cosigns the newest head of `receipts`, or of `authority`, and headquarters keeps that.
    mutating func keepOutside(
        by outsider: Cosigner,
        of log: KeyPath<House, TestLog> = \.receipts,
        at seconds: UInt64 = night
    ) throws {
        try keepOutside(self[keyPath: log].writer.checkpoint, by: outsider, at: seconds)
    }

    /// An outsider cosigns a head, and headquarters keeps that.
    mutating func keepOutside(_ note: SignedNote, by outsider: Cosigner, at seconds: UInt64 = night) throws {
        let cosigned = try note.adding(try outsider.cosign(try Checkpoint(note), atSeconds: seconds))
        try receive(
            .headCosignedOutside,
            HeadCosignedOutside(note: cosigned, witnesses: [outsider.verifierKey]).canonical
        )
    }

    /// A time-stamping authority stamps the newest head of `receipts`, and headquarters keeps that.
    mutating func stamp(_ answer: (TimeStampRequest) throws -> TimeStampToken) throws {
        try stamp(receipts.writer.checkpoint, answer)
    }

    /// A time-stamping authority stamps a head, and headquarters keeps that.
    mutating func stamp(_ note: SignedNote, _ answer: (TimeStampRequest) throws -> TimeStampToken) throws {
        let token = try answer(try TimeStampRequest(imprint: SHA256.hash(note.bytes)))
        let url = "http://tsa.example.com/"
        try receive(.headTimestamped, HeadTimestamped(note: note, token: token, authority: url).canonical)
    }

    mutating func receive(_ kind: RecordKind, _ detail: CBOR) throws {
        now += 1
        try receipts.append(
            Draft(.receipt, kind, actor: Actor(component: "witness"), detail: detail),
            at: now,
            obeying: nil
        )
    }
}

extension House {
    /// Headquarters writes down that it cosigned a head.
    mutating func receiveReceipt(of note: SignedNote) throws {
        try receive(.headCosigned, HeadCosigned(note: note.bytes).canonical)
    }

    /// The head under which the last anchor was made.
    func outsideNote(by outsider: Cosigner) throws -> SignedNote {
        let size = receipts.writer.head.size - 1
        let root = try store.root(of: receipts.writer.origin, size: size)
        let signer = try CheckpointSigner(origin: receipts.writer.origin, privateKey: logKeys[0])
        let note = try signer.sign(TreeHead(size: size, root: root))
        return try note.adding(try outsider.cosign(try Checkpoint(note), atSeconds: House.night))
    }
}

/// A file of Tests/Vectors.
func vector(_ path: String) throws -> [UInt8] {
    // This file is Tests/EvidenceTests/House+Outside.swift.
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try [UInt8](Data(contentsOf: tests.appendingPathComponent("Vectors/\(path)")))
}
