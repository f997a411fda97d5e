import NIOCore
import NIOHTTP1
import NIOPosix

/// One HTTP/1.1 exchange after the other with one server on this machine, each on a connection of its own.
struct WebClient: Sendable {
    private static let answerByteCountMax = 32 << 20
    private static let waitMax: Duration = .seconds(30)

    let host: String
    let port: Int

    /// What browsers write into `Origin`.
    var origin: String { "http://\(host):\(port)" }

    /// Sends one request and takes in the whole answer.
    ///
    /// - Throws: ``FleetError`` `.late`; what the socket throws.
    func exchange(
        _ method: HTTPMethod,
        _ path: String,
        headers: [(String, String)] = [],
        body: [UInt8] = []
    ) async throws -> WebAnswer {
        try await withDeadline(Self.waitMax, "\(method) \(origin)\(path)") {
            try await send(method, path, headers: headers, body: body)
        }
    }

    private func send(_ method: HTTPMethod, _ path: String, headers: [(String, String)], body: [UInt8])
        async throws -> WebAnswer
    {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel
                    )
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var fields = HTTPHeaders([("host", "\(host):\(port)"), ("connection", "close")] + headers)
            if !body.isEmpty { fields.add(name: "content-length", value: "\(body.count)") }
            let head = HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: fields)
            let middle: [HTTPClientRequestPart] =
                body.isEmpty ? [] : [.body(.byteBuffer(ByteBuffer(bytes: body)))]
            // At once: a server that has all it needs answers and closes before a later part could be written.
            try await outbound.write(contentsOf: [.head(head)] + middle + [.end(nil)])
            return try await Self.answer(from: inbound, to: "\(method) \(path)")
        }
    }

    private static func answer(
        from inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        to what: String
    ) async throws -> WebAnswer {
        var (status, headers, bytes) = (0, HTTPHeaders(), [UInt8]())
        for try await part in inbound {
            switch part {
            case .head(let head): (status, headers) = (Int(head.status.code), head.headers)
            case .body(let buffer):
                bytes += Array(buffer.readableBytesView)
                guard bytes.count <= answerByteCountMax else {
                    throw FleetError(
                        .answer,
                        "the answer to \(what) has more than \(answerByteCountMax) bytes"
                    )
                }
            case .end: return WebAnswer(status: status, headers: headers, bytes: bytes)
            }
        }
        throw FleetError(.answer, "the server closed before it had answered \(what)")
    }
}

/// What a server answered.
struct WebAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
