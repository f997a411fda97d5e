import Custody
import Foundation
import Testing

@testable import Simulation

// Machines that stand under one cabinet's name.
extension Stage {
    /// A second machine with a copy of the disk of the cabinet, which is stopped.
    ///
    /// - Returns: its screen.
    func copyCabinet() throws -> ScreenVisitor {
        let (cabinet, folder) = (site.cabinet, fleet.folder)
        let copy = "\(folder.path)/copied"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: "\(folder.cabinet(cabinet))/state",
            toPath: "\(copy)/state"
        )
        let port = try Demonstration.freePort()
        let original = try String(
            contentsOfFile: folder.cabinetConfigurationPath(cabinet),
            encoding: .utf8
        )
        let configuration =
            original
            .replacingOccurrences(of: "\(folder.cabinet(cabinet))/state", with: "\(copy)/state")
            .replacingOccurrences(
                of: "port: \(fleet.ports.screens[cabinet] ?? 0)",
                with: "port: \(port)"
            )
        try folder.write(configuration, to: "\(copy)/cabinet.yaml")
        return ScreenVisitor(cabinet: cabinet, port: port, rig: rig)
    }

    /// Runs the cabinet and a copy of it side by side until they are found to be two.
    ///
    /// `meanwhile` comes while the copy still runs, with its screen.
    func findClone(
        _ meanwhile: @escaping @Sendable (ScreenVisitor) async throws -> Void = { _ in }
    ) async throws {
        let (screen, cabinet) = (await screen, site.cabinet)
        try await requireWholeCopy()
        try await fleet.stopCabinet(cabinet)
        let copied = try copyCabinet()
        try await fleet.startCabinet(cabinet)
        try await screen.waitForScreen()
        try await withCopy {
            _ = try await waitFor("the clone to be found", within: .seconds(120)) {
                try await findings().contains(FindingKind.clone.rawValue) ? true : nil
            }
            try await meanwhile(copied)
        }
    }

    /// Waits until a machine that stands there hands nothing out any more.
    func waitUntilTakesStop(on other: ScreenVisitor? = nil) async throws {
        _ = try await waitFor("takes to stop", within: .seconds(120)) {
            let refused = try await take(otherTag, on: other)
            return refused.reasons.contains(TakeRefusal.cabinetSuspended.rawValue) ? true : nil
        }
    }

    /// Runs that second machine until something is so.
    func withCopy(until isSo: @escaping @Sendable () async throws -> Void) async throws {
        let folder = fleet.folder
        let machine = Program(
            "the copy",
            executable: "\(ScenarioFolders.programs)/signet-cabinet",
            arguments: ["serve", "--configuration", "\(folder.path)/copied/cabinet.yaml"],
            logPath: "\(folder.logs)/copy.log",
            ending: .restarts
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await machine.keep() }
            do {
                try await machine.start()
                try await isSo()
            } catch {
                await machine.kill()
                throw error
            }
            await machine.kill()
            group.cancelAll()
        }
    }

    /// Has another machine enrolled under the cabinet's name: with an empty state folder, a slip of two administrators and the
    /// signatures of two officers.
    func enrolAnew() async throws {
        struct Asked: Decodable { let request: String }
        struct Released: Decodable { let slip: String }
        let (cabinet, folder) = (site.cabinet, fleet.folder)
        try FileManager.default.moveItem(
            atPath: "\(folder.cabinet(cabinet))/state",
            toPath: "\(folder.path)/taken-away"
        )
        let asked: Asked = try await company.console(as: "admin").send(
            "/api/enrolment",
            [("replaces", cabinet)]
        )
        let released: Released = try await company.console(as: "security").send(
            "/api/enrolment/\(asked.request)/release"
        )
        let slipPath = "\(folder.path)/replacement.txt"
        try folder.write(released.slip, to: slipPath)
        _ = try await fleet.cabinetTool.run([
            "enrol", "--slip", slipPath, "--configuration", folder.cabinetConfigurationPath(cabinet),
        ])
        try await fleet.startCabinet(cabinet)
        let security = try await company.console(as: "security")
        let proposal = try await waitFor("the request of the new machine", within: .seconds(60)) {
            let proposals: [ConsoleProposal] = try await security.read("/api/proposals")
            return proposals.first { $0.state == "open" && $0.note.contains(" ") }
        }
        try await company.sign(proposal: proposal.statement, by: FleetStory.officers)
    }
}
