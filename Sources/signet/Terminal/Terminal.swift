import Glibc

/// The terminal at which the person sits, whatever standard input and output are connected to.
struct Terminal: ~Copyable {
    /// The most bytes of an answer.
    private static let lineByteCountMax = 4_096
    /// Ctrl-C, as the terminal sends it.
    private static let interrupt: UInt8 = 3

    private let descriptor: Int32

    /// The controlling terminal; throws where there is none, as in a script.
    init() throws {
        descriptor = unsafe open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else {
            throw Failure.refused(
                "there is no terminal to ask at; give --yes and --passphrase-file where they are needed"
            )
        }
    }

    deinit { _ = close(descriptor) }

    /// Writes text.
    borrowing func show(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Asks, and returns the line that is typed.
    borrowing func ask(_ question: String) throws -> [UInt8] {
        show(question)
        return try line()
    }

    /// Asks without showing what is typed.
    borrowing func askSecret(_ question: String) throws -> [UInt8] {
        var before = termios()
        guard unsafe tcgetattr(descriptor, &before) == 0 else {
            throw Failure.refused("the terminal cannot be told to hide what is typed")
        }
        var hidden = before
        // Without ISIG a Ctrl-C is a byte that ends the line, and the terminal is set back in every case.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        hidden.c_cc.11 = Self.interrupt  // VEOL
        guard unsafe tcsetattr(descriptor, TCSAFLUSH, &hidden) == 0 else {
            throw Failure.refused("the terminal cannot be told to hide what is typed")
        }
        defer {
            _ = unsafe tcsetattr(descriptor, TCSAFLUSH, &before)
            show("\n")
        }
        // Only now: what is typed before the terminal hides it would show, and be thrown away.
        show(question)
        return try line()
    }

    private borrowing func line() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < Self.lineByteCountMax {
            let count = unsafe read(descriptor, &byte, 1)
            let number = errno
            if count < 0, number == EINTR { continue }
            guard count == 1, byte != Self.interrupt else { throw Failure.declined }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return bytes }
            bytes.append(byte)
        }
        throw Failure.refused("the answer has more than \(Self.lineByteCountMax) bytes")
    }
}
