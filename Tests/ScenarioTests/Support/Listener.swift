@testable import Simulation

/// Somebody else who listens on a port of this machine, for as long as this is kept.
final class Listener {
    private let socket: OpenDescriptor

    init?(port: Int) {
        guard let address = LocalSocket.Address("127.0.0.1:\(port)"),
            let socket = try? LocalSocket.listen(at: address)
        else { return nil }
        self.socket = socket
    }
}
