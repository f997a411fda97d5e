package import Enrolment
import FoundationEssentials
import Records

/// How far the cabinet's enrolment has come, in a file of its own.
package struct EnrolmentStore: Sendable {
    private let path: String
    /// How far it has come.
    package private(set) var enrolment: CabinetEnrolment

    /// Reads the file, or begins without a slip.
    ///
    /// - Throws: what reading throws; ``RecordsError`` for a file that is no enrolment.
    package init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            enrolment = CabinetEnrolment()
            return
        }
        let bytes = try ProtectedFile.read(path, readers: .ownerOnly)
        enrolment = try CabinetEnrolment(decoding: bytes)
    }

    /// Changes the enrolment; the change is on disk when this returns, or nothing changed.
    package mutating func change<Result>(_ body: (inout CabinetEnrolment) throws -> Result) throws -> Result {
        var next = enrolment
        let result = try body(&next)
        if next != enrolment { try ProtectedFile.replace(path, next.encoded, readers: .ownerOnly) }
        enrolment = next
        return result
    }
}
