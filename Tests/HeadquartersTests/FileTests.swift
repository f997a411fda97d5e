import Authority
import CabinetAppliance
import Cryptography
import Custody
import HTTPTypes
import Records
import ScreensProbe
import Testing

@testable import Headquarters

@Suite(.timeLimit(.minutes(3))) struct FileTests {
    /// The smallest bytes that begin as a PNG does.
    private static let picture: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    private static func content(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 11 &+ $0 / 253) }
    }

    /// An application with a file, approved by everybody whom the rule asks for.
    private static func grant(_ reference: BlobReference, at office: Office, cabinet: String = "c1")
        async throws
        -> (Application, Identifier<Seal>, Identifier<Person>)
    {
        let (person, seal) = try await office.furnish(cabinet)
        let application = try await office.grant(reference, seal, person)
        return (application, seal, person)
    }

    private static func receipts(_ office: Office) throws -> Set<Digest> {
        let origin = office.ledger.origins.receipts
        var blobs: Set<Digest> = []
        try office.ledger.store.forEachRecord(
            of: origin,
            from: 0,
            to: try #require(office.ledger.view.heads[origin]).size
        ) { _, record in
            let opened = try record.opened()
            guard try opened.kind()?.kind == .blobComplete, let receipt: BlobComplete = try opened.detail()
            else {
                return
            }
            blobs.insert(receipt.blob)
        }
        return blobs
    }

    @Test func `the file that was applied for comes to the cabinet with its grant, whole, and goes with it`()
        async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let content = Self.content(900_000)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            let reference = try await lines.shelf.put(content, mediaType: "application/pdf")
            #expect(try await lines.shelf.content(of: reference) == content)
            let (application, _, _) = try await Self.grant(reference, at: office)
            #expect(
                try Self.receipts(office) == [reference.digest],
                "every chunk is there: that has its receipt"
            )
            try await eventually("the file is at the cabinet") {
                branch.files.standings[reference.content]?.isWhole == true
                    && branch.ledger.view.custody.filesHeld == [reference.digest]
            }
            try await eventually("headquarters reads it in the cabinet's acts") {
                office.ledger.view.cabinets["c1"]?.custody.filesHeld == [reference.digest]
            }
            let named = try #require(branch.ledger.view.obeyed.policy.files[reference.content])
            #expect(named.original == reference)
            _ = try await office.ledger.takeAway(
                Draft(
                    .taking,
                    .grantRevoked,
                    isCritical: true,
                    actor: Actor(component: "test"),
                    subject: Subject(grant: application.statement.grant)
                ),
                at: "east",
                because: "test"
            )
            // Forgotten first, and taken off the disk behind that.
            try await eventually("the file goes with the grant") {
                let isThere = try await branch.files.whole(reference.digest) != nil
                return branch.files.standings.isEmpty && !isThere
            }
        }
    }

    @Test func `the cabinet of another site is not given the file, whatever it asks for`() async throws {
        let office = try await Office.founded()
        _ = try await office.enrol("c1")
        let other = try Branch(
            "c2",
            of: office,
            site: "north",
            secrets: try await office.enrol("c2", site: "north")
        )
        let lines = try Lines(office)
        let line = try other.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            let reference = try await lines.shelf.put(Self.content(1_000), mediaType: "application/pdf")
            _ = try await Self.grant(reference, at: office)
            try await eventually("the other cabinet obeys") {
                other.ledger.view.obeyed.standing.size == office.ledger.view.standing.size
            }
            #expect(other.files.standings.isEmpty)
            #expect(office.ledger.view.policies["north"]?.blobs.contains(reference.digest) == false)
        }
    }

    @Test func `a cabinet without room for the original shows the preview, and acts go on`() async throws {
        let office = try await Office.founded()
        let branch = try Branch(
            "c1",
            of: office,
            secrets: try await office.enrol("c1"),
            originalByteCountMax: 0
        )
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            let reference = try await lines.shelf.put(Self.content(400_000), mediaType: "application/pdf")
            let preview = try await lines.shelf.put(Self.picture, mediaType: "image/png")
            let (application, _, person) = try await Self.grant(reference, at: office)
            try await office.ledger.addPreview(
                preview,
                to: reference.content,
                of: application,
                by: Actor(person: person)
            )
            try await eventually("the preview is there, and marked as nobody's signature") {
                branch.files.standings[reference.content]?.picture == preview.content
                    && branch.files.standings[reference.content]?.isPictureSigned == false
            }
            let policy = branch.ledger.view.obeyed.policy
            #expect(try await branch.files.picture(preview.content, in: policy) == Self.picture)
            #expect(branch.files.standings[reference.content]?.heldCount == 0)
            try await branch.append(.started)
            try await eventually("mirrored") {
                branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
        }
    }

    @Test func `content that is not what its record says is taken away and not asked for again`() async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let lines = try Lines(office)
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            let honest = try await lines.shelf.put(Self.content(1_000), mediaType: "application/pdf")
            // Another file under the digest that people signed: what a lying headquarters would name.
            let lie = BlobReference(
                manifest: honest.manifest,
                key: honest.key,
                content: SHA256.hash(Self.content(999))
            )
            _ = try await Self.grant(lie, at: office)
            try await eventually("it came") { branch.files.standings[lie.content] != nil }
            try await branch.append(.started)
            try await eventually("mirrored") {
                branch.ledger.view.mirroredSize == branch.ledger.view.head.size
            }
            try await eventually("it is gone") { try await branch.files.whole(lie.digest) == nil }
            #expect(branch.ledger.view.custody.filesHeld.isEmpty)
            #expect(branch.files.standings[lie.content]?.isWhole == false)
        }
    }

    @Test func `the impression that officers sign is shown at headquarters and at the cabinet`() async throws
    {
        let office = try await Office.founded()
        let branch = try Branch("c1", of: office, secrets: try await office.enrol("c1"))
        let bench = try await ConsoleBench(office)
        let (_, seal) = try await office.furnish("c1")
        var custodian = try await bench.browser(as: "custodian")
        let refused = try await custodian.post(
            "/seals/\(seal)/impression",
            file: (name: "picture", fileName: "a.png", bytes: Array("no picture".utf8))
        )
        #expect(refused.status == .unprocessableContent)
        let answer = try await custodian.post(
            "/seals/\(seal)/impression",
            file: (name: "picture", fileName: "a.png", bytes: Self.picture)
        )
        #expect(answer.status == .seeOther)
        #expect(
            try await custodian.get("/seals/\(seal)/impression").status == .notFound,
            "nobody signed it yet"
        )
        let proposal = try #require(office.ledger.view.desks.proposals.values.first)
        for officer in office.officers {
            var signed = SignedStatement(bytes: proposal.signed.bytes, signatures: [])
            try signed.sign(with: officer)
            _ = try await office.ledger.sign(
                proposal.digest,
                try #require(signed.signatures.first),
                by: Actor(component: "test")
            )
        }
        let impression = try #require(office.ledger.view.policies["east"]?.seals[seal]?.impression)
        #expect(impression == SHA256.hash(Self.picture))
        let shown = try await custodian.get("/seals/\(seal)/impression")
        #expect(shown.status == .ok && shown.headers[.contentType] == "image/png")
        #expect(shown.bytes == Self.picture)
        let lines = bench.lines
        let line = try branch.line(to: lines.hub, of: office)
        try await with([{ try await lines.service.run() }, { await line.run() }]) {
            try await eventually("the cabinet has it") {
                branch.files.standings[impression]?.picture == impression
                    && branch.files.standings[impression]?.isPictureSigned == true
            }
        }
    }

    @Test func `a file that no record names is gone at the next start`() async throws {
        let office = try await Office.founded()
        let lines = try Lines(office)
        let orphan = try await lines.shelf.put(Self.content(1_000), mediaType: "text/plain")
        let kept = try await lines.shelf.put(Self.content(2_000), mediaType: "text/plain")
        _ = try await office.enrol("c1")
        _ = try await Self.grant(kept, at: office)
        try await lines.shelf.keepOnly(office.ledger.view.namedBlobs)
        #expect(try await lines.shelf.whole(orphan.digest) == nil)
        #expect(try await lines.shelf.whole(kept.digest) != nil)
    }

    @Test func `an empty file and one over the limit are refused, and say why`() async throws {
        let lines = try Lines(try await Office.founded())
        await #expect(throws: HeadquartersError(.malformed, "")) {
            _ = try await lines.shelf.put([], mediaType: "text/plain")
        }
        await #expect(throws: HeadquartersError(.tooMany, "")) {
            _ = try await lines.shelf.put(
                [UInt8](repeating: 0, count: FileShelf.pictureByteCountMax + 1),
                mediaType: "image/png",
                byteCountMax: FileShelf.pictureByteCountMax
            )
        }
        let odd = try await lines.shelf.put([1], mediaType: "text plain; 文")
        #expect(odd.manifest.mediaType == "application/octet-stream")
    }
}
