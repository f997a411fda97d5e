/// How a command ended, by name (NT4H2421Gx, tables 23 and 24; ISO/IEC 7816-4, 5.1.3).
package enum StatusWord: UInt16, Sendable, CaseIterable {
    /// ISO commands: done.
    case isoDone = 0x9000
    /// Native commands: done.
    case done = 0x9100
    /// Read_Sig: done; the one native command that ends in another word (AN12196, 8.2).
    case signatureDone = 0x9190
    /// There is another frame; ask for it with AF.
    case additionalFrame = 0x91AF

    case outOfMemory = 0x910E
    case illegalCommand = 0x911C
    /// A MAC, a CRC or a padding of ours was wrong.
    case integrityError = 0x911E
    case noSuchKey = 0x9140
    case wrongCommandLength = 0x917E
    case permissionDenied = 0x919D
    case parameterError = 0x919E
    /// Too many failures; the tag wants to be left alone for a time, and power does not clear it.
    case authenticationDelay = 0x91AD
    /// Our key is not the tag's key.
    case authenticationError = 0x91AE
    case outOfBounds = 0x91BE
    /// A command came before the previous one was complete.
    case commandAborted = 0x91CA
    case memoryError = 0x91EE
    case fileNotFound = 0x91F0

    case wrongLength = 0x6700
    case securityStatusNotSatisfied = 0x6982
    case conditionsNotSatisfied = 0x6985
    case notFound = 0x6A82
    case wrongParameters = 0x6A86
    case wrongLengthOfData = 0x6A87
    case wrongExpectedLength = 0x6C00
    case instructionNotSupported = 0x6D00
    case classNotSupported = 0x6E00
}
