/// How a file is protected (NT4H2421Gx, 10.7.1 and 10.7.2).
package struct FileSettings: Hashable, Sendable {
    /// How data travels for those whom a key lets in.
    package let mode: CommunicationMode
    /// Who may read.
    package let read: AccessCondition
    /// Who may write.
    package let write: AccessCondition
    /// Who may do both.
    package let readWrite: AccessCondition
    /// Who may change these settings.
    package let change: AccessCondition
    /// Settings of secure dynamic messaging, from SDMOptions on, as the tag keeps them; nil where it is off.
    ///
    /// Seals mirror nothing, so nothing here looks inside.
    package let mirroring: [UInt8]?

    /// Settings without mirroring.
    package init(
        mode: CommunicationMode,
        read: AccessCondition,
        write: AccessCondition,
        readWrite: AccessCondition,
        change: AccessCondition,
        mirroring: [UInt8]? = nil
    ) {
        self.mode = mode
        self.read = read
        self.write = write
        self.readWrite = readWrite
        self.change = change
        self.mirroring = mirroring
    }

    /// Reads the answer of GetFileSettings: type, option, rights, size, mirroring.
    init(answer: [UInt8]) throws(TagError) {
        guard answer.count >= 7, answer[0] == 0,
            let readWrite = AccessCondition(bits: answer[2] >> 4),
            let change = AccessCondition(bits: answer[2] & 15),
            let read = AccessCondition(bits: answer[3] >> 4),
            let write = AccessCondition(bits: answer[3] & 15)
        else {
            throw TagError(.malformedAnswer, "file settings that no NTAG 424 DNA has")
        }
        let mirrors = answer[1] & Self.mirroringBit != 0
        guard mirrors || answer.count == 7 else {
            throw TagError(.malformedAnswer, "file settings with \(answer.count - 7) bytes too many")
        }
        self.init(
            mode: CommunicationMode(fileOption: answer[1]),
            read: read,
            write: write,
            readWrite: readWrite,
            change: change,
            mirroring: mirrors ? Array(answer[7...]) : nil
        )
    }

    /// What ChangeFileSettings sends: option, rights, mirroring.
    var changeData: [UInt8] {
        let option = mode.rawValue | (mirroring == nil ? 0 : Self.mirroringBit)
        return [option, readWrite.bits << 4 | change.bits, read.bits << 4 | write.bits] + (mirroring ?? [])
    }

    private static let mirroringBit: UInt8 = 0x40
}
