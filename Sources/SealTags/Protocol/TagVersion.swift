/// What GetVersion tells: three frames of hardware, software and production (NT4H2421Gx, 10.5.2).
package struct TagVersion: Hashable, Sendable {
    /// Seven bytes: vendor, type, subtype, major, minor, storage, protocol.
    package let hardware: [UInt8]
    /// The same of the software.
    package let software: [UInt8]
    /// The identifier as the application sees it; zeros where random identifiers are on.
    package let uid: TagUID
    /// Batch, fabrication key, calendar week and year: what follows the identifier.
    package let production: [UInt8]

    /// Takes the data of the three frames, or returns nil when their lengths cannot be.
    package init?(frames: [[UInt8]]) {
        guard frames.count == TagLimits.frameCountMax, frames[0].count == 7, frames[1].count == 7,
            (14...15).contains(frames[2].count), let uid = TagUID(frames[2].prefix(7))
        else { return nil }
        hardware = frames[0]
        software = frames[1]
        self.uid = uid
        production = Array(frames[2].dropFirst(7))
    }

    /// The family by vendor, type and subtype; capacitance is the subtype's low bits (NT4H2421Tx, 10.5.2).
    package var kind: TagKind {
        guard hardware[0] == 0x04, hardware[1] == 0x04, hardware[3] == 0x30 else {
            return .otherTransmissionProtocol
        }
        return switch hardware[2] {
        case 0x02: .ntag424
        case 0x08: .ntag424TagTamper
        default: .otherTransmissionProtocol
        }
    }
}
