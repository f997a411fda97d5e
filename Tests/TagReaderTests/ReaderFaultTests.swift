import FoundationEssentials
import Glibc
import SealTags
import Simulation
import Testing

/// What a reader and its line can do to libnfc 1.8.0, a test for each row of the table of faults.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ReaderFaultTests {
    @Test func `a status with bit 7, upon which libnfc aborts, costs one process and no more`() async throws {
        try await withReaderBench { bench in
            let before = try await bench.ask()
            try bench.rig.client.fault(.statusBit7, reader: ReaderBench.reader, count: 1)
            #expect(await bench.illness() == .ended(signal: SIGABRT))
            #expect(try await bench.recovered() == before)
            #expect(bench.supervisor.state == .ready)
        }
    }

    @Test func `an answer to select of no length, which libnfc copies beyond its memory`() async throws {
        try await withReaderBench { bench in
            try bench.rig.client.fault(.emptyAnswerToSelect, reader: ReaderBench.reader, count: 1)
            let illness = await bench.illness()
            #expect(illness == .ended(signal: SIGSEGV) || illness == .ended(signal: SIGABRT))
            #expect(try await bench.recovered() != nil)
        }
    }

    @Test func `a command that libnfc would abort on is refused before it, and the reader works on`()
        async throws
    {
        try await withReaderBench { bench in
            for count in [262, 263, 300] {
                let long = [UInt8](repeating: 0x90, count: count)
                do throws(TagError) {
                    _ = try await bench.ask(long)
                    Issue.record("a command of \(count) bytes went through")
                } catch { #expect(error.code == .invalidArgument) }
            }
            #expect(bench.supervisor.state == .ready)
            // The longest that is let through comes back from the tag as a refusal of its own.
            let longest = [0x90, 0x8D, 0, 0, 255] + [UInt8](repeating: 0, count: 256)
            let answer = try await bench.ask(longest)
            #expect(answer?.count == 2)
        }
    }

    @Test func `a supervisor with more than 1,024 descriptors hands none of them on`() async throws {
        var limit = rlimit()
        _ = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 4096))
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        // Without O_CLOEXEC, as a library somewhere may open its own.
        let descriptors = (0..<1100).map { _ in unsafe open("/dev/null", O_RDONLY) }
        defer { for descriptor in descriptors { _ = close(descriptor) } }
        let isBeyond = descriptors.contains { $0 > 1024 }
        try #require(isBeyond)
        try await withReaderBench { bench in
            let answer = try await bench.ask()
            #expect(answer != nil)
        }
    }

    @Test func `an answer that comes too late is never taken for the answer to something else`() async throws
    {
        try await withReaderBench { bench in
            let selectApplication: [UInt8] = [0, 0xA4, 4, 0x0C, 7, 0xD2, 0x76, 0, 0, 0x85, 1, 1]
            var error: TagError?
            do throws(TagError) {
                _ = try await bench.supervisor.withTag { tag throws(TagError) in
                    // libnfc gives up after 800 ms; the answer is on the line 100 ms later.
                    #expect(throws: Never.self) {
                        try bench.rig.client.fault(
                            .belated(.milliseconds(900)),
                            reader: ReaderBench.reader,
                            count: 1
                        )
                    }
                    return try await tag.transceive(ReaderBench.getVersion)
                }
            } catch let caught { error = caught }
            #expect(error?.illness == .failed(.chipSilent))
            // The chip still owes the version; nothing that is asked from now on may be answered with it.
            let after = try await bench.recovered(selectApplication)
            #expect(after == [0x90, 0x00])
        }
    }

    @Test func `a selection that is answered too late makes the reader ill, and no empty place`() async throws
    {
        try await withReaderBench { bench in
            let before = try await bench.ask()
            try bench.rig.client.fault(.belated(.milliseconds(600)), reader: ReaderBench.reader, count: 1)
            #expect(await bench.illness() == .failed(.chipSilent))
            #expect(try await bench.recovered() == before)
        }
    }

    @Test func `a line that drips is ended at the deadline, however long libnfc would wait`() async throws {
        var limits = ReaderLimits()
        limits.select = .milliseconds(700)
        try await withReaderBench(limits: limits) { bench in
            _ = try await bench.ask()
            try bench.rig.client.fault(.dripping(.milliseconds(250)), reader: ReaderBench.reader)
            let start = ContinuousClock.now
            #expect(await bench.illness() == .ended(signal: SIGALRM))
            let duration = start.duration(to: .now)
            #expect(duration > .milliseconds(600) && duration < .milliseconds(700) + .milliseconds(900))
            try bench.rig.client.mendFault("dripping", reader: ReaderBench.reader)
            #expect(try await bench.recovered() != nil)
        }
    }

    @Test func `a chip that dies while it looks for a tag hangs nobody`() async throws {
        try await withReaderBench { bench in
            _ = try await bench.ask()
            try bench.rig.client.fault(.dying, reader: ReaderBench.reader, count: 1)
            let start = ContinuousClock.now
            #expect(await bench.illness() == .failed(.chipSilent))
            #expect(start.duration(to: .now) < .seconds(4))
            try bench.rig.client.mendFault("dying", reader: ReaderBench.reader)
            #expect(try await bench.recovered() != nil)
        }
    }

    @Test func `an empty place is found empty, again and again, and a tag that comes is seen`() async throws {
        try await withReaderBench(tag: false) { bench in
            for _ in 0..<3 { #expect(try await bench.ask() == nil) }
            #expect(bench.supervisor.state == .ready)
            try bench.rig.client.put("seal", on: ReaderBench.reader)
            #expect(try await bench.ask() != nil)
            try bench.rig.client.take("seal")
            #expect(try await bench.ask() == nil)
        }
    }

    @Test func `a process that opened its reader many times holds no more descriptors than before`()
        async throws
    {
        try await withReaderBench { bench in
            let others = Set(try childProcesses())
            _ = try await bench.ask()
            let process = try #require(try childProcesses().first { !others.contains($0) })
            let before = try descriptorCount(of: process)
            for _ in 0..<5 {
                try bench.rig.client.fault(.late(.milliseconds(600)), reader: ReaderBench.reader, count: 1)
                #expect(await bench.illness() == .failed(.chipSilent))
                #expect(try await bench.recovered() != nil)
            }
            #expect(try descriptorCount(of: process) == before)
        }
    }

    @Test func `a port that another process has is refused, which libnfc would not do`() async throws {
        try await withReaderBench { bench in
            _ = try await bench.ask()
            let second = TagReaderSupervisor(
                name: "second",
                launch: .spawn(executable: try readerExecutable(), port: bench.port)
            )
            await #expect(throws: TagError.self) { try await second.check() }
            #expect(second.state == .ill(.failed(.portBusy)))
            await second.stop()
            #expect(try await bench.ask() != nil)
        }
    }

    @Test func `an unplugged reader is ill at once and well when it is back under its name`() async throws {
        try await withReaderBench { bench in
            _ = try await bench.ask()
            try bench.rig.client.fault(.unplugged, reader: ReaderBench.reader)
            let start = ContinuousClock.now
            #expect(await bench.illness() == .failed(.lineLost))
            #expect(start.duration(to: .now) < .milliseconds(500))
            #expect(await bench.illness() != nil)
            try bench.rig.client.mendFault("unplugged", reader: ReaderBench.reader)
            #expect(try await bench.recovered() != nil)
        }
    }

    @Test func `a port without a reader on it is ill, and no empty place`() async throws {
        try await withReaderBench { bench in
            try bench.rig.client.fault(.silent, reader: ReaderBench.reader)
            #expect(await bench.illness() == .failed(.noReader))
            try bench.rig.client.mendFault("silent", reader: ReaderBench.reader)
            #expect(try await bench.recovered() != nil)
        }
    }

    @Test func `answers that do not add up make the reader ill, and it is opened anew`() async throws {
        try await withReaderBench { bench in
            _ = try await bench.ask()
            try bench.rig.client.fault(.garbled, reader: ReaderBench.reader, count: 1)
            #expect(await bench.illness() == .failed(.lineLost))
            #expect(try await bench.recovered() != nil)
        }
    }

    private func descriptorCount(of process: Int32) throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").count
    }
}
