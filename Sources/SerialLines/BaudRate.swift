import Glibc

/// A speed that both termios and the devices of this house know.
package enum BaudRate: Int, Sendable {
    case baud9600 = 9600
    case baud19200 = 19_200
    case baud38400 = 38_400
    case baud57600 = 57_600
    case baud115200 = 115_200

    /// How long `byteCount` bytes take on the wire at 8N1: a start bit, eight data bits and a stop bit each.
    package func duration(ofBytes byteCount: Int) -> Duration {
        .nanoseconds(Int64(byteCount) * 10 * 1_000_000_000 / Int64(rawValue))
    }

    /// The termios constant, which is no number of bits per second (termios(3), "Line speed").
    var constant: speed_t {
        switch self {
        case .baud9600: speed_t(B9600)
        case .baud19200: speed_t(B19200)
        case .baud38400: speed_t(B38400)
        case .baud57600: speed_t(B57600)
        case .baud115200: speed_t(B115200)
        }
    }
}
