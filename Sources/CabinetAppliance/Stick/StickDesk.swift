package import Enrolment
import Host
package import Logging
package import Records
import Replication

/// Writes and reads sticks for the command beside the daemon, which alone knows where the stick is.
package struct StickDesk<Store: LogStore>: Sendable {
    private let stick: CabinetStick<Store>
    private let folder: ErrandFolder
    private let logger: Logger

    /// A desk that looks into a folder for errands.
    package init(stick: CabinetStick<Store>, folder: ErrandFolder, logger: Logger) {
        self.stick = stick
        self.folder = folder
        self.logger = logger
    }

    /// Serves until the task is cancelled.
    package func run() async throws {
        try folder.open()
        await Periodic.run(every: ErrandFolder.period) {
            do { try await serve() } catch {
                logger.error("stick.failed", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Does the errand that waits, where one does.
    package func serve() async throws {
        guard let errand = try folder.next() else { return }
        do {
            switch errand.name {
            case StickErrand.write: try folder.answer(errand, try await stick.write().bytes)
            case StickErrand.read:
                let report = try await stick.read(try StickFile(reading: errand.bytes))
                try folder.answer(errand, Array(report.words.utf8), refusal: report.refusal)
            default: try folder.answer(errand, [], refusal: "this errand is unknown here; update the service")
            }
        } catch {
            try folder.answer(errand, [], refusal: "\(error)")
        }
    }
}

extension StickReport {
    /// What came of it, in a sentence.
    fileprivate var words: String {
        let time =
            gaveTime ? "it gave time" : "it gave no time: the cabinet did not ask for it since it was started"
        let end = isWhole ? "" : "; the file was cut, write it again"
        return "\(recordCount) records of headquarters were new; \(time)\(end)"
    }
}
