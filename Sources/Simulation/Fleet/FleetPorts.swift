import FoundationEssentials

/// The fleet's ports on the loopback address, chosen once: slips name them.
package struct FleetPorts: Codable, Sendable {
    /// The console.
    package let console: Int
    /// Where cabinets come in.
    package let cabinets: Int
    /// Where cabinets come in that are not enrolled.
    package let enrolment: Int
    /// Each cabinet's line to headquarters through the rig.
    package let lines: [String: Int]
    /// Each cabinet's screen.
    package let screens: [String: Int]

    /// The ports of a folder, chosen among the free ones at its first start.
    ///
    /// - Throws: ``FleetError`` `.address` where one is taken by now.
    init(of folder: FleetFolder, cabinets names: [String]) throws {
        if let data = try? Data(contentsOf: URL(filePath: folder.portsPath)) {
            self = try JSONDecoder().decode(Self.self, from: data)
            for port in all where LoopbackPort.isTaken(port) {
                throw FleetError(
                    .address,
                    "port \(port) is taken by another program; stop it, or use --fresh"
                )
            }
            return
        }
        var free = try LoopbackPort.free(count: 3 + 2 * names.count)[...]
        console = free.removeFirst()
        cabinets = free.removeFirst()
        enrolment = free.removeFirst()
        lines = Dictionary(uniqueKeysWithValues: zip(names, free.prefix(names.count)))
        screens = Dictionary(uniqueKeysWithValues: zip(names, free.dropFirst(names.count)))
        try JSONEncoder.readable.encode(self).write(to: URL(filePath: folder.portsPath), options: .atomic)
    }

    private var all: [Int] { [console, cabinets, enrolment] + lines.values + screens.values }
}

/// Ports of 127.0.0.1.
enum LoopbackPort {
    /// Ports that nobody listens on.
    static func free(count: Int) throws -> [Int] {
        // All are held until the last is found, so that none is found twice.
        let sockets = try (0..<count).map { _ in try listen(on: 0) }
        return try sockets.map { socket in
            guard let port = LocalSocket.port(of: socket) else {
                throw FleetError(.address, "there is no free port")
            }
            return port
        }
    }

    /// Whether somebody listens there.
    static func isTaken(_ port: Int) -> Bool { (try? listen(on: port)) == nil }

    private static func listen(on port: Int) throws -> OpenDescriptor {
        guard let address = LocalSocket.Address("127.0.0.1:\(port)") else {
            throw FleetError(.address, "\(port) is no port")
        }
        return try LocalSocket.listen(at: address)
    }
}
