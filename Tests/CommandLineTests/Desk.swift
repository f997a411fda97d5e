import Authority
import Cryptography
import Enrolment
import Foundation
import Records

/// A folder with what a person finds on the desk: papers to sign, headquarters' keys, a passphrase.
enum Desk {
    static func with(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "signet-desk-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try lay(folder)
        try body(folder)
    }

    static func id<Subject>(_ byte: UInt8) -> Identifier<Subject> {
        Identifier([UInt8](repeating: byte, count: 16)) ?? { preconditionFailure("16 bytes make an id") }()
    }

    private static let head = StatementHead(organisation: "example.org", madeUnder: 7)

    static let grant = GrantStatement(
        head: head,
        grant: id(0x20),
        application: id(0x30),
        applicant: id(0x02),
        seals: [id(0x40)],
        site: "east",
        takers: [PersonInGeneration(person: id(0x03), generation: 1)],
        mode: .borrow,
        reason: "签订供货合同\u{202E}\n用印次数：1",
        files: [ApprovedFile(digest: SHA256.hash([1]), name: "合同.pdf", pages: 14)],
        copies: 4,
        uses: 2,
        placeOfUse: "本机构内",
        companion: PersonInGeneration(person: id(0x05), generation: 1),
        expectedReturn: 1_800_003_600_000,
        notBefore: 1_800_000_000_000,
        notAfter: 1_800_007_200_000,
        offlineSecondsMax: 1_209_600
    )

    private static func lay(_ folder: URL) throws {
        let write = { (name: String, bytes: [UInt8]) in
            try ProtectedFile.create(folder.appending(path: name).path(), bytes, readers: .ownerOnly)
        }
        let credential = try CredentialKey(SecretBytes([UInt8](repeating: 1, count: 32)))
        let keys = try HeadquartersSecrets(making: credential).publicKeys()
        // This file is Tests/CommandLineTests/Desk.swift.
        let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        for name in ["day.evidence", "outside.evidence", "outside.pem"] {
            try FileManager.default.copyItem(
                at: vectors.appending(path: "Vectors/Evidence/\(name)"),
                to: folder.appending(path: name)
            )
        }
        try write("headquarters.keys", keys.bytes)
        try write("passphrase", Array("correct horse battery\n".utf8))
        try write("short", Array("short\n".utf8))
        try write("wrong", Array("incorrect horse battery\n".utf8))
        try write("grant.statement", Array(Armor(.statement, grant.encoded).text.utf8))
        try write("bare.statement", grant.encoded)
        let person = PersonStatement(
            head: head,
            person: id(0x03),
            generation: 1,
            version: 1,
            name: "王芳",
            rights: [.custodian]
        )
        try write("person.statement", Array(Armor(.statement, person.encoded).text.utf8))
        guard case .map(var map) = grant.canonical else { return }
        map[21] = .text("rides along")
        try write("strange.statement", CBOR.map(map).encoded)
        map[21] = nil
        map[0] = .integer(1_999)
        try write("newer.statement", CBOR.map(map).encoded)
        let services = ServicesStatement(
            head: head,
            version: 1,
            notesKey: Bytes(keys.notes.bytes),
            witnessKey: Bytes(keys.witness.bytes),
            mirrorKey: Bytes(keys.mirror.bytes),
            safeKey: Bytes(keys.safe.bytes),
            transportKey: Bytes(keys.transport.bytes),
            enrolmentKey: Bytes(keys.enrolment.bytes),
            tagServiceKey: Bytes(keys.notes.bytes)
        )
        try write("services.statement", Array(Armor(.statement, services.encoded).text.utf8))
        let cabinet = try CabinetSecrets(making: credential)
        let statement = CabinetStatement(
            head: head,
            version: 1,
            cabinet: "c1",
            site: "east",
            name: "1 号柜",
            keys: try cabinet.publicKeys(),
            request: Bytes([UInt8](repeating: 1, count: 32))
        )
        try write("cabinet.statement", Array(Armor(.statement, statement.encoded).text.utf8))
    }
}
