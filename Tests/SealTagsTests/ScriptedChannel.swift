import SealTags
import Synchronization
import Testing

/// A tag that knows one conversation by heart, as a standard prints it.
final class ScriptedChannel: TagChannel {
    let target: TagTarget
    private let script: Mutex<[(command: [UInt8], answer: [UInt8])]>

    init(_ target: TagTarget, _ script: [(String, String)]) throws {
        self.target = target
        self.script = Mutex(try script.map { (try bytes($0.0), try bytes($0.1)) })
    }

    func transceive(_ command: [UInt8]) async throws(TagError) -> [UInt8] {
        let next = script.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        #expect(next?.command == command)
        return next?.command == command ? next?.answer ?? [] : [0x6D, 0x00]
    }

    /// True when the whole conversation took place.
    var isOver: Bool { script.withLock { $0.isEmpty } }
}

/// A ledger in memory that counts what it is told.
func freshLedger() -> FailureBook { FailureBook(FailureBudget()) { _ in } }
