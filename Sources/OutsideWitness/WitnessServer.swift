import HTTPTypes
package import Host
import Hummingbird
package import Logging
import NIOCore
import Records
import ServiceLifecycle
import UnixSignals

/// A witness over HTTP (C2SP tlog-witness).
///
/// It speaks plain HTTP: where it is reached from outside, TLS is ended before it. What it answers is signed, and what it is
/// shown is public to it.
package struct WitnessServer: Sendable {
    /// Told the port once the witness listens.
    package typealias Listening = @Sendable (_ port: Int) async -> Void

    private let group: ServiceGroup

    /// A server on an address; port 0 for any.
    package init(
        _ desk: WitnessDesk,
        host: String,
        port: Int,
        clock: any HostClock,
        logger: Logger,
        listening: @escaping Listening = { _ in }
    ) {
        let router = Router()
        router.post("/\(WitnessSubmission.path)") { request, _ in
            guard let body = try? await request.body.collect(upTo: WitnessSubmission.byteCountMax) else {
                return Self.response(
                    .refused(413, "a submission has at most \(WitnessSubmission.byteCountMax) bytes")
                )
            }
            do {
                let seconds = UInt64(max(0, clock.wallMilliseconds / 1_000))
                return Self.response(try await desk.answer(Array(body.readableBytesView), atSeconds: seconds))
            } catch {
                logger.error("a checkpoint could not be decided on", metadata: ["error": "\(error)"])
                return Self.response(.refused(503, "the witness cannot keep its decision now"))
            }
        }
        let application = Hummingbird.Application(
            router: router,
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                logger.notice("the witness listens", metadata: ["host": "\(host)", "port": "\(port)"])
                await listening(port)
            },
            logger: logger
        )
        group = ServiceGroup(
            configuration: .init(
                services: [.init(service: application)],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
    }

    /// Serves until SIGTERM or SIGINT, or ``stop()``.
    package func run() async throws { try await group.run() }

    /// Stops in order.
    package func stop() async { await group.triggerGracefulShutdown() }

    private static func response(_ reply: WitnessReply) -> Response {
        Response(
            status: .init(code: reply.status),
            headers: [.contentType: reply.mediaType],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: reply.body))
        )
    }
}
