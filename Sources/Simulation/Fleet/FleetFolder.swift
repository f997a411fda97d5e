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

    /// Uses an empty folder for a company that stands elsewhere and is stopped: keys, records, tags and papers are
    /// the same; ports, paths and configurations are the new folder's own.
    ///
    /// - Throws: ``FleetError`` `.folder` for one with other things in it, and for what cannot be copied.
    package init(path: String, copyOf original: FleetFolder) throws(FleetError) {
        try self.init(path: path, fresh: false)
        let files = FileManager.default
        do {
            for name in try original.keptNames {
                let target = "\(path)/\(name)"
                if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
                try files.copyItem(atPath: "\(original.path)/\(name)", toPath: target)
            }
        } catch {
            throw FleetError(.folder, "\(original.path) cannot be copied to \(path): \(error)")
        }
    }

    /// What makes a company, relative to the folder; sockets, links, logs and ports are made anew.
    private var keptNames: [String] {
        get throws {
            let names =
                ["hq/state", "hq/headquarters.keys", "keys/state", "keys/keys.yaml", "rig/state.json"]
                + ["people", "papers", "cast.json", "ready"]
                + FleetStory.sites.flatMap { ["\($0.cabinet)/state"] }
            let missing = names.filter { !FileManager.default.fileExists(atPath: "\(path)/\($0)") }
            guard missing.isEmpty else {
                throw FleetError(
                    .folder,
                    "no company stands in \(path): \(missing.joined(separator: ", ")) missing"
                )
            }
            return names
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

    /// Keeps others away from the folder as long as somebody holds the answer.
    ///
    /// - Throws: ``FleetError`` `.folder` where another one plays here.
    func lock() throws(FleetError) -> OpenDescriptor {
        let file = OpenDescriptor(unsafe open(lockPath, O_CREAT | O_RDWR | O_CLOEXEC, 0o600))
        guard let file, flock(file.value, LOCK_EX | LOCK_NB) == 0 else {
            throw FleetError(
                .folder,
                "another run uses \(path); stop it, or choose another folder with --state"
            )
        }
        return file
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
