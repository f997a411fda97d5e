import FoundationEssentials
import Glibc

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
            for port in all where try LoopbackPort.isTaken(port) {
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: folder.portsPath), options: .atomic)
    }

    private var all: [Int] { [console, cabinets, enrolment] + lines.values + screens.values }
}

/// Ports of 127.0.0.1.
enum LoopbackPort {
    /// Ports that nobody listens on.
    static func free(count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        return try (0..<count).map { _ in
            let (socket, port) = try bound(to: 0)
            sockets.append(socket)
            guard let port else { throw FleetError(.address, "there is no free port") }
            return port
        }
    }

    /// Whether somebody listens there.
    static func isTaken(_ port: Int) throws -> Bool {
        let (socket, bound) = try bound(to: port)
        close(socket)
        return bound == nil
    }

    private static func bound(to port: Int) throws -> (socket: Int32, port: Int?) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw FleetError(.address, "no socket can be opened: errno \(errno)") }
        // A port that a program left a moment ago is free (socket(7)).
        var yes: Int32 = 1
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(descriptor, pointer, length) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        return (descriptor, isBound ? Int(UInt16(bigEndian: address.sin_port)) : nil)
    }
}
