/// One of the three standard data files of an NTAG 424 DNA with its settings (NT4H2421Gx, 8.2.3).
struct TagFile: Equatable {
    /// How data of the file cross the air for someone who is authenticated.
    enum Protection: UInt8 {
        case plain = 0
        case authenticated = 1
        case encrypted = 3
    }

    /// Who may do something with the file, one nibble of the access rights (NT4H2421Gx, 8.2.3.3).
    enum Condition: Equatable {
        case key(UInt8)
        case free
        case never

        init?(nibble: UInt8) {
            switch nibble {
            case 0...4: self = .key(nibble)
            case 0xE: self = .free
            case 0xF: self = .never
            default: return nil
            }
        }
    }

    static let changeableNumbers: ClosedRange<UInt8> = 1...3

    let number: UInt8
    /// The name for ISO/IEC 7816-4 commands.
    let isoName: UInt16
    var protection: Protection
    /// The two bytes as they cross the air: read-write and change, then read and write.
    var accessRights: [UInt8]
    var dynamicMessaging: DynamicMessaging?
    /// SDMReadCtr: reads with dynamic messaging since it was switched on.
    var readCount: UInt32 = 0
    var content: [UInt8]

    var readCondition: Condition? { accessRights.count == 2 ? Condition(nibble: accessRights[1] >> 4) : nil }
    var writeCondition: Condition? { accessRights.count == 2 ? Condition(nibble: accessRights[1] & 15) : nil }
    var readWriteCondition: Condition? {
        accessRights.count == 2 ? Condition(nibble: accessRights[0] >> 4) : nil
    }
    var changeCondition: Condition? {
        accessRights.count == 2 ? Condition(nibble: accessRights[0] & 15) : nil
    }

    /// What GetFileSettings tells (NT4H2421Gx, 10.7.2).
    var settings: [UInt8] {
        let option = protection.rawValue | (dynamicMessaging == nil ? 0 : DynamicMessaging.enabledBit)
        let size = content.count
        let head: [UInt8] = [0, option] + accessRights
        return head + [UInt8(size & 0xFF), UInt8(size >> 8 & 0xFF), UInt8(size >> 16 & 0xFF)]
            + (dynamicMessaging?.bytes ?? [])
    }

    /// The files of a tag fresh from the factory.
    static let factory: [TagFile] = [
        TagFile(
            number: 1,
            isoName: 0xE103,
            protection: .plain,
            accessRights: [0x00, 0xE0],
            content: capabilities + [UInt8](repeating: 0, count: 32 - capabilities.count)
        ),
        TagFile(
            number: 2,
            isoName: 0xE104,
            protection: .plain,
            accessRights: [0xE0, 0xEE],
            content: [UInt8](repeating: 0, count: 256)
        ),
        TagFile(
            number: 3,
            isoName: 0xE105,
            protection: .encrypted,
            accessRights: [0x30, 0x23],
            content: [0x00, 0x7E] + [UInt8](repeating: 0, count: 126)
        ),
    ]

    /// The capability container of NFC Forum Type 4 Tag 2.0, 5.1, as NXP ships it.
    private static let capabilities: [UInt8] = [
        0x00, 0x17, 0x20, 0x01, 0x00, 0x00, 0xFF,
        0x04, 0x06, 0xE1, 0x04, 0x01, 0x00, 0x00, 0x00,
        0x05, 0x06, 0xE1, 0x05, 0x00, 0x80, 0x82, 0x83,
    ]
}
