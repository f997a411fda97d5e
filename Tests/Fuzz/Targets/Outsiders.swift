import Cryptography
import FormatVectors
import Records

/// The certificate and the token of Tests/Vectors/TimeStamps; the private key that made it is gone.
private struct GenuineStamp {
    let trust: TimeStampTrust
    let token: TimeStampToken

    init() throws {
        trust = try TimeStampTrust(text: Seeds.file("TimeStamps/ca.pem"))
        token = try TimeStampToken(bytes: Seeds.file("TimeStamps/token.der"))
    }
}

// Read once, at the first input; without it there is nothing to compare with.
private let genuine = Result { try GenuineStamp() }

extension FuzzTarget {
    /// What comes from witnesses and authorities outside the house, and what a witness is asked.
    static let outsiders = FuzzTarget(
        name: "outsiders",
        seeds: {
            let hash = TreeHash.leaf([1])
            let submissions = try FormatFile("notes").vectors.map { vector in
                WitnessSubmission(
                    oldSize: 7,
                    path: [hash, hash],
                    note: try SignedNote(parsing: vector.bytes)
                ).bytes
            }
            let stamps = try ["token.der", "answer.tsr", "question.tsq", "ca.pem"].map { name in
                try Seeds.file("TimeStamps/\(name)")
            }
            return submissions + stamps
        },
        read: { bytes in
            if let submission = try? WitnessSubmission(parsing: bytes) {
                require(submission.bytes == bytes, "a submission is written otherwise than it was read")
            }
            reread(HeadTimestamped.self, bytes)
            reread(HeadCosignedOutside.self, bytes)
            _ = try? TimeStampTrust(text: bytes)
            guard let genuine = try? genuine.get() else { return complain("no vectors") }
            if let request = try? TimeStampRequest(imprint: genuine.token.imprint) {
                require(
                    (try? TimeStampToken(answer: bytes, to: request)) == nil,
                    "an answer was taken for one to a question that was never asked"
                )
            }
            guard let token = try? TimeStampToken(bytes: bytes),
                (try? genuine.trust.check(token, at: genuine.token.seconds)) != nil
            else { return }
            require(
                token.imprint == genuine.token.imprint && token.seconds == genuine.token.seconds,
                "a time stamp was believed that nobody made"
            )
        }
    )
}
