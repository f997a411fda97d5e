import HTTPTypes
package import Hummingbird
package import Logging
import NIOCore

/// A board's text at `http://127.0.0.1:PORT/metrics`, for a collector on the same machine.
///
/// It names no person and no seal, and has neither log-in nor other pages: a port of its own keeps it away from browsers.
package func makeMetricsPage(_ board: MetricsBoard, port: Int, logger: Logger) -> some ApplicationProtocol {
    let router = Router()
    router.get("/metrics") { _, _ in
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: board.text))
        )
    }
    return Application(
        router: router,
        configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil),
        logger: logger
    )
}
