/// What a reader process is told at its start.
package struct ReaderOptions: Equatable, Sendable {
    /// The serial port of the PN532.
    package let port: String
    /// The descriptor of the supervisor's socket, or nil for the one that a service manager hands over.
    package let descriptor: Int32?

    /// libnfc's connection strings hold 1024 characters with driver and speed.
    static let portByteCountMax = 512

    /// Reads arguments without the program's name: `--port PATH` and, once or never, `--descriptor NUMBER`.
    ///
    /// Throws `usage` for anything else and for a path that libnfc would take apart: it separates by colons.
    package init(arguments: [String]) throws(TagReaderExit) {
        var port: String?
        var descriptor: Int32?
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw .usage }
            switch name {
            case "--port" where port == nil: port = value
            case "--descriptor" where descriptor == nil:
                guard let number = Int32(value), number > 2 else { throw .usage }
                descriptor = number
            default: throw .usage
            }
        }
        guard let port, port.hasPrefix("/"), !port.contains(":"), port.utf8.count <= Self.portByteCountMax
        else {
            throw .usage
        }
        self.port = port
        self.descriptor = descriptor
    }
}
