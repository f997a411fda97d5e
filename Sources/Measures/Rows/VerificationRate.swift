import Cryptography
import Dispatch
import FoundationEssentials
import Records
import Synchronization

/// How many own signatures this machine verifies in a second on all its processors, when it does nothing else: with the library that
/// headquarters has, over messages of the same length.
struct VerificationRate: Sendable {
    private static let messageCount = 1_024
    private static let time = Duration.seconds(2)

    private let key: Ed25519PublicKey
    private let messages: [(bytes: [UInt8], signature: [UInt8])]

    init() throws {
        let privateKey = try Ed25519PrivateKey()
        let origin = try LogNames.acts("bench.example.org", cabinet: "c1", epoch: 1)
        var records = MeasuredRecords(origin, from: 0, signedBy: privateKey)
        let signature = OwnSignatureVerifier(of: origin)
        key = privateKey.publicKey
        messages = try (0..<Self.messageCount).map { _ in
            let record = try records.make()
            guard let own = try Leaf(decoding: record.leafBytes).signature,
                let message = signature.message(of: record.leafBytes)
            else { throw MeasureError("a record that was signed bears no signature") }
            return (message, own)
        }
    }

    /// Verifications in a second, of all processors together.
    func measure() -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        let count = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
            var (own, place) = (0, 0)
            while start.duration(to: clock.now) < Self.time {
                let message = messages[place]
                if key.isValid(message.signature, for: message.bytes) { own += 1 }
                place = (place + 1) % Self.messageCount
            }
            count.withLock { $0 += own }
        }
        return Double(count.withLock(\.self)) / (start.duration(to: clock.now) / .seconds(1))
    }
}
