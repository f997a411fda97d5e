import Custody
import Foundation
import Testing

@testable import Simulation

// Disks of programs that are stopped: kept as they are, and put back later.
extension Stage {
    private var cabinetState: String { "\(fleet.folder.cabinet(site.cabinet))/state" }

    /// Keeps the cabinet's records as they are now, and the mark beside them.
    func keepRecords() throws {
        try Self.keep(
            ["evidence.sqlite", "evidence.sqlite-wal", "evidence.sqlite-shm", "mark"],
            in: cabinetState
        )
    }

    /// Puts the cabinet's records back as they were kept; `withMark` also what is marked apart from them.
    func putRecordsBack(withMark: Bool) throws {
        let mark = withMark ? ["mark"] : []
        try Self.putBack(
            ["evidence.sqlite", "evidence.sqlite-wal", "evidence.sqlite-shm"] + mark,
            in: cabinetState
        )
    }

    /// Headquarters' records and what is folded from them.
    private static let headquartersFiles = ["evidence.sqlite", "projections.sqlite"].flatMap {
        [$0, "\($0)-wal", "\($0)-shm"]
    }

    /// Headquarters' state folder.
    var headquartersState: String { "\(fleet.folder.headquarters)/state" }

    /// Keeps headquarters' records as a backup would.
    func keepHeadquarters() throws { try Self.keep(Self.headquartersFiles, in: headquartersState) }

    /// Puts headquarters' records back as they were kept.
    func putHeadquartersBack() throws { try Self.putBack(Self.headquartersFiles, in: headquartersState) }

    private static func keep(_ names: [String], in folder: String) throws {
        for path in names.map({ "\(folder)/\($0)" }) where FileManager.default.fileExists(atPath: path) {
            try FileManager.default.copyItem(atPath: path, toPath: "\(path).kept")
        }
    }

    private static func putBack(_ names: [String], in folder: String) throws {
        for path in names.map({ "\(folder)/\($0)" }) {
            try? FileManager.default.removeItem(atPath: path)
            guard FileManager.default.fileExists(atPath: "\(path).kept") else { continue }
            try FileManager.default.copyItem(atPath: "\(path).kept", toPath: path)
        }
    }

    /// What headquarters has found about the cabinet.
    func findings() async throws -> [Int64] {
        let findings: [ConsoleFinding] = try await company.console(as: "auditor").read("/api/findings")
        return findings.filter { $0.cabinet == site.cabinet }.map(\.kind)
    }

    /// Waits until the console shows an epoch that counts, with everything that the cabinet wrote, and signed time is there.
    func wait(forEpoch epoch: UInt64) async throws {
        let screen = await screen
        _ = try await waitFor("epoch \(epoch) to be whole", within: .seconds(90)) {
            let size = try await screen.look().size
            let cabinet = try await company.cabinet(site.cabinet)
            let isWhole = cabinet.mirroredSize >= size && cabinet.actsSize >= size
            return cabinet.epoch == epoch && !cabinet.isEpochProvisional && isWhole ? true : nil
        }
        try await waitForContact()
    }

    /// Waits until the cabinet has signed time.
    func waitForContact() async throws {
        let screen = await screen
        _ = try await waitFor("contact", within: .seconds(60)) {
            let state = try await screen.look()
            return state.online && state.contactAgeSeconds != nil ? true : nil
        }
    }
}
