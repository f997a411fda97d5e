import Cryptography
import Enrolment
import FormatVectors
import Records
import SealTags

@testable import Drawers

extension FuzzTarget {
    /// Enrolment: slips, requests, answers, replies, as bytes and as papers that people carry.
    static let papers = FuzzTarget(
        name: "papers",
        seeds: {
            let contents = try Seeds.vectors("statements").suffix(3)
            return contents.flatMap { bytes in PaperKind.allCases.map { Array(Armor($0, bytes).text.utf8) } }
                + contents + [Array("signet-slip-1:gkABQAI".utf8), [0xA1, 0, 0]]
        },
        read: { bytes in
            reread(Slip.self, bytes)
            reread(EnrolmentRequest.self, bytes)
            reread(EarlierEpoch.self, bytes)
            reread(SlipEntry.self, bytes)
            reread(EnrolmentReply.self, bytes)
            reread(SelfTestResult.self, bytes)
            if let enrolment = reread(CabinetEnrolment.self, bytes) {
                require(enrolment.state != .none || bytes.count < 8, "an enrolment lost what it holds")
            }
            if let slip = reread(SignedSlip.self, bytes) { _ = try? slip.opened() }
            if let request = reread(SignedRequest.self, bytes) { _ = try? request.claimed() }
            reread(EnrolmentAnswer.self, bytes)
            if let armor = try? Armor(bytes) {
                require(
                    (try? Armor(Array(armor.text.utf8))) == armor,
                    "a paper is written otherwise than it was read"
                )
            }
            if let slip = try? SignedSlip(text: bytes) {
                require(
                    (try? SignedSlip(text: Array(slip.compact.utf8))) == slip,
                    "a slip is another in short form"
                )
            }
            _ = try? SignedRequest(text: bytes)
            _ = try? EnrolmentAnswer(text: bytes)
        }
    )

    /// Files of keys: a person's own, headquarters' public ones, sealed secrets under a key that everybody knows here.
    static let keyFiles = FuzzTarget(
        name: "key-files",
        seeds: { try Seeds.files("Enrolment/keys") },
        read: { bytes in
            if let file = try? KeyFile(bytes) {
                require(file.bytes == bytes, "a key file is written otherwise than it was read")
            }
            _ = try? HeadquartersKeys(bytes)
            guard let credential = try? CredentialKey(SecretBytes(Array(repeating: 1, count: 32))) else {
                return
            }
            _ = try? HeadquartersSecrets(bytes, under: credential)
            _ = try? CabinetSecrets(bytes, under: credential)
        }
    )

    /// What readers, tags and the key service say, and the book of failed attempts.
    static let devices = FuzzTarget(
        name: "devices",
        seeds: {
            [
                [1, 0x81, 0, 0, 0, 1, 0], [1, 1, 0, 0, 0, 1], [0x90, 0], [0x91, 0xAF],
                [1, 7, 4, 1, 2, 3, 4, 5, 6, 1, 0xFF], [0, 0, 0, 1, 0xA0],
                // The lock board's answers of Documentation/Rig.md: an unlock, all inputs, the address.
                [0x8A, 1, 1, 0x11, 0x9B], [0x80, 1, 0, 0, 1, 0x33, 0xB3], [0x81, 1, 1, 0x99, 0x18],
            ]
        },
        read: { bytes in
            if let answer = try? ReaderAnswer(bytes: bytes) {
                require(answer.bytes == bytes, "a reader's answer is written otherwise than it was read")
            }
            if let request = try? ReaderRequest(bytes: bytes) {
                require(request.bytes == bytes, "a request to a reader is written otherwise than it was read")
            }
            if let budget = try? FailureBudget(bytes: bytes) {
                require(budget.bytes == bytes, "a failure budget is written otherwise than it was read")
            }
            readLockBoard(bytes)
            _ = try? TagAnswer(bytes)
            _ = TagVersion(frames: parts(of: bytes, countMax: 4))
            reread(KeyServiceRequest.self, bytes)
            reread(KeyServiceAnswer.self, bytes)
            reread(AuthorityStretch.self, bytes)
            reread(TagJobOrder.self, bytes)
            reread(SignedPresenceOrder.self, bytes)
            reread(PresenceOrder.self, bytes)
            reread(KeyServiceStatus.self, bytes)
            reread(KeyServiceError.self, bytes)
            var frames = KeyServiceFrames()
            frames.append(bytes)
            while let frame = try? frames.next() { _ = frame.count }
        }
    )

    /// A board of the 0x8A family says something to each of the questions.
    private static func readLockBoard(_ bytes: [UInt8]) {
        let unlock = try? EightAFrame.unlock(board: 1, lock: 1)
        for request in [unlock, EightAFrame.queryAll(board: 1), EightAFrame.queryAddress(board: 1)] {
            guard let request, let answer = try? EightAAnswer.parse(bytes, to: request) else { continue }
            switch answer {
            case .unlocked(let lock, _): require(lock == 1, "another lock was said to be released")
            case .inputs(let inputs):
                require(inputs.count == EightAFrame.lockCountMax, "a board has other inputs than it may")
            case .present: break
            }
        }
    }
}
