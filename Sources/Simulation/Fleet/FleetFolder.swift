import FoundationEssentials
import Glibc

/// Where the fleet keeps everything: one folder.
package struct FleetFolder: Sendable {
    /// The longest path: the names of sockets below it must fit into sun_path (unix(7)).
    private static let byteCountMax = 70

    /// The folder.
    package let path: String

    /// Uses a folder, made where it is missing.
    ///
    /// - Throws: ``FleetError`` `.folder` for one with other things in it, and for a path that is too long.
    package init(path: String, fresh: Bool) throws(FleetError) {
        guard path.hasPrefix("/"), path.utf8.count <= Self.byteCountMax, !path.contains(":") else {
            throw FleetError(
                .folder,
                "\(path) must begin with /, have no colon and at most \(Self.byteCountMax) bytes; choose one with --state"
            )
        }
        self.path = path
        do { try make(fresh: fresh) } catch let error as FleetError { throw error } catch {
            throw FleetError(.folder, "\(path) cannot be used: \(error)")
        }
    }

    private func make(fresh: Bool) throws {
        let files = FileManager.default
        let isOurs = files.fileExists(atPath: markPath)
        if !isOurs, let names = try? files.contentsOfDirectory(atPath: path), !names.isEmpty {
            throw FleetError(.folder, "\(path) holds other things; choose another folder with --state")
        }
        if fresh, isOurs {
            for name in try files.contentsOfDirectory(atPath: path) where "\(path)/\(name)" != lockPath {
                try files.removeItem(atPath: "\(path)/\(name)")
            }
        }
        for folder in [path, headquarters, tagKeys, rig.path, people, papers, logs] {
            try files.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
        if !files.fileExists(atPath: markPath) { try write("signet fleet\n", to: markPath) }
    }

    /// Keeps others away from the folder until the process ends.
    ///
    /// - Throws: ``FleetError`` `.folder` where another one plays here.
    package func lock() throws(FleetError) {
        let descriptor = unsafe open(lockPath, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw FleetError(
                .folder,
                "another run uses \(path); stop it, or choose another folder with --state"
            )
        }
    }

    private var markPath: String { "\(path)/fleet" }
    private var lockPath: String { "\(path)/lock" }

    /// The ports that were chosen at the first start.
    var portsPath: String { "\(path)/ports.json" }
    /// Who holds which key, and which ids the story's people have.
    var castPath: String { "\(path)/cast.json" }
    /// Written when the story's organisation stands.
    var readyPath: String { "\(path)/ready" }
    /// Headquarters' configuration and state.
    package var headquarters: String { "\(path)/hq" }
    /// The tag-key service's configuration, state and socket.
    package var tagKeys: String { "\(path)/keys" }
    /// The rig.
    package var rig: RigFolder { RigFolder(path: "\(path)/rig") }
    /// The key files of people, which headquarters never sees.
    package var people: String { "\(path)/people" }
    /// What people signed.
    package var papers: String { "\(path)/papers" }
    /// What the programs say.
    package var logs: String { "\(path)/logs" }
    /// A cabinet's configuration and state.
    package func cabinet(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a text file for this user alone.
    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
}
