import FoundationEssentials
import Glibc
import Testing

@testable import Enrolment

@Suite(.timeLimit(.minutes(1))) struct ErrandFolderTests {
    private static let hasty = (toBeTaken: Duration.milliseconds(10), answer: Duration.milliseconds(10))

    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path() + "/signet-errands-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    /// Waits until an errand lies there, and takes it.
    private func next(_ folder: ErrandFolder) async throws -> ErrandFolder.Errand {
        while true {
            if let errand = try folder.next() { return errand }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test func `an answer that comes late goes to nobody else`() async throws {
        try await withFolder { path in
            let folder = ErrandFolder(path: path + "/errands")
            try folder.open()
            let first = Task { try await folder.ask("a", [1], patience: (.seconds(20), .milliseconds(10))) }
            let slow = try await next(folder)
            await #expect(throws: EnrolmentError(.notFound, "")) { _ = try await first.value }
            let second = Task { try await folder.ask("b", [2]) }
            let quick = try await next(folder)
            #expect((slow.name, slow.bytes) == ("a", [1]) && (quick.name, quick.bytes) == ("b", [2]))
            try folder.answer(slow, [10])
            try folder.answer(quick, [20])
            #expect(try await second.value == [20])
            // The next start of the daemon takes away what nobody fetched.
            try folder.open()
            #expect(try FileManager.default.contentsOfDirectory(atPath: path + "/errands").isEmpty)
        }
    }

    @Test func `a request that nobody takes is withdrawn, and one that cannot be read is in nobody's way`()
        async throws
    {
        try await withFolder { path in
            let folder = ErrandFolder(path: path + "/errands")
            try folder.open()
            await #expect(throws: EnrolmentError(.notFound, "")) {
                _ = try await folder.ask("a", patience: Self.hasty)
            }
            #expect(try folder.next() == nil)
            for (bytes, mode) in [(Array("a\n".utf8), 0o600), (Array("x a\n".utf8), 0o644)] {
                let request = path + "/errands/request"
                try Data(bytes).write(to: URL(filePath: request))
                #expect(unsafe chmod(request, mode_t(mode)) == 0)
                #expect(throws: EnrolmentError.self) { try folder.next() }
                #expect(try folder.next() == nil)
            }
        }
    }
}
