import Hummingbird
import ScreensProbe
import Synchronization
import Testing

@testable import Screens

@Suite(.timeLimit(.minutes(1))) struct DoorbellTests {
    @Test func `many changes before a listener looks are one ring`() async {
        let doorbell = Doorbell()
        let (number, wakes) = await doorbell.listen(visit: "a")
        for _ in 0..<1000 { await doorbell.ring("counts", "sites") }
        await doorbell.ring("findings")
        var iterator = wakes.makeAsyncIterator()
        _ = await iterator.next()
        #expect(await doorbell.answer(number) == .changed(["counts", "findings", "sites"]))
        #expect(await doorbell.answer(number) == .heartbeat)
    }

    @Test func `too many topics are told as a change of everything`() async {
        let doorbell = Doorbell(limits: .init(topicCountMax: 3))
        let (number, _) = await doorbell.listen(visit: "a")
        for index in 0..<4 { await doorbell.ring("topic-\(index)") }
        #expect(await doorbell.answer(number) == .changed([]))
        await doorbell.ring("counts")
        #expect(await doorbell.answer(number) == .changed(["counts"]))
    }

    private func answers(of doorbell: Doorbell, to visits: [String]) async -> [Doorbell.Ring] {
        var numbers: [Int] = []
        for visit in visits { numbers.append(await doorbell.listen(visit: visit).number) }
        var answers: [Doorbell.Ring] = []
        for number in numbers { answers.append(await doorbell.answer(number)) }
        return answers
    }

    @Test func `a visit has so many streams; its oldest ends`() async {
        let doorbell = Doorbell(limits: .init(listenerCountPerVisitMax: 2))
        let answers = await answers(of: doorbell, to: ["b", "a", "a", "a", "b"])
        #expect(answers == [.heartbeat, .ended, .heartbeat, .heartbeat, .heartbeat])
    }

    @Test func `the server has so many streams; the oldest ends`() async {
        let doorbell = Doorbell(limits: .init(listenerCountMax: 3))
        let answers = await answers(of: doorbell, to: ["a", "b", "c", "d"])
        #expect(answers == [.ended, .heartbeat, .heartbeat, .heartbeat])
    }

    @Test func `a listener that left is not kept`() async {
        let doorbell = Doorbell()
        await doorbell.leave(await doorbell.listen(visit: "a").number)
        #expect(await doorbell.listenerCount == 0)
    }

    @Test func `a closed doorbell ends its streams and takes no more`() async {
        let doorbell = Doorbell()
        let before = await doorbell.listen(visit: "a").number
        await doorbell.close()
        let after = await doorbell.listen(visit: "a").number
        #expect(await doorbell.answer(before) == .ended)
        #expect(await doorbell.answer(after) == .ended)
    }

    @Test func `a browser hears names of topics as server-sent events until its stream ends`() async throws {
        let doorbell = Doorbell()
        let response = doorbell.response(forVisit: "a") { true }
        #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
        async let text = Collector.text(of: response.body)
        try await poll { await doorbell.listenerCount == 1 }
        await doorbell.ring("counts")
        await doorbell.close()
        let heard = try await text
        #expect(heard.hasPrefix("retry: 3000\n\n"))
        #expect(heard.hasSuffix("event: ended\ndata: \n\n"))
        #expect(await doorbell.listenerCount == 0)
    }

    @Test func `a browser is told what changed`() async throws {
        let doorbell = Doorbell()
        let heard = Heard()
        let body = doorbell.response(forVisit: "a") { true }.body
        async let ended: Void = body.write(Collector { heard.append(String(buffer: $0)) })
        try await poll { await doorbell.listenerCount == 1 }
        await doorbell.ring("counts", "sites")
        try await poll { heard.text.contains("event: changed\ndata: counts sites\n\n") }
        await doorbell.close()
        try await ended
    }

    @Test func `a stream ends with its log-in, at the next sign of life`() async throws {
        let doorbell = Doorbell(limits: .init(heartbeat: .milliseconds(5)))
        let heard = Heard()
        let beating = Task { await doorbell.run() }
        let body = doorbell.response(forVisit: "a") { !heard.text.contains(": \n\n: \n\n") }.body
        try await body.write(Collector { heard.append(String(buffer: $0)) })
        #expect(heard.text.hasSuffix(": \n\nevent: ended\ndata: \n\n"))
        beating.cancel()
        await beating.value
    }

    @Test func `a listener whose connection breaks is forgotten`() async throws {
        struct Broken: Error {}
        let doorbell = Doorbell()
        let body = doorbell.response(forVisit: "a") { true }.body
        await #expect(throws: Broken.self) { try await body.write(Collector { _ in throw Broken() }) }
        #expect(await doorbell.listenerCount == 0)
    }
}

/// What a browser has heard so far.
private final class Heard: Sendable {
    private let pieces = Mutex("")

    var text: String { pieces.withLock { $0 } }

    func append(_ piece: String) { pieces.withLock { $0 += piece } }
}

/// Waits until something is so, for at most ten seconds.
func poll(_ isSo: () async -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while await !isSo() {
        try #require(ContinuousClock.now < deadline, "it did not come about in ten seconds")
        await Task.yield()
    }
}
