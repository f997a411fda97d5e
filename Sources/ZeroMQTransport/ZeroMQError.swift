import CZeroMQ

/// What goes wrong with a line before it stands or while its sockets are made: what, and what to do.
package struct ZeroMQError: Error, Equatable, CustomStringConvertible {
    /// What kind of error it is.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case addressInUse
            case addressNotAvailable
            case addressInvalid
            case keyInvalid
            case noResources
            case notSupported
            case systemCall
        }

        private let kind: Kind

        /// Another process or socket listens at the address.
        package static let addressInUse = Code(kind: .addressInUse)
        /// This machine has no such address.
        package static let addressNotAvailable = Code(kind: .addressNotAvailable)
        /// The text is no address.
        package static let addressInvalid = Code(kind: .addressInvalid)
        /// The bytes are no transport key.
        package static let keyInvalid = Code(kind: .keyInvalid)
        /// No more descriptors, sockets, threads or memory.
        package static let noResources = Code(kind: .noResources)
        /// This libzmq was built without what is needed.
        package static let notSupported = Code(kind: .notSupported)
        /// Any other refusal of libzmq or the kernel.
        package static let systemCall = Code(kind: .systemCall)

        package var description: String { kind.rawValue }
    }

    /// What kind of error it is.
    package let code: Code
    /// What went wrong and what to do.
    package let message: String

    /// Names an error.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package static func == (left: ZeroMQError, right: ZeroMQError) -> Bool { left.code == right.code }

    package var description: String { "\(code): \(message)" }
}

extension ZeroMQError {
    /// The error that libzmq reports on this thread for what was just tried.
    static func last(_ operation: String) -> ZeroMQError {
        of(zmq_errno(), operation)
    }

    /// Maps an error number of libzmq or the kernel, by name, in this one place.
    static func of(_ number: Int32, _ operation: String) -> ZeroMQError {
        let reason = unsafe zmq_strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        let (code, advice): (Code, String) =
            switch number {
            case EADDRINUSE: (.addressInUse, "Choose another port or stop what listens there.")
            case EADDRNOTAVAIL, ENODEV: (.addressNotAvailable, "Use an address of this machine.")
            case EINVAL, EPROTONOSUPPORT, ENOCOMPATPROTO: (.addressInvalid, "Write tcp://host:port.")
            case EMFILE, ENFILE, ENOMEM, EMTHREAD, ENOBUFS, EAGAIN:
                (.noResources, "Raise the process's limits (LimitNOFILE=, MemoryMax=).")
            case ENOTSUP: (.notSupported, "Install Debian's libzmq5, which has CURVE.")
            default: (.systemCall, "Restart the service; report it if it comes back.")
            }
        return ZeroMQError(code, "\(operation): \(reason). \(advice)")
    }
}
