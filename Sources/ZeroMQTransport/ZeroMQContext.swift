import CZeroMQ

/// A libzmq context: its I/O threads and its inproc names.
///
/// A class, because every socket must be closed before `zmq_ctx_term`, which else waits for ever: each socket
/// keeps its context, so that the last of them ends it.
@safe final class ZeroMQContext: @unchecked Sendable {
    // @unchecked: a context may be used from any thread (zmq_ctx_new(3), "Thread safety").
    let pointer: UnsafeMutableRawPointer

    init() throws(ZeroMQError) {
        guard unsafe zmq_has("curve") == 1 else {
            throw ZeroMQError(.notSupported, "This libzmq has no CURVE. Install Debian's libzmq5.")
        }
        guard let pointer = unsafe zmq_ctx_new() else { throw .last("Making a ZeroMQ context") }
        unsafe self.pointer = pointer
    }

    deinit {
        // zmq_ctx_term(3): a signal may interrupt it, then it is called again.
        while unsafe zmq_ctx_term(pointer) != 0, zmq_errno() == EINTR {}
    }
}
