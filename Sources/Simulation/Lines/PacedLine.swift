import Glibc
import SerialLines

/// The device's end of a serial line that takes as long as a wire would.
///
/// A pseudo-terminal carries bytes at once, whatever its baud rate. Here each byte takes ten bits of time in both
/// directions: bytes from the host are heard when the last of them would have arrived, and bytes to the host are
/// written when the last of them would have left.
final class PacedLine {
    /// Bytes heard at one time at most, and how often before the first of them have arrived; more wait in the kernel.
    private static let readByteCountMax = 1024
    private static let inboundPartCountMax = 16
    /// Bytes on their way to a host that does not read; more are lost, as on a wire.
    private static let outboundByteCountMax = 8192
    /// How often a line is looked at for what a killed host left behind.
    private static let inspectionInterval = Duration.seconds(1)

    private let link: String
    private let isPaced: Bool
    /// Bits per second.
    var baudRate: Int
    /// The rate that the device is about to take, at which a host may speak already.
    var nextBaudRate: Int?

    private var terminal: PseudoTerminal?
    private var inbound: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []
    private var inboundFree = ContinuousClock.now
    private var outbound: [(due: ContinuousClock.Instant, bytes: [UInt8])] = []
    private var outboundFree = ContinuousClock.now
    private var nextInspection = ContinuousClock.now

    /// Makes the line; its near end is found by the symbolic link `link`.
    init(link: String, baudRate: Int, isPaced: Bool) throws(RigError) {
        self.link = link
        self.baudRate = baudRate
        self.isPaced = isPaced
        try plugIn()
    }

    var isPlugged: Bool { terminal != nil }

    /// Makes the near end appear again, as another device under the same name.
    func plugIn() throws(RigError) {
        guard terminal == nil else { return }
        do {
            terminal = try PseudoTerminal(link: link)
        } catch {
            throw RigError(.system, "the line \(link) cannot be made: \(error.message)")
        }
    }

    /// Makes the near end vanish; whoever has it open is told by the kernel.
    func unplug() {
        terminal = nil
        inbound = []
        outbound = []
    }

    /// Puts bytes on the wire, not before `earliest` and not before what is already on it.
    ///
    /// With `interval` they come one at a time, so far apart. Returns when the last has left.
    @discardableResult
    func send(
        _ bytes: [UInt8],
        notBefore earliest: ContinuousClock.Instant,
        interval: Duration? = nil
    ) -> ContinuousClock.Instant {
        let waiting = outbound.reduce(0) { $0 + $1.bytes.count }
        guard waiting + bytes.count <= Self.outboundByteCountMax else { return outboundFree }
        var end = max(outboundFree, earliest)
        if let interval {
            for byte in bytes {
                end += interval
                outbound.append((end, [byte]))
            }
        } else {
            end += duration(ofBytes: bytes.count)
            outbound.append((end, bytes))
        }
        outboundFree = end
        return end
    }

    /// Takes back what has not left yet.
    func withdraw(at now: ContinuousClock.Instant) {
        outbound = []
        outboundFree = now
    }

    /// Writes what is due and gives back what has arrived.
    func turn(at now: ContinuousClock.Instant) -> [(arrival: ContinuousClock.Instant, bytes: [UInt8])] {
        writeDue(now)
        read(now)
        var arrived: [(arrival: ContinuousClock.Instant, bytes: [UInt8])] = []
        while let first = inbound.first, first.due <= now {
            inbound.removeFirst()
            arrived.append((first.due, first.bytes))
        }
        return arrived
    }

    var watched: [WatchedDescriptor] {
        guard let descriptor = terminal?.descriptor else { return [] }
        return [WatchedDescriptor(descriptor: descriptor)]
    }

    var deadline: ContinuousClock.Instant? {
        guard isPlugged else { return nil }
        return [inbound.first?.due, outbound.first?.due, nextInspection].compactMap { $0 }.min()
    }

    /// Whether the host has set its end to the device's rate; at another one neither makes sense of the other.
    private var isUnderstood: Bool {
        var settings = termios()
        guard let descriptor = terminal?.descriptor, unsafe tcgetattr(descriptor, &settings) == 0 else {
            return false
        }
        let set = unsafe cfgetospeed(&settings)
        // A rate that termios has no constant for is set by other means and cannot be compared.
        guard let rate = Self.rates[set] else { return true }
        return rate == baudRate || rate == nextBaudRate
    }

    /// What termios(3) calls the rates that devices of the rig know.
    private static let rates: [speed_t: Int] = [
        speed_t(B9600): 9600, speed_t(B19200): 19_200, speed_t(B38400): 38_400, speed_t(B57600): 57_600,
        speed_t(B115200): 115_200, speed_t(B230400): 230_400, speed_t(B460800): 460_800,
        speed_t(B921600): 921_600,
    ]

    private func duration(ofBytes count: Int) -> Duration {
        isPaced ? .nanoseconds(Int64(count) * 10 * 1_000_000_000 / Int64(baudRate)) : .zero
    }

    private func writeDue(_ now: ContinuousClock.Instant) {
        while let first = outbound.first, first.due <= now {
            outbound.removeFirst()
            // A host that does not read loses bytes, and one that has gone reads nothing.
            if isUnderstood { _ = try? terminal?.write(first.bytes, until: now) }
        }
    }

    private func read(_ now: ContinuousClock.Instant) {
        guard inbound.count < Self.inboundPartCountMax else { return }
        if now >= nextInspection { nextInspection = now + Self.inspectionInterval }
        guard let bytes = try? terminal?.readSome(countMax: Self.readByteCountMax, until: now), !bytes.isEmpty
        else { return }
        guard isUnderstood else { return }
        inboundFree = max(inboundFree, now) + duration(ofBytes: bytes.count)
        inbound.append((inboundFree, bytes))
    }
}
