import CModbus
import Glibc
import SerialLines

/// A libmodbus context on a line that is already open, claimed and set.
@safe struct ModbusContext: ~Copyable {
    private let pointer: OpaquePointer

    /// Lends `line` to libmodbus, which would open the device without a claim; the line must outlive the context.
    init(on line: borrowing SerialLine, answerMax: Duration) throws(DrawersError) {
        // libmodbus waits with select(2), whose sets end at FD_SETSIZE.
        guard line.descriptor < FD_SETSIZE else {
            throw DrawersError(
                .lineFailed,
                "too many files are open for libmodbus; raise no limit above 1024"
            )
        }
        guard
            let pointer = unsafe modbus_new_rtu(
                line.path,
                Int32(line.baud.rawValue),
                CChar(UInt8(ascii: "N")),
                8,
                1
            )
        else { throw ModbusFailure.of(errno: errno) }
        let (seconds, attoseconds) = answerMax.components
        let microseconds = UInt32(attoseconds / 1_000_000_000_000)
        guard
            unsafe modbus_set_socket(pointer, line.descriptor) == 0,
            // No time-out between bytes: then the answer's time holds for the whole of it (modbus_set_byte_timeout(3)).
            unsafe modbus_set_byte_timeout(pointer, 0, 0) == 0,
            unsafe modbus_set_response_timeout(pointer, UInt32(seconds), microseconds) == 0,
            unsafe modbus_set_error_recovery(pointer, MODBUS_ERROR_RECOVERY_NONE) == 0
        else {
            let number = errno
            unsafe modbus_free(pointer)
            throw ModbusFailure.of(errno: number)
        }
        unsafe self.pointer = pointer
    }

    deinit {
        // Frees the memory only; the descriptor is the line's (modbus_free(3)).
        unsafe modbus_free(pointer)
    }

    /// Says whom the next calls are for.
    func select(_ board: UInt8) throws(DrawersError) {
        guard unsafe modbus_set_slave(pointer, Int32(board)) == 0 else {
            throw ModbusFailure.of(errno: errno)
        }
    }

    /// Function 1 (`coils`) or 2: `count` bits from `address` on.
    func readBits(
        coils: Bool,
        from address: Int,
        count: Int
    ) throws(DrawersError) -> [Bool] {
        var bits = [UInt8](repeating: 0, count: count)
        let result =
            if coils {
                unsafe modbus_read_bits(pointer, Int32(address), Int32(count), &bits)
            } else {
                unsafe modbus_read_input_bits(pointer, Int32(address), Int32(count), &bits)
            }
        guard result == Int32(count) else { throw ModbusFailure.of(errno: errno) }
        return bits.map { $0 != 0 }
    }

    /// Function 3: one register.
    func readRegister(_ address: Int) throws(DrawersError) -> UInt16 {
        var value: UInt16 = 0
        guard unsafe modbus_read_registers(pointer, Int32(address), 1, &value) == 1 else {
            throw ModbusFailure.of(errno: errno)
        }
        return value
    }

    /// Function 5 with one of the two values that the standard knows.
    func writeCoil(_ address: Int, on: Bool) throws(DrawersError) {
        guard unsafe modbus_write_bit(pointer, Int32(address), on ? 1 : 0) == 1 else {
            throw ModbusFailure.of(errno: errno)
        }
    }

    /// Function 15: `count` coils from `address` on, all off.
    func clearCoils(from address: Int, count: Int) throws(DrawersError) {
        let bits = [UInt8](repeating: 0, count: count)
        guard unsafe modbus_write_bits(pointer, Int32(address), Int32(count), bits) == Int32(count) else {
            throw ModbusFailure.of(errno: errno)
        }
    }

    /// Sends a request as it is, without its checksum, which libmodbus adds.
    func send(_ request: [UInt8]) throws(DrawersError) {
        // The answer is the number of bytes on the wire, checksum included.
        guard unsafe modbus_send_raw_request(pointer, request, Int32(request.count)) > 0 else {
            throw ModbusFailure.of(errno: errno)
        }
    }

    /// The answer to `send`, checksum checked and left out; nil when it came from another board.
    func receive() throws(DrawersError) -> [UInt8]? {
        var answer = [UInt8](repeating: 0, count: Int(MODBUS_RTU_MAX_ADU_LENGTH))
        let count = unsafe modbus_receive_confirmation(pointer, &answer)
        guard count >= 0 else { throw ModbusFailure.of(errno: errno) }
        guard count > 2 else { return nil }
        return Array(answer.prefix(Int(count) - 2))
    }
}
