import CTerminal
import Glibc

/// The one mode that this house uses: 8N1, raw, no flow control, modem lines ignored.
enum TerminalSettings {
    /// Sets it, and reads it back: tcsetattr(3) is content when any one of the changes was made.
    static func makeRaw(_ descriptor: Int32, baud: BaudRate) throws(SerialLineError) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else {
            throw SerialLineError("reading the line's settings", errno: errno)
        }
        unsafe cfmakeraw(&settings)
        settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
        settings.c_cflag |= tcflag_t(CREAD) | tcflag_t(CLOCAL)
        guard unsafe cfsetspeed(&settings, baud.constant) == 0,
            unsafe tcsetattr(descriptor, TCSANOW, &settings) == 0
        else {
            throw SerialLineError("setting the line to \(baud.rawValue) baud", errno: errno)
        }
        var taken = termios()
        let framing = tcflag_t(CSIZE) | tcflag_t(PARENB) | tcflag_t(CSTOPB)
        guard
            unsafe tcgetattr(descriptor, &taken) == 0,
            taken.c_cflag & framing == tcflag_t(CS8),
            unsafe cfgetospeed(&taken) == baud.constant
        else {
            throw SerialLineError(
                .settingsRefused,
                "the device does not do \(baud.rawValue) baud 8N1; use another adapter"
            )
        }
    }
}
