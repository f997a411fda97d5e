import Authority
import Cryptography
import Custody
import Records
import Testing

@testable import Evidence

/// What a forger would try with a file.
@Suite(.timeLimit(.minutes(5))) struct EvidenceRefusalTests {
    @Test func `one changed byte refuses, at every byte`() async throws {
        let house = try House.day()
        let bytes = try house.exported().bytes
        let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
        _ = try verifier.verify(bytes)
        var accepted = 0
        for index in bytes.indices {
            await letOthersRun(index)
            var changed = bytes
            changed[index] ^= UInt8(1 << (index % 8))
            if (try? verifier.verify(changed)) != nil { accepted += 1 }
        }
        #expect(accepted == 0)
    }

    @Test func `one changed byte refuses although the last line was made to fit`() async throws {
        let house = try House.day()
        let bytes = try house.exported().bytes
        let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
        // The claim is a question and not signed; all below it is.
        let first = try #require(bytes.firstRange(of: Array("log authority".utf8))).lowerBound
        for index in stride(from: first, to: bytes.count - 72, by: 41) {
            await Task.yield()
            var changed = bytes
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            guard changed != bytes else { continue }
            #expect(throws: EvidenceError.self, "byte \(index)") { _ = try verifier.verify(closed(changed)) }
        }
    }

    @Test func `a file cut at any byte refuses`() async throws {
        let house = try House.day()
        let bytes = try house.exported().bytes
        let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
        var accepted = 0
        for count in bytes.indices where (try? verifier.verify(Array(bytes[..<count]))) != nil {
            accepted += 1
        }
        #expect(accepted == 0)
    }

    @Test func `a line removed, doubled or moved refuses although the last line was made to fit`()
        async throws
    {
        let house = try House.day()
        let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
        let lines = try house.exported().bytes.split(
            separator: UInt8(ascii: "\n"),
            omittingEmptySubsequences: false
        ).dropLast()
        func refuses(_ lines: [ArraySlice<UInt8>], _ what: String) {
            let bytes = lines.flatMap { Array($0) + [UInt8(ascii: "\n")] }
            #expect(throws: EvidenceError.self, "\(what)") { _ = try verifier.verify(closed(bytes)) }
        }
        for index in 0..<lines.count - 1 {
            await Task.yield()
            var removed = Array(lines)
            removed.remove(at: index)
            refuses(removed, "line \(index + 1) removed")
            var doubled = Array(lines)
            doubled.insert(doubled[index], at: index)
            refuses(doubled, "line \(index + 1) doubled")
            guard index > 0, lines[index] != lines[index - 1] else { continue }
            var moved = Array(lines)
            moved.swapAt(index, index - 1)
            refuses(moved, "lines \(index) and \(index + 1) exchanged")
        }
    }

    @Test func `another root refuses`() throws {
        let house = try House.day()
        let bytes = try house.exported().bytes
        #expect(throws: EvidenceError(.otherRoot, "")) {
            _ = try EvidenceVerifier(pinnedRoot: SHA256.hash([1])).verify(bytes)
        }
    }

    @Test func `an edited body refuses at its line`() throws {
        let house = try House.day()
        let document = try house.exported()
        let edited = try document.replacing(.acts(cabinet: "c1")) { entries in
            let index = try #require(
                entries.firstIndex { entry in
                    let body = entry.body.flatMap { try? Body(decoding: $0) }
                    return body?[.kind]?.bytes == KindContent(.takeEnded).encoded
                }
            )
            let body = try Body(decoding: try #require(entries[index].body))
            var contents: [Group: GroupContent] = [:]
            for group in [Group.kind, .actor, .subject] { contents[group] = body[group] }
            contents[.detail] = GroupContent(
                salt: try #require(body[.detail]).salt,
                bytes: TakeEnded(outcome: .notTaken, reading: .empty).canonical.encoded
            )
            entries[index] = LogSection.Entry(leaf: entries[index].leaf, body: Body(contents).encoded)
        }
        do {
            _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(edited.bytes)
            Issue.record("an edited body was accepted")
        } catch {
            #expect(error.code == .bodyDiffers)
            let line = try #require(error.line)
            let text = String(decoding: edited.bytes, as: UTF8.self).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )[line - 1]
            #expect(text.hasPrefix("open "))
        }
    }

    @Test func `leaves that somebody else signed refuse`() throws {
        let house = try House.day()
        let document = try house.exported()
        for subject in document.sections.map(\.subject) {
            let section = try #require(document.sections.first { $0.subject == subject })
            let signer = try CheckpointSigner(origin: section.origin, privateKey: try Ed25519PrivateKey())
            let forged = document.replacingNote(
                of: subject,
                by: try signer.sign(try Checkpoint(try #require(section.notes.last)).head)
            )
            #expect(throws: EvidenceError(.signatureInvalid, "")) {
                _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(forged.bytes)
            }
        }
    }

    @Test func `a log that its own key did not sign refuses, whoever cosigned it`() throws {
        let house = try House.day()
        let document = try house.exported()
        let witness = try #require(house.cosigners[.witness])
        for subject in document.sections.map(\.subject) {
            let section = try #require(document.sections.first { $0.subject == subject })
            let note = try #require(section.notes.last)
            let line = try witness.cosign(try Checkpoint(note), atSeconds: 1_770_100_000)
            let others = note.signatures.filter {
                $0.name.text != section.origin.text && $0.name != witness.verifierKey.name
            }
            let unsigned = try SignedNote(text: note.text, signatures: others + [line])
            #expect(throws: EvidenceError(.notCanonical, ""), "\(subject)") {
                let forged = document.replacingNote(of: subject, by: unsigned)
                _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(forged.bytes)
            }
        }
    }

    @Test func `acts that headquarters does not hold refuse`() throws {
        let house = try House.day()
        let document = try house.exported()
        let bare = document.replacingNote(of: .acts(cabinet: "c1"), by: house.acts.writer.checkpoint)
        #expect(throws: EvidenceError(.notMirrored, "")) {
            _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(bare.bytes)
        }
    }

    @Test func `a log left out refuses`() throws {
        let house = try House.day()
        let document = try house.exported()
        for index in [0, 2] {
            var sections = document.sections
            sections.remove(at: index)
            let rest = EvidenceDocument(
                organisation: document.organisation,
                claim: document.claim,
                sections: sections
            )
            #expect(throws: EvidenceError(.incomplete, "")) {
                _ = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(rest.bytes)
            }
        }
    }

    @Test func `bytes thrown at the reader never trap it`() async throws {
        let house = try House.day()
        let bytes = try house.exported().bytes
        let verifier = EvidenceVerifier(pinnedRoot: house.pinnedRoot)
        var generator = SplitMix(state: 20_260_301)
        for round in 0..<1_500 {
            await letOthersRun(round)
            var mutated = Array(bytes.prefix(Int.random(in: 80...bytes.count, using: &generator)))
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let index = Int.random(in: mutated.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutated[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutated.remove(at: index)
                default:
                    mutated.insert(contentsOf: [0x0A, 0x20, 0x30].shuffled(using: &generator), at: index)
                }
            }
            _ = try? verifier.verify(closed(mutated + [UInt8](repeating: 0x0A, count: 72)))
            _ = try? EvidenceDocument(parsing: mutated)
        }
    }

    @Test func `numbers as large as they can be written are refused`() throws {
        let head = "signet-evidence/v1\norganisation example.org\nclaim seal \(House.seal) from 0 to 1\n"
        for line in [
            "log authority 0 18446744073709551615 example.org/hq/authority/e1",
            "log authority 0 4611686018427387904 example.org/hq/authority/e1",
            "log authority 4611686018427387903 4611686018427387904 example.org/hq/authority/e1",
            "log authority 1 1 example.org/hq/authority/e1",
        ] {
            let text = Array((head + line + "\n" + String(repeating: "x", count: 72)).utf8)
            #expect(throws: EvidenceError.self) { _ = try EvidenceDocument(parsing: closed(text)) }
        }
    }
}

/// Gives up the thread now and then: these loops are long, and there are few threads.
private func letOthersRun(_ round: Int) async { if round.isMultiple(of: 256) { await Task.yield() } }

extension EvidenceDocument {
    fileprivate func replacing(
        _ subject: LogSection.Subject,
        _ change: (inout [LogSection.Entry]) throws -> Void
    ) throws -> EvidenceDocument {
        try replacingSection(subject) { section in
            var entries = section.entries
            try change(&entries)
            return LogSection(
                subject: section.subject,
                origin: section.origin,
                before: section.before,
                entries: entries,
                notes: section.notes
            )
        }
    }

    func replacingNote(of subject: LogSection.Subject, by note: SignedNote) -> EvidenceDocument {
        replacingSection(subject) { section in
            LogSection(
                subject: section.subject,
                origin: section.origin,
                before: section.before,
                entries: section.entries,
                notes: [note]
            )
        }
    }

    private func replacingSection(_ subject: LogSection.Subject, by change: (LogSection) throws -> LogSection)
        rethrows
        -> EvidenceDocument
    {
        EvidenceDocument(
            organisation: organisation,
            claim: claim,
            sections: try sections.map { $0.subject == subject ? try change($0) : $0 }
        )
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): random numbers that a failing run shows again.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
