import Glibc
import Simulation
import Testing

@testable import SealTags
@testable import TagReader

/// The life of a reader process, from its start to its end.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ReaderProcessTests {
    @Test func `arguments are a port and perhaps a descriptor, and nothing else`() throws {
        #expect(try ReaderOptions(arguments: ["--port", "/dev/ttyUSB0"]).descriptor == nil)
        let both = try ReaderOptions(arguments: ["--descriptor", "7", "--port", "/dev/serial/by-id/x"])
        #expect(both.descriptor == 7 && both.port == "/dev/serial/by-id/x")
        for wrong in [
            [], ["--port"], ["--port", "ttyUSB0"], ["--port", "/dev/a:b"], ["--port", "/a", "--port", "/b"],
            ["--port", "/a", "--descriptor", "2"], ["--port", "/a", "--descriptor", "x"],
            ["--port", "/a", "more"],
            ["--port", "/" + String(repeating: "a", count: 512)],
        ] {
            #expect(throws: TagReaderExit.usage) { try ReaderOptions(arguments: wrong) }
        }
    }

    @Test func `a process without a supervisor says so`() throws {
        #expect(TagReader.main(arguments: ["--port", "/dev/null"]) == TagReaderExit.noSupervisor.rawValue)
        #expect(TagReader.main(arguments: []) == TagReaderExit.usage.rawValue)
    }

    @Test func `a program that cannot be started is an illness`() async throws {
        let supervisor = TagReaderSupervisor(
            name: "none",
            launch: .spawn(executable: "/nonexistent", port: "/dev/null")
        )
        await #expect(throws: TagError.self) { try await supervisor.check() }
        #expect(supervisor.state == .ill(.cannotStart(ENOENT)))
        let away = TagReaderSupervisor(name: "away", launch: .connect(socketPath: "/nonexistent/socket"))
        await #expect(throws: TagError.self) { try await away.check() }
        #expect(away.state == .ill(.cannotStart(ENOENT)))
    }

    @Test func `a process that a service manager starts serves one supervisor and ends with it`() async throws
    {
        try await withReaderBench { bench in
            let path = "\(bench.rig.folder.path)/reader.sock"
            let process = try startListening(at: path, port: bench.port)
            let supervisor = TagReaderSupervisor(name: "field", launch: .connect(socketPath: path))
            let answer = try await supervisor.withTag { tag throws(TagError) in
                try await tag.transceive(ReaderBench.getVersion)
            }
            #expect(answer != nil)
            await supervisor.stop()
            #expect(try exitStatus(of: process) == 0)
        }
    }

    @Test func `a process whose supervisor goes away in the middle of a command ends by itself`() async throws
    {
        try await withReaderBench { bench in
            let path = "\(bench.rig.folder.path)/reader.sock"
            let process = try startListening(at: path, port: bench.port)
            let line = try connect(to: path)
            try send(.open, 1, on: line)
            #expect(try answer(on: line).result == .opened)
            // libnfc would read byte by byte for several seconds, and the request allows for more.
            try bench.rig.client.fault(.dripping(.milliseconds(250)), reader: ReaderBench.reader)
            try send(.select, 2, on: line)
            _ = close(line)
            #expect(try exitStatus(of: process) == SIGALRM)
        }
    }

    @Test func `a tag that left is gone, and its channel is useless after the next look`() async throws {
        try await withReaderBench { bench in
            var kept: SelectedTag?
            await #expect(throws: TagError.self) {
                try await bench.supervisor.withTag { tag throws(TagError) in
                    kept = tag
                    #expect(try await tag.isPresent())
                    #expect(throws: Never.self) { try bench.rig.client.take("seal") }
                    #expect(try await tag.isPresent() == false)
                    _ = try await tag.transceive(ReaderBench.getVersion)
                }
            }
            #expect(bench.supervisor.state == .ready)
            #expect(try await bench.ask() == nil)
            let tag = try #require(kept)
            do throws(TagError) {
                _ = try await tag.transceive(ReaderBench.getVersion)
                Issue.record("a channel outlived its selection")
            } catch { #expect(error.code == .superseded) }
        }
    }

    @Test func `callers take turns at one reader`() async throws {
        try await withReaderBench { bench in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await bench.supervisor.withTag { tag throws(TagError) in
                            for _ in 0..<3 {
                                _ = try await tag.transceive([0x90, 0x60, 0, 0, 0])
                                await Task.yield()
                            }
                            return tag.target.uid == bench.uid
                        } == true
                    }
                }
                for try await isRight in group { #expect(isRight) }
            }
        }
    }

    @Test func `a field that was switched off is on again at the next look`() async throws {
        try await withReaderBench { bench in
            #expect(try await bench.ask() != nil)
            try await bench.supervisor.release()
            try await bench.supervisor.release()
            #expect(try await bench.ask() != nil)
            #expect(try await bench.ask() != nil)
        }
    }

    @Test func `pauses double up to the longest and begin anew after success`() {
        var backOff = RestartBackOff(first: .milliseconds(100), longest: .seconds(1))
        let pauses = (0..<6).map { _ in backOff.failed() }
        #expect(pauses == [100, 200, 400, 800, 1000, 1000].map(Duration.milliseconds))
        for _ in 0..<100 { _ = backOff.failed() }
        backOff.worked()
        #expect(backOff.failed() == .milliseconds(100))
    }
}

private typealias AddressCall = (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32

/// A socket that is bound or connected to a path.
private func localSocket(_ path: String, _ call: AddressCall) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    try unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
        try #require(path.utf8.count < field.count)
        unsafe field.copyBytes(from: Array(path.utf8))
    }
    let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
            unsafe call(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
        }
    }
    try #require(result == 0)
    return descriptor
}

private func connect(to path: String) throws -> Int32 {
    try unsafe localSocket(path) { unsafe Glibc.connect($0, $1, $2) }
}

private func send(_ action: ReaderRequest.Action, _ number: UInt32, on line: Int32) throws {
    let bytes = try ReaderRequest(number: number, limitMilliseconds: 30_000, action).bytes
    let sent = unsafe Glibc.send(line, bytes, bytes.count, 0)
    try #require(sent == bytes.count)
}

private func answer(on line: Int32) throws -> ReaderAnswer {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = unsafe recv(line, &bytes, bytes.count, 0)
    try #require(count > 0)
    return try ReaderAnswer(bytes: Array(bytes.prefix(count)))
}

/// Starts the program with a listening socket, as a socket unit does.
private func startListening(at path: String, port: String) throws -> pid_t {
    let listener = try unsafe localSocket(path) { unsafe bind($0, $1, $2) }
    defer { _ = close(listener) }
    try #require(listen(listener, 1) == 0)
    var process: pid_t = 0
    let arguments = [try readerExecutable(), "--port", port, "--descriptor", "\(listener)"]
    let words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { for index in unsafe words.indices { unsafe free(words[index]) } }
    let result = unsafe posix_spawn(&process, arguments[0], nil, nil, words, [nil])
    try #require(result == 0)
    return process
}

/// The status of wait(2) of a process, which must end within two seconds.
private func exitStatus(of process: pid_t) throws -> Int32? {
    let deadline = ContinuousClock.now + .seconds(2)
    while ContinuousClock.now < deadline {
        var status: Int32 = 0
        if unsafe waitpid(process, &status, WNOHANG) == process { return status }
        _ = usleep(2000)
    }
    _ = kill(process, SIGKILL)
    _ = waitpid(process, nil, 0)
    return nil
}
