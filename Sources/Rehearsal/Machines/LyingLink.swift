import Cryptography
import Records
import Replication
import Synchronization

/// The line of a cabinet that may lie: whoever holds the key of its log signs other roots of the very sizes that it has.
final class LyingLink: Link {
    /// One head in so many is another one.
    private static let headsPerLie = 3

    private let link: any Link
    private let isLying: @Sendable () -> Bool
    private let key: @Sendable (UInt64) throws -> Ed25519PrivateKey
    private let count = Mutex(0)

    /// `key` signs an epoch of the acts.
    init(
        _ link: any Link,
        isLying: @escaping @Sendable () -> Bool,
        key: @escaping @Sendable (UInt64) throws -> Ed25519PrivateKey
    ) {
        self.link = link
        self.isLying = isLying
        self.key = key
    }

    var events: BoundedChannel<LinkEvent> { link.events }

    func send(_ frame: [UInt8], on connection: LinkConnection) -> SendOutcome {
        guard isLying() else { return link.send(frame, on: connection) }
        switch try? Frame(decoding: frame) {
        case .hello(let hello)?:
            let other = Hello(
                organisation: hello.organisation,
                cabinet: hello.cabinet,
                boot: hello.boot,
                startCount: hello.startCount,
                nonce: hello.nonce,
                heads: hello.heads.map(other),
                held: hello.held,
                cosigned: hello.cosigned,
                epochs: hello.epochs
            )
            return link.send(Frame.hello(other).encoded, on: connection)
        case .checkpoint(let offer)?: return link.send(Frame.checkpoint(other(offer)).encoded, on: connection)
        default: return link.send(frame, on: connection)
        }
    }

    func reconnect(after delay: Duration) { link.reconnect(after: delay) }

    func close() async { await link.close() }

    /// Now and then another head of the acts, of the same size.
    private func other(_ offer: HeadOffer) -> HeadOffer {
        guard let checkpoint = try? Checkpoint(SignedNote(parsing: offer.note.bytes)),
            !LogNames.isTelemetry(checkpoint.origin), checkpoint.head.size > 0, isNext(),
            let key = try? key(checkpoint.origin.epoch),
            let signer = try? CheckpointSigner(origin: checkpoint.origin, privateKey: key)
        else { return offer }
        let head = TreeHead(size: checkpoint.head.size, root: SHA256.hash(checkpoint.head.root.bytes))
        guard let note = try? signer.sign(head) else { return offer }
        return HeadOffer(note: Bytes(note.bytes), from: offer.from, path: offer.path)
    }

    private func isNext() -> Bool {
        count.withLock { count in
            count += 1
            return count.isMultiple(of: Self.headsPerLie)
        }
    }
}
