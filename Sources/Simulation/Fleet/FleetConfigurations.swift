import FoundationEssentials

/// Writes the configuration files of all programs, as an installer would.
struct FleetConfigurations {
    let folder: FleetFolder
    let ports: FleetPorts
    let programs: String

    /// How long a count run waits for a cabinet that is silent, in seconds: the shortest that headquarters accepts.
    private static let countSeconds = 10
    private static let rootKey = "root: "

    func write() throws {
        try writeTagKeys(root: obeyedRoot)
        try folder.write(headquarters, to: folder.headquartersConfigurationPath)
        for site in FleetStory.sites {
            try FileManager.default.createDirectory(
                atPath: folder.cabinet(site.cabinet),
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
            try folder.write(cabinet(site), to: folder.cabinetConfigurationPath(site.cabinet))
        }
        let bytes = try JSONEncoder.readable.encode(rig)
        try bytes.write(to: URL(filePath: folder.rigConfigurationPath), options: .atomic)
    }

    /// The root that the tag-key service was told of at an earlier start.
    private var obeyedRoot: String? {
        let text = try? String(contentsOfFile: folder.tagKeysConfigurationPath, encoding: .utf8)
        return text?.split(separator: "\n").first { $0.hasPrefix(Self.rootKey) }
            .map { $0.dropFirst(Self.rootKey.count).filter { $0 != "\"" } }
    }

    /// The tag-key service can make its keys before owners have signed the root that it will obey.
    func writeTagKeys(root: String?) throws {
        let text = """
            state:
              folder: \(folder.tagKeys)/state
            jobs:
              socket: \(folder.tagKeysSocketPath)
            organisation: \(FleetStory.organisation)

            """
        try folder.write(
            text + (root.map { "\(Self.rootKey)\"\($0)\"\n" } ?? ""),
            to: folder.tagKeysConfigurationPath
        )
    }

    private var headquarters: String {
        """
        state:
          folder: \(folder.headquarters)/state
        console:
          host: 127.0.0.1
          port: \(ports.console)
          contact: 总部印章管理部 8001
        cabinets:
          endpoint: tcp://127.0.0.1:\(ports.cabinets)
          enrolmentEndpoint: tcp://127.0.0.1:\(ports.enrolment)
        tagKeys:
          socket: \(folder.tagKeysSocketPath)
        counts:
          seconds: \(Self.countSeconds)

        """
    }

    private func cabinet(_ site: FleetStory.Site) -> String {
        let board = site.boardKind == "modbus" ? "modbus" : "8a"
        let slots = site.seals.indices.map {
            "    - slot\($0 + 1)=\(folder.rig.slotReader(site.cabinet, $0 + 1))"
        }
        return """
            state:
              folder: \(folder.cabinet(site.cabinet))/state
            headquarters:
              address: tcp://127.0.0.1:\(ports.lines[site.cabinet] ?? 0)
            screen:
              host: 127.0.0.1
              port: \(ports.screens[site.cabinet] ?? 0)
              contact: 印章管理员 8021
              columns: 2
            readers:
              executable: \(programs)/signet-tag-reader
              front: \(folder.rig.frontReader(site.cabinet))
              slots:
            \(slots.joined(separator: "\n"))
            boards:
              lines:
                - main=\(board):1:\(folder.rig.board(site.cabinet))

            """
    }

    private var rig: RigConfiguration {
        RigConfiguration(
            cabinets: FleetStory.sites.map { site in
                RigConfiguration.Cabinet(
                    name: site.cabinet,
                    slotCount: site.seals.count,
                    board: .init(kind: site.boardKind),
                    line: .init(
                        listen: "127.0.0.1:\(ports.lines[site.cabinet] ?? 0)",
                        target: "127.0.0.1:\(ports.cabinets)"
                    )
                )
            }
        )
    }
}

extension FleetFolder {
    var rigConfigurationPath: String { "\(path)/rig.json" }
    var headquartersConfigurationPath: String { "\(headquarters)/headquarters.yaml" }
    var tagKeysConfigurationPath: String { "\(tagKeys)/keys.yaml" }
    var tagKeysSocketPath: String { "\(tagKeys)/jobs" }
    func cabinetConfigurationPath(_ name: String) -> String { "\(cabinet(name))/cabinet.yaml" }
}
