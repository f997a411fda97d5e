/// The two bytes that end every answer of an NTAG 424 DNA (NT4H2421Gx, 10.2, tables of status words).
struct StatusWord: Equatable {
    let value: UInt16

    var bytes: [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

    /// The byte that stands for the status in the response code of a message authentication code.
    var responseCode: UInt8 { UInt8(value & 0xFF) }

    // Commands in the chip's own form, wrapped into class 90.
    static let done = StatusWord(value: 0x9100)
    static let illegalCommand = StatusWord(value: 0x911C)
    static let integrityError = StatusWord(value: 0x911E)
    static let noSuchKey = StatusWord(value: 0x9140)
    static let lengthError = StatusWord(value: 0x917E)
    /// What Read_Sig answers outside a session (AN12196, 8.2, example).
    static let signatureRead = StatusWord(value: 0x9190)
    static let permissionDenied = StatusWord(value: 0x919D)
    static let parameterError = StatusWord(value: 0x919E)
    static let authenticationDelay = StatusWord(value: 0x91AD)
    static let authenticationError = StatusWord(value: 0x91AE)
    static let additionalFrame = StatusWord(value: 0x91AF)
    static let boundaryError = StatusWord(value: 0x91BE)
    static let commandAborted = StatusWord(value: 0x91CA)
    static let memoryError = StatusWord(value: 0x91EE)
    static let fileNotFound = StatusWord(value: 0x91F0)

    // Commands of ISO/IEC 7816-4.
    static let isoDone = StatusWord(value: 0x9000)
    static let isoWrongLength = StatusWord(value: 0x6700)
    static let isoSecurityStatus = StatusWord(value: 0x6982)
    static let isoConditions = StatusWord(value: 0x6985)
    static let isoFileNotFound = StatusWord(value: 0x6A82)
    static let isoWrongParameters = StatusWord(value: 0x6A86)
    static let isoWrongInstruction = StatusWord(value: 0x6D00)
    static let isoWrongClass = StatusWord(value: 0x6E00)
}

/// Why a tag does not do what a command asks.
struct Refusal: Error {
    let status: StatusWord

    init(_ status: StatusWord) {
        self.status = status
    }
}
