/// A native command of the NTAG 424 DNA before it is wrapped into an APDU of class 90 (NT4H2421Gx, 8.4).
package struct NativeCommand: Equatable, Sendable {
    /// The command code.
    package let instruction: UInt8
    /// What is never encrypted: key number, file number, offset, length.
    package let header: [UInt8]
    /// What is encrypted in full mode.
    package let data: [UInt8]

    /// A command as its parts.
    package init(_ instruction: UInt8, header: [UInt8] = [], data: [UInt8] = []) {
        self.instruction = instruction
        self.header = header
        self.data = data
    }

    /// The APDU as it is sent in plain.
    package func apdu() throws(TagError) -> [UInt8] { try Self.apdu(instruction, header + data) }

    /// CLA 90, INS, P1 00, P2 00, Lc where there is a body, the body, Le 00.
    static func apdu(_ instruction: UInt8, _ body: [UInt8]) throws(TagError) -> [UInt8] {
        guard body.count <= TagLimits.dataByteCountMax else {
            throw TagError(
                .invalidArgument,
                "a command of \(body.count) bytes; at most \(TagLimits.dataByteCountMax) fit into one"
            )
        }
        let length = body.isEmpty ? [] : [UInt8(body.count)]
        return [0x90, instruction, 0, 0] + length + body + [0]
    }
}
