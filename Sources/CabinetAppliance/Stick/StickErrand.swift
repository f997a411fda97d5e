import Enrolment
import Replication

/// What `signet-cabinet stick` asks of the running cabinet.
package struct StickErrand: Sendable {
    static let write = "write a stick"
    static let read = "read a stick"

    private let folder: ErrandFolder

    /// The errands of the cabinet that has this configuration.
    package init(_ configuration: CabinetConfiguration) {
        folder = ErrandFolder(path: configuration.errandPath)
    }

    /// Writes what headquarters does not hold yet into a file.
    package func write(to path: String) async throws {
        try ProtectedFile.replace(path, try await folder.ask(Self.write), readers: .anyone)
    }

    /// Takes in what headquarters answered.
    ///
    /// - Returns: what came of it, in a sentence.
    package func read(from path: String) async throws -> String {
        let bytes = try ProtectedFile.read(path, readers: .anyone, byteCountMax: StickFile.byteCountMax)
        return String(decoding: try await folder.ask(Self.read, bytes), as: UTF8.self)
    }
}
