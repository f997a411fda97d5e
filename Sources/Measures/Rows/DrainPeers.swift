import FoundationEssentials
import Subprocess
import SystemPackage

/// Programs that others made for the same work, measured beside ours on the same machine.
package struct DrainPeers: Sendable {
    private static let outputByteCountMax = 1 << 16

    private let scripts: String
    private let natsServer: String

    /// Peers whose scripts lie in a folder; `natsServer` is the program nats-server.
    package init(scripts: String, natsServer: String) {
        self.scripts = scripts
        self.natsServer = natsServer
    }

    /// What a peer's script prints.
    private struct Result: Decodable {
        let seconds: Double
        let records: Double
    }

    /// Records per second from a NATS leaf to its hub; `sync` is "default" or "always".
    func nats(records: Int, sync: String, folder: String) async throws -> Double {
        try await rate(
            "drain_nats.py",
            ["--server", natsServer, "--sync", sync],
            records: records,
            folder: "\(folder)/nats-\(sync)-\(records)"
        )
    }

    /// Records per second from mosquitto's persistent session to a subscriber that comes back.
    func mosquitto(records: Int, folder: String) async throws -> Double {
        try await rate("drain_mosquitto.py", [], records: records, folder: "\(folder)/mosquitto-\(records)")
    }

    private func rate(_ script: String, _ arguments: [String], records: Int, folder: String) async throws
        -> Double
    {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let size = String(MeasuredRecords.byteCount)
        let result = try await Subprocess.run(
            .path("/usr/bin/python3"),
            arguments: Arguments(
                ["\(scripts)/\(script)"] + arguments
                    + ["--folder", folder, "--records", String(records), "--bytes", size]
            ),
            output: .string(limit: Self.outputByteCountMax),
            error: .string(limit: Self.outputByteCountMax)
        )
        guard case .exited(0) = result.terminationStatus else {
            throw MeasureError("\(script) came to nothing: \(result.standardError)")
        }
        let measured = try JSONDecoder().decode(Result.self, from: Data(result.standardOutput.utf8))
        try FileManager.default.removeItem(atPath: folder)
        return measured.records / measured.seconds
    }
}
