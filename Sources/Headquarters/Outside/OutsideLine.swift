import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks those outside the house over HTTP: one question, one short answer, in a bounded time.
///
/// What they answer is signed, so that the line need not be believed; certificates of HTTPS are checked as the system does.
struct OutsideLine: Sendable {
    /// What was answered.
    struct Answer: Sendable {
        let status: Int
        /// Without parameters, in lower case; empty where there is none.
        let mediaType: String
        let bytes: [UInt8]
    }

    private static let connectMax = TimeAmount.seconds(10)

    private let client: HTTPClient
    /// How long is waited for a whole answer.
    private let answerMax: Duration

    init(answerMax: Duration = .seconds(30)) {
        self.answerMax = answerMax
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .init(redirectConfiguration: .disallow, timeout: .init(connect: Self.connectMax))
        )
    }

    /// Sends bytes and takes in the whole answer, at most so many.
    ///
    /// - Throws: what the line throws; an answer that is too long or too late.
    func post(_ bytes: [UInt8], as mediaType: String, to url: String, byteCountMax: Int) async throws
        -> Answer
    {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: mediaType)
        request.body = .bytes(bytes)
        let (client, question) = (client, request)
        // The client's own deadline ends with the head of the answer; whoever then sends a byte a minute would hold the line.
        return try await withThrowingTaskGroup(of: Answer?.self) { group in
            group.addTask { try await Self.answer(to: question, from: client, byteCountMax: byteCountMax) }
            group.addTask { [answerMax] in
                try await Task.sleep(for: answerMax)
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else {
                throw HeadquartersError(
                    .unavailable,
                    "no whole answer within \(answerMax): is \(url) reachable?"
                )
            }
            return answer
        }
    }

    private static func answer(to request: HTTPClientRequest, from client: HTTPClient, byteCountMax: Int)
        async throws -> Answer
    {
        // Bounded by the race above; the client wants a deadline of its own.
        let response = try await client.execute(request, timeout: .minutes(5))
        let body = try await response.body.collect(upTo: byteCountMax)
        let type = response.headers.first(name: "content-type") ?? ""
        return Answer(
            status: Int(response.status.code),
            mediaType: type.prefix { $0 != ";" && $0 != " " }.lowercased(),
            bytes: Array(body.readableBytesView)
        )
    }

    /// Ends all connections.
    func close() async throws { try await client.shutdown() }
}
