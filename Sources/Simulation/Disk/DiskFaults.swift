/// What is wrong with a simulated disk, or will be.
package struct DiskFaults: Sendable {
    /// The power fails at the operation after so many; nil for no such moment.
    package var operationsToPowerCut: UInt64?
    /// How many bytes its files may still grow; nil for an endless disk.
    package var freeByteCount: Int?
    /// One write, sync or change of a file in so many fails, and may be tried again; nil for none.
    package var writesPerFailure: UInt64?
    /// One read in so many fails, and may be tried again; nil for none.
    package var readsPerFailure: UInt64?
    /// Whether a sync is answered for and not done: a drive that lies about its cache.
    package var liesAboutSync = false

    /// A sound disk.
    package init() {}

    func operationsPerFailure(_ access: DriveAccess) -> UInt64? {
        switch access {
        case .none: nil
        case .reads: readsPerFailure
        case .writes: writesPerFailure
        }
    }
}

/// How an operation reaches the drive.
enum DriveAccess {
    /// Not at all: what is asked is known in memory.
    case none
    /// It reads.
    case reads
    /// It changes something, and counts towards a power cut.
    case writes
}

/// Why an operation of a simulated disk was not done.
enum DiskFailure: Error {
    /// There is no room.
    case full
    /// The drive reported an error.
    case failed
    /// The machine has no power, or was started anew since the file was opened.
    case off
}

/// All files of a disk at one moment, as somebody who pulls it out and copies it finds them.
package struct DiskImage: Sendable {
    let files: [String: [UInt8]]

    /// What a file holds; nil where it is not there.
    package func bytes(of name: String) -> [UInt8]? { files[name] }

    /// The number of bytes in all files.
    package var byteCount: Int { files.values.reduce(0) { $0 + $1.count } }
}
