package import HTTPTypes
package import Hummingbird
import NIOCore
import Synchronization

/// Takes in what an answer writes.
package struct Collector: ResponseBodyWriter {
    private let handler: @Sendable (ByteBuffer) async throws -> Void

    /// Hands every piece to a closure, which may throw to break the connection.
    package init(_ handler: @escaping @Sendable (ByteBuffer) async throws -> Void) { self.handler = handler }

    /// Takes one piece.
    package mutating func write(_ buffer: ByteBuffer) async throws { try await handler(buffer) }

    /// The answer is complete.
    package consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}

    /// All that an answer writes.
    package static func bytes(of body: ResponseBody) async throws -> [UInt8] {
        let all = Gathered()
        try await body.write(Collector { all.append($0) })
        return all.bytes
    }

    /// All that an answer writes, as text.
    package static func text(of body: ResponseBody) async throws -> String {
        String(decoding: try await bytes(of: body), as: UTF8.self)
    }
}

private final class Gathered: Sendable {
    private let buffer = Mutex(ByteBuffer())

    func append(_ piece: ByteBuffer) { buffer.withLock { _ = $0.writeImmutableBuffer(piece) } }

    var bytes: [UInt8] { buffer.withLock { Array($0.readableBytesView) } }
}
