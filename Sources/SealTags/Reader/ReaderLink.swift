import Glibc

/// The supervisor's end of the socket to one reader process, and the process behind it where we started it.
///
/// Letting go of it closes the socket, upon which the process ends itself, and kills the process if it is ours.
struct ReaderLink: ~Copyable {
    private let socket: Int32
    /// Nil in the field, where a service manager owns the process.
    private let process: ReaderProcess?

    /// Starts or reaches the process.
    ///
    /// Throws the illness that it is when that fails.
    static func opened(_ launch: ReaderLaunch) throws(ReaderLinkFailure) -> ReaderLink {
        switch launch {
        case .connect(let path): return ReaderLink(socket: try connected(to: path), process: nil)
        case .spawn(let executable, let port):
            let (ours, theirs) = try pair()
            defer { _ = close(theirs) }
            do throws(ReaderLinkFailure) {
                let process = try ReaderProcess(executable: executable, port: port, socket: theirs)
                return ReaderLink(socket: ours, process: process)
            } catch {
                _ = close(ours)
                throw error
            }
        }
    }

    deinit {
        _ = close(socket)
        _ = process?.kill()
    }

    /// Sends one request and waits for its answer until `deadline`.
    ///
    /// Every throw is the end of this link: what comes late must never be taken for the answer to something else.
    func ask(
        _ request: ReaderRequest,
        until deadline: ContinuousClock.Instant
    ) throws(ReaderLinkFailure) -> ReaderAnswer.Result {
        let bytes = request.bytes
        // A send that would block means that the process reads nothing; MSG_NOSIGNAL spares us SIGPIPE.
        let sent = unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        guard sent == bytes.count else { throw ReaderLinkFailure(ended()) }
        guard let answer = try receive(until: deadline) else { throw ReaderLinkFailure(.overdue) }
        do throws(TagError) {
            let answer = try ReaderAnswer(bytes: answer)
            guard answer.number == request.number else { throw TagError(.malformedMessage, "") }
            return answer.result
        } catch { throw ReaderLinkFailure(.babbling) }
    }

    /// One message, or nil when the deadline passed.
    private func receive(until deadline: ContinuousClock.Instant) throws(ReaderLinkFailure) -> [UInt8]? {
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return nil }
            var question = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let ready = unsafe poll(&question, 1, left.milliseconds)
            if ready == 0 || (ready < 0 && errno == EINTR) { continue }
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: ReaderMessage.byteCountMax) {
                buffer,
                count in
                count = unsafe max(0, recv(socket, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)))
            }
            guard !bytes.isEmpty else { throw ReaderLinkFailure(ended()) }
            return bytes
        }
    }

    /// Why nobody is at the other end any more.
    private func ended() -> ReaderIllness { process?.kill() ?? .hungUp }

    /// Both ends are closed on exec, so that no other child holds one open and hides a hang-up.
    private static func pair() throws(ReaderLinkFailure) -> (ours: Int32, theirs: Int32) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw ReaderLinkFailure(.cannotStart(errno))
        }
        return (ends[0], ends[1])
    }

    private static func connected(to path: String) throws(ReaderLinkFailure) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let characters = Array(path.utf8)
        let fits = unsafe withUnsafeMutableBytes(of: &address.sun_path) { field in
            guard characters.count < field.count else { return false }
            unsafe field.copyBytes(from: characters)
            return true
        }
        guard fits else { throw ReaderLinkFailure(.cannotStart(ENAMETOOLONG)) }
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = Glibc.socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { throw ReaderLinkFailure(.cannotStart(errno)) }
        // Connecting to a local socket waits for nothing but room in its backlog.
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            _ = close(descriptor)
            throw ReaderLinkFailure(.cannotStart(number))
        }
        return descriptor
    }
}

/// A link that is of no more use, and why.
struct ReaderLinkFailure: Error {
    let illness: ReaderIllness

    init(_ illness: ReaderIllness) { self.illness = illness }
}
