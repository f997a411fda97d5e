import FoundationEssentials
import NIOHTTP1

/// Signet's programs side by side on simulated hardware: the rig, the tag-key service, headquarters, three cabinets.
package actor Fleet {
    private static let sites = FleetStory.sites

    /// Where everything lies.
    package nonisolated let folder: FleetFolder
    /// Where everything listens.
    package nonisolated let ports: FleetPorts
    /// The hands in the simulated world.
    package nonisolated let rig: RigClient
    /// The tool of people who sign.
    package nonisolated let signet: Tool
    /// Headquarters' own commands, for the time when it does not serve.
    package nonisolated let headquartersTool: Tool
    /// The tag-key service's own commands.
    package nonisolated let tagKeysTool: Tool
    /// Cabinets' own commands.
    package nonisolated let cabinetTool: Tool

    /// Keeps other fleets out of the folder as long as this one is there.
    private let lock: OpenDescriptor
    private nonisolated let configurations: FleetConfigurations
    private let rigProgram: Program
    private let tagKeys: Program
    private let headquarters: Program
    private let cabinets: [String: Program]

    /// A fleet that is not started; `programs` is the folder of the built programs.
    package init(folder: FleetFolder, programs: String) throws {
        self.folder = folder
        lock = try folder.lock()
        ports = try FleetPorts(of: folder, cabinets: Self.sites.map(\.cabinet))
        rig = RigClient(folder: folder.rig)
        signet = Tool("\(programs)/signet")
        headquartersTool = Tool("\(programs)/signet-hq")
        tagKeysTool = Tool("\(programs)/signet-hq-keys")
        cabinetTool = Tool("\(programs)/signet-cabinet")
        let program = { (name: String, executable: String, arguments: [String], ending: Program.Ending) in
            Program(
                name,
                executable: "\(programs)/\(executable)",
                arguments: arguments,
                logPath: "\(folder.logs)/\(name).log",
                ending: ending
            )
        }
        rigProgram = program("rig", "signet-rig", [folder.rigConfigurationPath, folder.rig.path], .stays)
        tagKeys = program(
            "tag-keys",
            "signet-hq-keys",
            ["serve", "--configuration", folder.tagKeysConfigurationPath],
            .restarts
        )
        headquarters = program(
            "headquarters",
            "signet-hq",
            ["serve", "--configuration", folder.headquartersConfigurationPath],
            .restarts
        )
        cabinets = Dictionary(
            uniqueKeysWithValues: Self.sites.map { site in
                let configuration = folder.cabinetConfigurationPath(site.cabinet)
                let arguments = ["serve", "--configuration", configuration]
                return (site.cabinet, program(site.cabinet, "signet-cabinet", arguments, .restarts))
            }
        )
        configurations = FleetConfigurations(folder: folder, ports: ports, programs: programs)
        try configurations.write()
    }

    /// Tells the tag-key service which owners it obeys, by the digest of their root.
    nonisolated func obey(root: String) throws { try configurations.writeTagKeys(root: root) }

    /// Does something with the fleet, and stops all of it in order afterwards, however that ended.
    package func run(_ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for program in [rigProgram, tagKeys, headquarters] + cabinets.values {
                group.addTask { await program.keep() }
            }
            let result: Result<Void, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            await stop()
            group.cancelAll()
            try result.get()
        }
    }

    /// Starts the simulated hardware; returns when it answers.
    package func startRig() async throws {
        try await rigProgram.start()
        _ = try await waitFor("the rig") { try rig.snapshot() }
    }

    /// Starts the tag-key service; returns when its socket is there.
    package func startTagKeys() async throws {
        try await tagKeys.start()
        let path = folder.tagKeysSocketPath
        _ = try await waitFor("the tag-key service, see \(tagKeys.logPath)") {
            FileManager.default.fileExists(atPath: path) ? true : nil
        }
    }

    /// Stops the tag-key service in order.
    package func stopTagKeys() async { await tagKeys.stop() }

    /// Starts headquarters; returns when the console answers.
    package func startHeadquarters() async throws {
        try await headquarters.start()
        let client = WebClient(host: "127.0.0.1", port: ports.console)
        _ = try await waitFor("the console, see \(headquarters.logPath)") {
            try await client.exchange(.GET, "/log-in").status == 200 ? true : nil
        }
    }

    /// Stops headquarters in order.
    package func stopHeadquarters() async { await headquarters.stop() }

    /// Kills headquarters' process (SIGKILL).
    package func killHeadquarters() async { await headquarters.kill() }

    /// Starts a cabinet; its screen comes once it is enrolled and has its lock map.
    package func startCabinet(_ name: String) async throws { try await program(of: name).start() }

    /// Stops a cabinet in order.
    package func stopCabinet(_ name: String) async throws { try await program(of: name).stop() }

    /// Kills a cabinet's process (SIGKILL).
    package func killCabinet(_ name: String) async throws { try await program(of: name).kill() }

    /// The number of a cabinet's process while it runs.
    package func processIdentifier(ofCabinet name: String) async throws -> Int32? {
        try await program(of: name).processIdentifier
    }

    /// Stops everything in order: those that write first, the hardware last.
    private func stop() async {
        await withTaskGroup(of: Void.self) { group in
            for cabinet in cabinets.values { group.addTask { await cabinet.stop() } }
        }
        await headquarters.stop()
        await tagKeys.stop()
        await rigProgram.stop()
    }

    /// The resident memory that only this process uses, in bytes: Private_Clean and Private_Dirty of proc(5).
    package func privateMemory() async throws -> [(name: String, bytes: Int)] {
        var figures: [(name: String, bytes: Int)] = []
        for program in [headquarters, tagKeys] + Self.sites.compactMap({ cabinets[$0.cabinet] }) {
            guard let process = await program.processIdentifier else { continue }
            let text = try String(contentsOfFile: "/proc/\(process)/smaps_rollup", encoding: .utf8)
            let kibibytes = text.split(separator: "\n").filter { $0.hasPrefix("Private_") }
                .compactMap { line in Int(line.split(separator: " ").dropFirst().first ?? "") }
            figures.append((program.name, kibibytes.reduce(0, +) * 1_024))
        }
        return figures
    }

    private func program(of name: String) throws -> Program {
        guard let program = cabinets[name] else {
            throw FleetError(.program, "there is no cabinet \(name)")
        }
        return program
    }
}
