/// What a tag claims to be; none of it is proof.
package enum TagKind: Hashable, Sendable {
    /// NTAG 424 DNA: what seals carry.
    case ntag424
    /// Its variant with a tamper loop.
    case ntag424TagTamper
    /// Another tag that takes APDUs, as DESFire does; we hold no keys of such.
    case otherTransmissionProtocol
    /// NTAG21x, Ultralight and their like: a signature over the identifier at best.
    case typeTwo
    /// MIFARE Classic, whose cipher is broken.
    case classic
    /// Nothing of the above.
    case unknown

    /// What the anticollision loop alone tells: SAK (NXP AN10833, table 6).
    init(selectAcknowledge: UInt8) {
        if selectAcknowledge & 0x20 != 0 {
            self = .otherTransmissionProtocol
        } else if selectAcknowledge & 0x08 != 0 {
            self = .classic
        } else if selectAcknowledge == 0x00 {
            self = .typeTwo
        } else {
            self = .unknown
        }
    }

    /// The grade of a tag that cannot be challenged, or nil for one that can.
    package var gradeWithoutChallenge: TagGrade? {
        switch self {
        case .ntag424, .ntag424TagTamper, .otherTransmissionProtocol: nil
        case .typeTwo: .weak(.signatureOnly)
        case .classic: .refused(.copiedWithPocketTools)
        case .unknown: .refused(.identifierOnly)
        }
    }
}
