import Cryptography
package import Hummingbird

extension Doorbell {
    /// The stream of a browser as server-sent events (HTML, "Server-sent events"): `changed` with topics,
    /// `ended` when another stream or the end of the log-in took its place.
    ///
    /// `lasts` is asked at every sign of life.
    package nonisolated func response(
        forVisit visit: String,
        lasts: @escaping @Sendable () async -> Bool
    ) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                let (number, wakes) = await self.listen(visit: visit)
                do {
                    try await Self.write(to: &writer, wakes: wakes, lasts: lasts) {
                        await self.answer(number)
                    }
                } catch {
                    await self.leave(number)
                    throw error
                }
                await self.leave(number)
                try await writer.finish(nil)
            }
        )
    }

    /// The stream of a logged-in visit; it ends with the log-in.
    package nonisolated func response<Role: ScreenRole>(for visit: Visit<Role>, of visits: Visits<Role>)
        -> Response
    {
        response(forVisit: visit.token.digest.description) {
            visit.session == nil ? true : await visits.lasts(visit)
        }
    }

    @concurrent private nonisolated static func write(
        to writer: inout any ResponseBodyWriter,
        wakes: AsyncStream<Void>,
        lasts: @Sendable () async -> Bool,
        next: @Sendable () async -> Ring
    ) async throws {
        // The time a browser waits before it comes again, and a first word, so that it knows the stream stands.
        try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
        for await _ in wakes {
            switch await next() {
            case .changed(let topics):
                try await writer.write(
                    ByteBuffer(string: "event: changed\ndata: \(topics.joined(separator: " "))\n\n")
                )
            case .heartbeat:
                guard await lasts() else {
                    try await writer.write(ByteBuffer(string: "event: ended\ndata: \n\n"))
                    return
                }
                try await writer.write(ByteBuffer(string: ": \n\n"))
            case .ended:
                try await writer.write(ByteBuffer(string: "event: ended\ndata: \n\n"))
                return
            }
        }
    }
}
