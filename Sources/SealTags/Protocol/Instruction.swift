/// Command codes of the NTAG 424 DNA (NT4H2421Gx, table 22).
enum Instruction {
    static let authenticateFirst: UInt8 = 0x71
    static let authenticateNonFirst: UInt8 = 0x77
    static let additionalFrame: UInt8 = 0xAF
    static let changeFileSettings: UInt8 = 0x5F
    static let changeKey: UInt8 = 0xC4
    static let getCardUID: UInt8 = 0x51
    static let getFileSettings: UInt8 = 0xF5
    static let getKeyVersion: UInt8 = 0x64
    static let getVersion: UInt8 = 0x60
    static let readData: UInt8 = 0xAD
    static let readSignature: UInt8 = 0x3C
    static let writeData: UInt8 = 0x8D

    /// ISOSelectFile by DF name D2760000850101, no answer wanted: the application of the NDEF files, where the keys
    /// live (NT4H2421Gx, 10.9.1).
    static let selectApplication: [UInt8] = [
        0x00, 0xA4, 0x04, 0x0C, 0x07, 0xD2, 0x76, 0x00, 0x00, 0x85, 0x01, 0x01,
    ]
}
