import CModbus
import Glibc
import SerialLines

/// What libmodbus says in errno, by name, in one place (modbus.h of libmodbus 3.1).
enum ModbusFailure {
    /// The exceptions of a server (Modbus Application Protocol V1.1b3, 7), and what libmodbus found wrong itself.
    enum Name: Int32, CaseIterable {
        case illegalFunction = 1
        case illegalDataAddress, illegalDataValue, serverDeviceFailure, acknowledge, serverDeviceBusy
        case negativeAcknowledge, memoryParityError, notDefined, gatewayPathUnavailable, gatewayTargetSilent
        case badChecksum, badData, badException, unknownException, tooMuchData, answerOfAnother

        /// Nil for errno's own numbers.
        init?(errno number: Int32) {
            self.init(rawValue: number - Int32(MODBUS_ENOBASE))
        }

        /// True when the server says clearly that it did not do what was asked.
        ///
        /// A failure "while attempting" (4), "accepted, still working" (5) and a gateway's silent target (11) do not.
        var isRefusal: Bool {
            switch self {
            case .illegalFunction, .illegalDataAddress, .illegalDataValue, .serverDeviceBusy,
                .negativeAcknowledge, .gatewayPathUnavailable:
                true
            default: false
            }
        }
    }

    static func of(errno number: Int32) -> DrawersError {
        if let name = Name(errno: number) { return of(name) }
        switch number {
        case ETIMEDOUT:
            return DrawersError(.noAnswer, "the board was silent; check its power, its address and the line")
        case EAGAIN:
            return DrawersError(.garbledAnswer, "the board's answer broke off; check termination and earth")
        default:
            return LineFailure.of(SerialLineError("speaking Modbus", errno: number))
        }
    }

    static func of(_ name: Name) -> DrawersError {
        if name.rawValue >= Name.badChecksum.rawValue {
            return DrawersError(
                .garbledAnswer,
                "the board's answer is garbled (\(name)); check termination and earth"
            )
        }
        return DrawersError(.refused, "the board refuses (\(name)); check its wiring plan and model")
    }
}
