import Hummingbird
import Logging
import NIOCore
import Synchronization

@testable import Screens

/// The gallery and a page that changes, on loopback for as long as a test lasts.
struct GalleryServer {
    let doorbell = Doorbell(limits: .init(heartbeat: .milliseconds(500)))
    let state = LiveState()

    /// Runs the server while `body` runs, and tells it the address.
    func run(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "gallery")
        logger.logLevel = .error
        let application = Application(
            router: try router(),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) },
            logger: logger
        )
        let doorbell = doorbell
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { await doorbell.run() }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else { return }
            do {
                try await body("http://localhost:\(port)")
            } catch {
                group.cancelAll()
                throw error
            }
            await doorbell.close()
            group.cancelAll()
        }
    }

    private func router() throws -> Router<ScreenContext<TestRole>> {
        let configuration = TestApplication.configuration()
        let visits = try Visits<TestRole>(configuration)
        let paths = [
            "/gallery/:name", "/live", "/advance", "/listeners", "/events", "/pin", "/pins", "/send",
            "/leave",
        ]
        let routes =
            paths.map { Route<TestRole>(.get, RouterPath($0), .anyone) }
            + ["/pin", "/send"].map { Route<TestRole>(.post, RouterPath($0), .anyone) }
        let router = Front(configuration, table: RouteTable(routes), visits: visits).router()
        let pages = try Gallery.pages()
        router.get("/gallery/:name") { _, context in
            guard let page = pages[context.path["name"] ?? ""] else { throw Refusal.notFound }
            return page.response()
        }
        addLiveRoutes(to: router, visits: visits)
        addFormRoutes(to: router)
        return router
    }

    private func addLiveRoutes(to router: Router<ScreenContext<TestRole>>, visits: Visits<TestRole>) {
        let (doorbell, state) = (doorbell, state)
        router.get("/live") { _, context in state.page(language: context.language).response() }
        router.get("/advance") { _, _ in
            state.advance()
            await doorbell.ring("counts")
            return "advanced"
        }
        router.get("/listeners") { _, _ in "\(await doorbell.listenerCount)" }
        router.get("/events") { _, context in doorbell.response(for: try context.visit, of: visits) }
    }

    private func addFormRoutes(to router: Router<ScreenContext<TestRole>>) {
        let state = state
        router.get("/pin") { _, context in try state.pinPage(token: context.visit.formToken).response() }
        router.post("/pin") { _, context in
            state.receive(context.form)
            return try state.pinPage(token: context.visit.formToken).response()
        }
        router.get("/pins") { _, _ in state.pins.joined(separator: " ") }
        router.get("/send") { _, context in
            let token = try context.visit.formToken
            return PlainPage(language: .english, name: "Signet", title: "Send") {
                Form(to: "/send", .post(token), submitTitle: "Send it", fields: [])
            }.response()
        }
        router.post("/send") { _, _ in
            state.send()
            // Long enough for a second press of an impatient finger.
            try await Task.sleep(for: .milliseconds(300))
            return "\(state.sentCount) sent"
        }
        router.get("/leave") { _, _ in
            CabinetPage(state.frame.frame, title: "Leave", leave: .init(after: .seconds(1), to: "/live")) {
                Prose("Nobody is here.")
            }.response()
        }
    }
}
