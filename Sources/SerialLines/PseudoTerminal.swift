import CTerminal
import Glibc

/// The far end of a serial line without a wire: what is written here is read by whoever opens `path`, and back.
///
/// It holds the near end open too, so that a device outlives its user as one on a real wire does.
package struct PseudoTerminal: ~Copyable, Sendable {
    /// The device that a driver opens.
    package let path: String
    /// The stable name beside it, if one was wanted.
    package let link: String?

    private let far: OwnedDescriptor
    private let near: OwnedDescriptor

    /// Makes a pair; `link` becomes a symbolic link to the device, replacing a link of that name and nothing else.
    package init(link: String? = nil) throws(SerialLineError) {
        let flags = O_RDWR | O_NOCTTY | O_CLOEXEC
        var name = [CChar](repeating: 0, count: Self.pathByteCountMax)
        let far = try unsafe OwnedDescriptor(
            signet_pseudo_terminal(flags | O_NONBLOCK, &name, name.count),
            orFail: "making a pseudo-terminal"
        )
        let path = Self.text(name.prefix { $0 != 0 })
        let near = try unsafe OwnedDescriptor(Glibc.open(path, flags), orFail: "opening \(path)")
        try TerminalSettings.makeRaw(near.value, baud: .baud9600)
        if let link { try Self.place(link, to: path) }
        self.path = path
        self.link = link
        self.far = far
        self.near = near
    }

    deinit {
        // Another pair may have taken the name since.
        if let link, Self.target(of: link) == path { _ = unsafe unlink(link) }
    }

    /// The far end's descriptor, non-blocking, for an event loop; this value closes it.
    package var descriptor: Int32 { far.value }

    /// The next bytes from the user of the line, at most `countMax`; empty when the deadline passed without any.
    package func readSome(
        countMax: Int,
        until deadline: ContinuousClock.Instant
    ) throws(SerialLineError) -> [UInt8] {
        let bytes = try DescriptorTransfer.readSome(far.value, countMax: countMax, until: deadline)
        if bytes.isEmpty { releaseAbandoned() }
        return bytes
    }

    /// All bytes to the user of the line.
    package func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(SerialLineError) {
        try DescriptorTransfer.write(far.value, bytes, until: deadline)
    }

    /// Blocks this thread until `instant`.
    package func pause(until instant: ContinuousClock.Instant) { DescriptorTransfer.pause(until: instant) }

    /// Clears the exclusive flag that a killed user left behind.
    ///
    /// The kernel drops a device's flags at its last close, and the near end of a pair is never closed for the last
    /// time while the far end lives. `SerialLine` holds flock whenever it holds the flag, so that a lock to be had
    /// means its holder is dead.
    package func releaseAbandoned() {
        guard signet_ioctl_get(near.value, UInt(bitPattern: exclusiveQuestion)) == 1 else { return }
        guard flock(near.value, LOCK_EX | LOCK_NB) == 0 else { return }
        _ = signet_ioctl_none(near.value, UInt(TIOCNXCL))
        _ = flock(near.value, LOCK_UN)
    }
}

/// TIOCGEXCL of tty_ioctl(4), `_IOR('T', 0x40, int)`, a macro that Swift does not import.
private let exclusiveQuestion = 2 << 30 | 4 << 16 | 0x54 << 8 | 0x40

extension PseudoTerminal {
    /// ptsname_r(3); "/dev/pts/" and a number always fit.
    private static let pathByteCountMax = 64

    private static func place(_ link: String, to path: String) throws(SerialLineError) {
        // A link under another name and a rename, so that the name never leads nowhere in between.
        let beside = "\(link).\(getpid())"
        guard unsafe symlink(path, beside) == 0 else {
            throw SerialLineError("linking \(link)", errno: errno)
        }
        if target(of: link) == nil, unsafe access(link, F_OK) == 0 {
            _ = unsafe unlink(beside)
            throw SerialLineError(
                .linkRefused,
                "\(link) exists and is no link; remove it or give another name"
            )
        }
        guard unsafe rename(beside, link) == 0 else {
            let number = errno
            _ = unsafe unlink(beside)
            throw SerialLineError("linking \(link)", errno: number)
        }
    }

    /// What the link says, or nil when it is no link.
    private static func target(of link: String) -> String? {
        var buffer = [CChar](repeating: 0, count: pathByteCountMax)
        let count = unsafe readlink(link, &buffer, buffer.count)
        return count < 0 ? nil : text(buffer.prefix(count))
    }

    private static func text(_ characters: ArraySlice<CChar>) -> String {
        String(decoding: characters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
