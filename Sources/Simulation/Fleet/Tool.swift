import Subprocess
import SystemPackage

/// Signet's command-line tools, run to their end.
package struct Tool: Sendable {
    private static let outputByteCountMax = 1 << 20
    private static let waitMax: Duration = .seconds(120)

    private let executable: String

    /// A tool by its path.
    package init(_ executable: String) { self.executable = executable }

    /// What a run came to.
    package struct Outcome: Sendable {
        /// The exit code; nil where a signal ended it.
        package let code: Int32?
        /// Standard output.
        package let output: String
        /// Standard error.
        package let error: String
    }

    /// Runs it to its end and returns what it printed.
    ///
    /// - Throws: ``FleetError`` `.program` with what it said, where it did not end with code 0.
    @discardableResult
    package func run(_ arguments: [String], input: String = "") async throws -> String {
        let outcome = try await outcome(of: arguments, input: input)
        guard outcome.code == 0 else {
            throw FleetError(
                .program,
                "«\(([executable] + arguments).joined(separator: " "))» ended with \(outcome.code ?? -1): \(outcome.error)"
            )
        }
        return outcome.output
    }

    /// Runs it to its end, whatever that is.
    package func outcome(of arguments: [String], input: String = "") async throws -> Outcome {
        let executable = executable
        return try await withDeadline(Self.waitMax, "\(executable) \(arguments.first ?? "")") {
            let result = try await Subprocess.run(
                .path(FilePath(executable)),
                arguments: Arguments(arguments),
                input: .string(input),
                output: .string(limit: Self.outputByteCountMax),
                error: .string(limit: Self.outputByteCountMax)
            )
            let code: Int32? = if case .exited(let code) = result.terminationStatus { code } else { nil }
            return Outcome(code: code, output: result.standardOutput, error: result.standardError)
        }
    }
}
