import Cryptography
import FoundationEssentials
import Glibc

/// A folder through which a command asks the daemon beside it to do something with the records that the daemon holds.
///
/// One errand at a time: a file `request`, whose first line is a name of its own and what is asked; then a file `answer-` and that
/// name, so that nobody takes an answer that came late for his own. Who may write into the folder may ask: the service itself,
/// and root.
package struct ErrandFolder: Sendable {
    /// The most bytes of a request and of an answer.
    package static let byteCountMax = 96 << 20
    /// How often the daemon looks.
    package static let period = Duration.seconds(1)

    /// How long a command waits for the daemon to take its errand, and then for the answer: a full stick is a thousand commits,
    /// and the fold of what they brought.
    package static let patience = (toBeTaken: Duration.seconds(60), answer: Duration.seconds(900))

    private static let glance = Duration.milliseconds(100)
    private static let answerPrefix = "answer-"
    private static let markByteCount = 16

    private let path: String
    private var requestPath: String { "\(path)/request" }

    /// A folder at a path; the daemon makes it.
    package init(path: String) { self.path = path }

    /// An errand as the daemon finds it.
    package struct Errand: Sendable, Equatable {
        /// What it is called.
        package let name: String
        /// What came with it.
        package let bytes: [UInt8]
        /// The name of its own under which it is answered.
        fileprivate let mark: String
    }

    // MARK: The daemon

    /// Makes the folder, and takes away what an earlier run left there.
    package func open() throws(EnrolmentError) {
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST, unsafe chmod(path, 0o700) == 0 else {
            throw EnrolmentError("making \(path)", errno: errno)
        }
        for file in [requestPath] + files(named: Self.answerPrefix) { _ = unsafe Glibc.unlink(file) }
    }

    private func files(named prefix: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.map { "\(path)/\($0)" }
    }

    /// The errand that waits.
    ///
    /// One that cannot be read is gone after this too: it would be in the way of every later one.
    package func next() throws(EnrolmentError) -> Errand? {
        guard unsafe access(requestPath, F_OK) == 0 else { return nil }
        defer { _ = unsafe Glibc.unlink(requestPath) }
        let bytes = try ProtectedFile.read(
            requestPath,
            readers: .ownerOnly,
            byteCountMax: Self.byteCountMax
        )
        let (line, rest) = Self.parts(of: bytes)
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2, words[0].count == 2 * Self.markByteCount, Hex.decode(words[0]) != nil else {
            throw EnrolmentError(.malformed, "an errand begins with a name of its own; update the command")
        }
        return Errand(name: words[1], bytes: rest, mark: words[0])
    }

    /// Answers an errand; `refusal` says why it was not done.
    ///
    /// What nobody waits for any more is taken away with a later answer, or at the next start.
    package func answer(_ errand: Errand, _ bytes: [UInt8], refusal: String? = nil) throws(EnrolmentError) {
        let word = refusal.map { "no " + $0.split(separator: "\n").joined(separator: " ") } ?? "done"
        let answer = answerPath(errand.mark)
        let old = time(nil) - time_t(Self.patience.answer.components.seconds)
        for file in files(named: Self.answerPrefix) {
            var about = stat()
            if unsafe stat(file, &about) == 0, about.st_mtim.tv_sec < old { _ = unsafe Glibc.unlink(file) }
        }
        try ProtectedFile.replace(answer, Array("\(word)\n".utf8) + bytes, readers: .ownerOnly)
    }

    private func answerPath(_ mark: String) -> String { "\(path)/\(Self.answerPrefix)\(mark)" }

    // MARK: The command

    /// Asks the daemon, and waits for what it answers.
    ///
    /// - Throws: ``EnrolmentError`` `.notPermitted` for somebody who is neither the service nor root, `.notFound` where no daemon
    ///   answers in time, `.alreadyThere` while another command asks, `.mismatch` with the daemon's own words.
    package func ask(
        _ name: String,
        _ bytes: [UInt8] = [],
        patience: (toBeTaken: Duration, answer: Duration) = Self.patience
    ) async throws -> [UInt8] {
        guard unsafe access(requestPath, F_OK) != 0 else {
            throw EnrolmentError(.alreadyThere, "another command is asking the daemon; try again in a minute")
        }
        let mark = try withCryptography { () throws(CryptographyError) in
            Hex.encode(try SecureRandom.bytes(Self.markByteCount))
        }
        let answerPath = answerPath(mark)
        try lay(Array("\(mark) \(name)\n".utf8) + bytes)
        let start = ContinuousClock.now
        var isTaken = false
        while ContinuousClock.now < start + (isTaken ? patience.answer : patience.toBeTaken) {
            if unsafe access(answerPath, F_OK) == 0 { return try answered(answerPath) }
            try await Task.sleep(for: Self.glance)
            isTaken = unsafe isTaken || access(requestPath, F_OK) != 0
        }
        guard !isTaken else {
            throw EnrolmentError(
                .notFound,
                "the service is at work still, and what it stores is kept; ask again in a while"
            )
        }
        _ = unsafe Glibc.unlink(requestPath)
        throw EnrolmentError(
            .notFound,
            "nothing answers at \(path); is the service running, or at work on another?"
        )
    }

    private func answered(_ answerPath: String) throws(EnrolmentError) -> [UInt8] {
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
