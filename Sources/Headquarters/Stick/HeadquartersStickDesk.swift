package import Enrolment
import Host
package import Logging
import Replication
import ServiceLifecycle

/// Takes sticks in for the command beside the daemon, which alone knows where the stick is.
package struct HeadquartersStickDesk: Service {
    private let replication: ReplicationService
    private let folder: ErrandFolder
    private let logger: Logger

    /// A desk that looks into a folder for errands.
    package init(replication: ReplicationService, folder: ErrandFolder, logger: Logger) {
        self.replication = replication
        self.folder = folder
        self.logger = logger
    }

    /// Serves until it is cancelled or asked to stop.
    package func run() async throws {
        try folder.open()
        await Periodic.run(every: ErrandFolder.period) {
            do { try await serve() } catch {
                logger.error("a stick could not be taken in", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Does the errand that waits, where one does.
    package func serve() async throws {
        guard let errand = try folder.next() else { return }
        do {
            guard errand.name == HeadquartersStickErrand.take else {
                return try folder.answer(
                    errand,
                    [],
                    refusal: "this errand is unknown here; update the service"
                )
            }
            let answer = try await replication.take(stick: try StickFile(reading: errand.bytes))
            try folder.answer(errand, answer.file.bytes, refusal: answer.refusal)
        } catch {
            try folder.answer(errand, [], refusal: "\(error)")
        }
    }
}

/// What `signet-hq stick` asks of the running headquarters.
package struct HeadquartersStickErrand: Sendable {
    static let take = "take a stick"

    private let folder: ErrandFolder

    /// The errands of the headquarters that has this configuration.
    package init(_ configuration: HeadquartersConfiguration) {
        folder = ErrandFolder(path: configuration.errandPath)
    }

    /// Takes in what a cabinet wrote, and writes what to carry back into another file.
    package func take(from path: String, answerTo answerPath: String) async throws {
        let bytes = try ProtectedFile.read(path, readers: .anyone, byteCountMax: StickFile.byteCountMax)
        try ProtectedFile.replace(answerPath, try await folder.ask(Self.take, bytes), readers: .anyone)
    }
}
