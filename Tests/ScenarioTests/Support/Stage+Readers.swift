import Foundation
import Glibc

@testable import Simulation

// The reader processes below a cabinet.
extension Stage {
    /// The process of the reader in the seal's slot; nil while there is none.
    var reader: Int32? {
        get async throws {
            guard let cabinet = try await fleet.processIdentifier(ofCabinet: site.cabinet) else { return nil }
            let port = rigReaderPath
            let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap {
                Int32($0)
            }
            return processes.first { process in
                Self.parent(of: process) == cabinet && Self.commandLine(of: process).contains(port)
            }
        }
    }

    /// Does something while every reader process of the seal's slot is killed as soon as it is there.
    func withoutReader<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
        -> Value
    {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                while !Task.isCancelled {
                    if let reader = try await self.reader { _ = Glibc.kill(reader, SIGKILL) }
                    try await Task.sleep(for: .milliseconds(2))
                }
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            throw CancellationError()
        }
    }

    private var rigReaderPath: String { fleet.folder.rig.slotReader(site.cabinet, drawer) }

    /// The parent of a process: the second number behind the name of proc(5) stat.
    private static func parent(of process: Int32) -> Int32? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        return text[end...].split(separator: " ").dropFirst(2).first.flatMap { Int32($0) }
    }

    private static func commandLine(of process: Int32) -> [String] {
        guard let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(process)/cmdline")) else { return [] }
        return bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Fleet {
    /// Kills a process below one of ours (SIGKILL); returns when it is gone.
    func kill(_ process: Int32) async throws {
        _ = Glibc.kill(process, SIGKILL)
        _ = try await waitFor("process \(process) to be gone") {
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            return state.map { $0.contains(") Z ") } ?? true ? true : nil
        }
    }
}
