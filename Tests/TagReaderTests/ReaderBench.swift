import FoundationEssentials
import Glibc
import SealTags
import Simulation
import Testing

/// A real reader process at a simulated PN532, with a tag at hand.
struct ReaderBench {
    let rig: RunningRig
    let supervisor: TagReaderSupervisor
    /// What the tag in the field is called in the rig.
    let uid: TagUID

    static let reader = "beijing/front"
    static let getVersion: [UInt8] = [0x90, 0x60, 0, 0, 0]

    /// The line that the reader process opens.
    var port: String { rig.folder.frontReader("beijing") }

    /// Asks the tag in the field something, or returns nil when the place is empty.
    func ask(_ command: [UInt8] = getVersion) async throws(TagError) -> [UInt8]? {
        try await supervisor.withTag { tag throws(TagError) in try await tag.transceive(command) }
    }

    /// Asks until the reader answers again, which it must within the limit.
    func recovered(_ command: [UInt8] = getVersion, within limit: Duration = .seconds(8)) async throws
        -> [UInt8]?
    {
        let deadline = ContinuousClock.now + limit
        while true {
            do throws(TagError) { return try await ask(command) } catch {
                guard error.code == .readerIll, ContinuousClock.now < deadline else { throw error }
                // The reader's own pauses bound how often this asks.
                await Task.yield()
            }
        }
    }

    /// The illness that a question ends with; a question that is answered, or finds the place empty, fails the test.
    func illness(_ command: [UInt8] = getVersion) async -> ReaderIllness? {
        do throws(TagError) {
            let answer = try await ask(command)
            Issue.record("an ill reader answered \(answer.map { "\($0)" } ?? "that its place is empty")")
            return nil
        } catch {
            #expect(error.code == .readerIll)
            #expect(error.illness.map { supervisor.state == .ill($0) } == true)
            return error.illness
        }
    }
}

/// Runs `body` with a bench that is taken down afterwards.
func withReaderBench(
    limits: ReaderLimits = ReaderLimits(),
    radioMilliseconds: Int = 0,
    isPaced: Bool = false,
    tag: Bool = true,
    _ body: (ReaderBench) async throws -> Void
) async throws {
    let configuration = RigConfiguration(
        cabinets: [.init(name: "beijing")],
        radioMilliseconds: radioMilliseconds,
        isPaced: isPaced
    )
    try await withRunningRig(configuration) { rig in
        let made = try rig.client.makeTag("seal")
        if tag { try rig.client.put("seal", on: ReaderBench.reader) }
        let supervisor = TagReaderSupervisor(
            name: "front",
            launch: .spawn(
                executable: try readerExecutable(),
                port: rig.folder.frontReader("beijing")
            ),
            limits: limits,
            backOff: RestartBackOff(first: .milliseconds(20), longest: .milliseconds(200))
        )
        let bench = ReaderBench(rig: rig, supervisor: supervisor, uid: try #require(made.tagUID))
        let result: Result<Void, any Error>
        do { result = .success(try await body(bench)) } catch { result = .failure(error) }
        await supervisor.stop()
        try result.get()
    }
}

/// The program that was built beside these tests.
func readerExecutable() throws -> String {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let folder = try #require(own.lastIndex(of: "/").map { own[..<$0] })
    return "\(folder)/signet-tag-reader"
}

extension RigSnapshot.Tag {
    /// The serial number of the tag.
    var tagUID: TagUID? {
        guard let uid else { return nil }
        let digits = Array(uid.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
        return TagUID(bytes)
    }
}

/// Processes that this one started and that still run.
func childProcesses() throws -> [Int32] {
    let own = getpid()
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter {
        number in
        guard let data = try? Data(contentsOf: URL(filePath: "/proc/\(number)/stat")) else { return false }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: ")") else { return false }
        let fields = text[end...].split(separator: " ")
        return fields.count > 2 && fields[1] != "Z" && Int32(fields[2]) == own
    }
}
