import ArgumentParser
import Authority
import Cryptography
import Enrolment
import OutsideWitness
import Records

/// Why a command stops: one sentence and an exit code (sysexits.h where it has one).
struct Failure: Error {
    let message: String
    let code: Int32

    /// A rule forbids it.
    static func refused(_ message: String) -> Failure { Failure(message: message, code: 1) }
    /// The person said no.
    static let declined = Failure(message: "nothing was signed", code: 2)
    /// A file is not what it should be.
    static func data(_ message: String) -> Failure { Failure(message: message, code: 65) }

    init(message: String, code: Int32) {
        self.message = message
        self.code = code
    }

    init(_ error: EnrolmentError) {
        message = error.message
        code =
            switch error.code {
            case .notFound: 66
            case .alreadyThere: 73
            case .wrongKey, .notPermitted, .exposed: 77
            case .storageFailed: 74
            case .cryptography: 70
            case .refused, .expired: 1
            default: 65
            }
    }
}

extension Failure {
    init(_ error: WitnessError) {
        let code: Int32 =
            switch error.code {
            case .notFound: 66
            case .alreadyThere: 73
            case .storage: 74
            case .inUse: 1
            default: 65
            }
        self.init(message: error.message, code: code)
    }
}

extension ParsableCommand {
    /// Runs the command's work; what goes wrong is said on standard error and becomes the exit code.
    func reporting(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let failure as Failure {
            throw Self.stop(failure)
        } catch let error as EnrolmentError {
            throw Self.stop(Failure(error))
        } catch let error as WitnessError {
            throw Self.stop(Failure(error))
        } catch let error as RecordsError {
            throw Self.stop(.data(error.message))
        } catch let error as CryptographyError {
            throw Self.stop(Failure(message: error.message, code: 70))
        }
    }

    private static func stop(_ failure: Failure) -> ExitCode {
        Output.error("signet: \(failure.message)\n")
        return ExitCode(failure.code)
    }
}
