import FoundationEssentials
import Glibc
import Testing

@testable import Enrolment

@Suite struct ProtectedFileTests {
    @Test func `a new file is whole, its owner's alone, and nothing lies beside it`() throws {
        try withFolder { folder in
            let path = "\(folder)/key"
            try ProtectedFile.create(path, [1, 2, 3], readers: .ownerOnly)
            #expect(try ProtectedFile.read(path, readers: .ownerOnly) == [1, 2, 3])
            #expect(mode(of: path) == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key"])
        }
    }

    @Test func `a file that is there is never overwritten by a new one`() throws {
        try withFolder { folder in
            let path = "\(folder)/key"
            try ProtectedFile.create(path, [1], readers: .ownerOnly)
            #expect(throws: EnrolmentError(.alreadyThere, "")) {
                try ProtectedFile.create(path, [2], readers: .ownerOnly)
            }
            #expect(try ProtectedFile.read(path, readers: .ownerOnly) == [1])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key"])
        }
    }

    @Test func `a link to elsewhere is not written through`() throws {
        try withFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/key",
                withDestinationPath: "\(folder)/elsewhere"
            )
            #expect(throws: EnrolmentError(.alreadyThere, "")) {
                try ProtectedFile.create("\(folder)/key", [2], readers: .ownerOnly)
            }
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/elsewhere"))
        }
    }

    @Test func `replacing leaves the new bytes and nothing beside them`() throws {
        try withFolder { folder in
            let path = "\(folder)/secrets"
            for value in 0..<3 as Range<UInt8> {
                try ProtectedFile.replace(path, [value], readers: .ownerOnly)
            }
            #expect(try ProtectedFile.read(path, readers: .ownerOnly) == [2])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["secrets"])
        }
    }

    @Test(arguments: [
        (0o644, false), (0o660, false), (0o604, false), (0o640, true), (0o440, true), (0o400, true),
    ])
    func `a secret that others can read is refused`(mode: UInt32, isServiceFine: Bool) throws {
        try withFolder { folder in
            let path = "\(folder)/key"
            try ProtectedFile.create(path, [1], readers: .ownerOnly)
            #expect(unsafe chmod(path, mode) == 0)
            if mode & 0o077 != 0 {
                #expect(throws: EnrolmentError(.exposed, "")) {
                    try ProtectedFile.read(path, readers: .ownerOnly)
                }
            }
            if isServiceFine {
                #expect(try ProtectedFile.read(path, readers: .service) == [1])
            } else {
                #expect(throws: EnrolmentError(.exposed, "")) {
                    try ProtectedFile.read(path, readers: .service)
                }
            }
            #expect(try ProtectedFile.read(path, readers: .anyone) == [1])
        }
    }

    @Test func `what is not there, too long or in a missing folder says so`() throws {
        try withFolder { folder in
            #expect(throws: EnrolmentError(.notFound, "")) {
                try ProtectedFile.read("\(folder)/none", readers: .anyone)
            }
            #expect(throws: EnrolmentError(.notFound, "")) {
                try ProtectedFile.create("\(folder)/none/key", [1], readers: .anyone)
            }
            #expect(throws: EnrolmentError(.notFound, "")) { try ProtectedFile.read("", readers: .anyone) }
            try ProtectedFile.create("\(folder)/long", [UInt8](repeating: 0, count: 11), readers: .anyone)
            #expect(throws: EnrolmentError(.tooLarge, "")) {
                try ProtectedFile.read("\(folder)/long", readers: .anyone, byteCountMax: 10)
            }
            #expect(try ProtectedFile.read("\(folder)/long", readers: .anyone, byteCountMax: 11).count == 11)
        }
    }
}
