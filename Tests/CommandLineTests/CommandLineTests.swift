import Authority
import Cryptography
import Enrolment
import Foundation
import Records
import Testing

@Suite struct CommandLineTests {
    @Test(.timeLimit(.minutes(5)), arguments: CommandScript.all)
    func `the script plays as it is written`(name: String) throws {
        try Desk.with { folder in try CommandScript(name: name).play(in: folder) }
    }

    @Test func `there are scripts`() {
        #expect(CommandScript.all.count >= 5)
    }

    @Test(.timeLimit(.minutes(2)))
    func `what the tool signs and approves is what cabinets accept`() throws {
        try Desk.with { folder in
            let person = String(repeating: "04", count: 16)
            for role in ["officer", "approver"] {
                let made = try CommandRun(
                    arguments: [
                        "key", "new", "--role", role, "--person", person, "--out", "\(role).key",
                        "--no-passphrase",
                    ],
                    in: folder
                )
                try #require(made.code == 0, "\(made.error)")
            }
            let signed = try CommandRun(
                arguments: [
                    "sign", "person.statement", "--key", "officer.key", "--out", "p.signature", "--yes",
                ],
                in: folder
            )
            try #require(signed.code == 0, "\(signed.error)")
            let approved = try CommandRun(
                arguments: [
                    "approve", "bare.statement", "--key", "approver.key", "--out", "g.approval", "--yes",
                ],
                in: folder
            )
            try #require(approved.code == 0, "\(approved.error)")

            let read = { (name: String) in
                try ProtectedFile.read(folder.appending(path: name).path(), readers: .anyone)
            }
            let statement = try Armor.bytes(of: read("person.statement"), .statement)
            let signature = try StatementSignature(decoding: Armor.bytes(of: read("p.signature"), .signature))
            let officer = try KeyFile(read("officer.key"))
            #expect(signature.key == officer.publicKey.bytes)
            #expect(signature.isValid(for: statement))

            let approval = try Approval(decoding: Armor.bytes(of: read("g.approval"), .approval))
            let approver = try KeyFile(read("approver.key"))
            #expect(approval.approver == approver.person)
            #expect(approval.grade(for: Desk.grant.encoded, key: approver.publicKey) == .ownKey)
        }
    }
}
