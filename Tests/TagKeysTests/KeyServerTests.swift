import Authority
import Cryptography
import Glibc
import Logging
import Records
import SealTags
import Testing

@testable import TagKeys

/// The service behind its socket, asked through the client that headquarters uses and by hand.
@Suite(.timeLimit(.minutes(1))) struct KeyServerTests {
    private func withService(
        _ house: House,
        _ folder: KeyFolder,
        _ keys: MasterKeys,
        _ body: @Sendable (String) async throws -> Void
    ) async throws {
        let path = folder.path + "/socket"
        let service = try TagKeyService(
            folder: folder,
            keys: keys,
            organisation: House.name,
            pinnedRoot: house.pinnedRoot,
            socketPath: path,
            now: { 1_000_000_000 },
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            defer { group.cancelAll() }
            try await Self.answers(at: path)
            try await body(path)
        }
    }

    /// Waits until the service has begun: its task waits for a thread behind other tests.
    private static func answers(at path: String) async throws {
        let deadline = ContinuousClock.now + .seconds(55)
        while true {
            do {
                _ = try await TagKeyClient(path: path).status()
                return
            } catch { if .now > deadline { throw error } }
        }
    }

    @Test func `headquarters brings authority, has a job done, and finds the service again after a start`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            let client = TagKeyClient(path: folder.path + "/socket")
            await #expect(throws: KeyServiceError(.unreachable, "")) { _ = try await client.status() }
            let job = try House.signed(house.job(), by: house.officers)
            try await withService(house, folder, keys) { _ in
                #expect(try await client.status().authoritySize == 0)
                let status = try await client.bring(house.records, from: 0)
                #expect(status.authoritySize == UInt64(house.records.count))
                #expect(try await client.keys(for: job, cabinets: ["c1", "c2"]).count == 2)
            }
            try await withService(house, folder, keys) { _ in
                await #expect(throws: KeyServiceError(.spent, "")) {
                    _ = try await client.keys(for: job, cabinets: ["c1", "c2"])
                }
                #expect(try await client.recall(house.jobID(1)).count == 2)
                let later = try await client.presenceKeys(
                    house.presence(7, cabinets: ["c2"]),
                    signedBy: house.notesKey
                )
                #expect(later.map(\.cabinet) == ["c2"])
            }
        }
    }

    @Test func `bytes that are no request are refused with a sentence, and the service goes on`() async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            try await withService(house, folder, keys) { path in
                var generator = SystemRandomNumberGenerator()
                for _ in 0..<64 {
                    let garbage = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
                    let answer = try ask(path, try KeyServiceFrames.frame(garbage))
                    #expect(answer == .refused(KeyServiceError(.malformed, "")))
                }
                #expect(try ask(path, [0xFF, 0xFF, 0xFF, 0xFF]) == .refused(KeyServiceError(.tooLarge, "")))
                #expect(try await TagKeyClient(path: path).status().authoritySize == 0)
            }
        }
    }

    @Test
    func `every request cut or changed at any byte is refused or is another request, and nothing traps`()
        throws
    {
        let house = try House()
        let bytes = try house.order(house.job()).encoded
        for index in bytes.indices {
            #expect(throws: RecordsError.self) { _ = try KeyServiceRequest(decoding: Array(bytes[..<index])) }
            var changed = bytes
            changed[index] ^= 0x40
            if let request = try? KeyServiceRequest(decoding: changed) { #expect(request.encoded == changed) }
        }
    }

    @Test func `a stretch is split so that each part fits a frame`() throws {
        let record = Record(
            leafBytes: [UInt8](repeating: 1, count: 65_535),
            bodyBytes: [UInt8](repeating: 2, count: 65_536)
        )
        let stretches = AuthorityStretch.stretches(
            first: 5,
            records: Array(repeating: record, count: 20),
            note: Bytes([1])
        )
        #expect(stretches.map(\.first) == [5, 12, 19])
        #expect(stretches.map { $0.note != nil } == [false, false, true])
        for stretch in stretches {
            _ = try KeyServiceFrames.frame(KeyServiceRequest.authority(stretch).encoded)
        }
    }

    @Test func `the loop says that it comes round while it serves, and not after`() async throws {
        try await withFolder { folder, keys in
            let waker = try ServiceWaker()
            let house = try House()
            let desk = try KeyDesk(
                folder,
                keys: keys,
                organisation: House.name,
                pinnedRoot: house.pinnedRoot,
                limits: .standard
            )
            let server = try KeyServer(
                desk: desk,
                path: folder.path + "/socket",
                waker: waker,
                now: { 1_000_000_000 },
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            )
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await server.run() }
                for _ in 0..<100 { #expect(await waker.isAnswering()) }
                await withTaskGroup(of: Bool.self) { askers in
                    for _ in 0..<100 { askers.addTask { await waker.isAnswering() } }
                    for await answer in askers { #expect(answer) }
                }
                waker.stop()
                await group.waitForAll()
                #expect(await !waker.isAnswering())
            }
        }
    }

    @Test func `a loop that does not come round gives no answer before its end`() async throws {
        let waker = try ServiceWaker()
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { await waker.isAnswering() }
            // The byte shows that somebody asks; nobody comes round to it.
            var question = pollfd(fd: waker.descriptor, events: Int16(POLLIN), revents: 0)
            while unsafe poll(&question, 1, 0) == 0 { await Task.yield() }
            waker.end()
            #expect(await group.next() == false)
        }
    }

    private func ask(_ path: String, _ bytes: [UInt8]) throws -> KeyServiceAnswer {
        let socket = try StreamSocket.connected(to: path)
        let deadline = ContinuousClock.now + .seconds(10)
        try socket.send(bytes, until: deadline)
        var frames = KeyServiceFrames()
        while true {
            if let frame = try frames.next() { return try KeyServiceAnswer(decoding: frame) }
            try socket.wait(for: Int16(POLLIN), until: deadline)
            frames.append(try #require(socket.received()))
        }
    }
}
