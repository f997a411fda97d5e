import Glibc

/// A folder through which a command asks the daemon beside it to do something with the records that the daemon holds.
///
/// One errand at a time: a file `request`, then a file `answer`. Who may write into the folder may ask: the service itself, and
/// root.
package struct ErrandFolder: Sendable {
    /// The most bytes of a request and of an answer.
    package static let byteCountMax = 96 << 20
    /// How often the daemon looks.
    package static let period = Duration.seconds(1)

    private static let glance = Duration.milliseconds(100)

    private let path: String
    private var requestPath: String { "\(path)/request" }
    private var answerPath: String { "\(path)/answer" }

    /// A folder at a path; the daemon makes it.
    package init(path: String) { self.path = path }

    // MARK: The daemon

    /// Makes the folder, and takes away what an earlier run left there.
    package func open() throws(EnrolmentError) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST, unsafe chmod(path, 0o700) == 0 else {
            throw EnrolmentError("making \(path)", errno: errno)
        }
        for file in [requestPath, answerPath] { _ = unsafe Glibc.unlink(file) }
    }

    /// The errand that waits: what it is called, and what came with it.
    package func next() throws(EnrolmentError) -> (name: String, bytes: [UInt8])? {
        guard unsafe access(requestPath, F_OK) == 0 else { return nil }
        let bytes = try ProtectedFile.read(
            requestPath,
            readers: .ownerOnly,
            byteCountMax: Self.byteCountMax
        )
        _ = unsafe Glibc.unlink(requestPath)
        return Self.parts(of: bytes)
    }

    /// Answers the errand that was taken last; `refusal` says why it was not done.
    package func answer(_ bytes: [UInt8], refusal: String? = nil) throws(EnrolmentError) {
        let word = refusal.map { "no " + $0.split(separator: "\n").joined(separator: " ") } ?? "done"
        try ProtectedFile.replace(answerPath, Array("\(word)\n".utf8) + bytes, readers: .ownerOnly)
    }

    // MARK: The command

    /// Asks the daemon, and waits for what it answers.
    ///
    /// - Throws: ``EnrolmentError`` `.notPermitted` for somebody who is neither the service nor root, `.notFound` where no daemon
    ///   answers in time, `.alreadyThere` while another command asks, `.mismatch` with the daemon's own words.
    package func ask(_ name: String, _ bytes: [UInt8] = [], patience: Duration = .seconds(60)) async throws
        -> [UInt8]
    {
        guard unsafe access(requestPath, F_OK) != 0 else {
            throw EnrolmentError(.alreadyThere, "another command is asking the daemon; try again in a minute")
        }
        _ = unsafe Glibc.unlink(answerPath)
        try lay(Array("\(name)\n".utf8) + bytes)
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline {
            if unsafe access(answerPath, F_OK) == 0 { return try answered() }
            try await Task.sleep(for: Self.glance)
        }
        _ = unsafe Glibc.unlink(requestPath)
        throw EnrolmentError(.notFound, "nothing answers at \(path); is the service running?")
    }

    private func answered() throws(EnrolmentError) -> [UInt8] {
        let bytes = try ProtectedFile.read(answerPath, readers: .ownerOnly, byteCountMax: Self.byteCountMax)
        _ = unsafe Glibc.unlink(answerPath)
        let (word, rest) = Self.parts(of: bytes)
        guard word == "done" else { throw EnrolmentError(.mismatch, String(word.dropFirst(3))) }
        return rest
    }

    /// Writes the request, as the folder's owner where root asks: the daemon reads no file that is another's.
    private func lay(_ bytes: [UInt8]) throws(EnrolmentError) {
        var about = stat()
        guard unsafe stat(path, &about) == 0 else {
            throw EnrolmentError(.notFound, "there is no \(path); is the service running?")
        }
        let coming = "\(requestPath).coming"
        try ProtectedFile.replace(coming, bytes, readers: .ownerOnly)
        guard unsafe chown(coming, about.st_uid, about.st_gid) == 0, unsafe rename(coming, requestPath) == 0
        else {
            let number = errno
            _ = unsafe Glibc.unlink(coming)
            throw EnrolmentError("asking at \(path)", errno: number)
        }
    }

    private static func parts(of bytes: [UInt8]) -> (String, [UInt8]) {
        let line = bytes.prefix { $0 != 0x0A }
        return (String(decoding: line, as: UTF8.self), Array(bytes.dropFirst(line.count + 1)))
    }
}
