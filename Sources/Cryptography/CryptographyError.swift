import COpenSSL

/// Why a cryptographic operation gave no result, and what to do about it.
///
/// Never carries key material or plaintext, so that it may be logged.
package struct CryptographyError: Error, Hashable, Sendable {
    /// The kind of failure; two errors are equal when their codes are.
    package let code: Code
    /// What went wrong and what to do, for a person who reads a log.
    package let message: String
    /// The function that gave up, for a person who reads the code.
    package let origin: String

    init(_ code: Code, _ message: String, origin: String = #function) {
        self.code = code
        self.message = message
        self.origin = origin
    }

    /// A call of libcrypto said no where that is not a verdict on foreign bytes; takes what it left in its queue.
    ///
    /// The queue belongs to the thread and is emptied, so that an old entry never explains a later failure.
    static func library(_ operation: String, origin: String = #function) -> CryptographyError {
        var text = [CChar](repeating: 0, count: libraryReasonByteCountMax)
        let number = ERR_peek_last_error()
        ERR_clear_error()
        guard number != 0 else {
            return CryptographyError(
                .libraryFailure,
                "\(operation) failed without a reason from libcrypto",
                origin: origin
            )
        }
        unsafe ERR_error_string_n(number, &text, text.count)
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return CryptographyError(
            .libraryFailure,
            "\(operation) failed: \(reason); check that libcrypto's default provider is installed and active",
            origin: origin
        )
    }

    /// ERR_error_string_n(3) cuts what does not fit.
    private static let libraryReasonByteCountMax = 256

    /// Whether the codes are the same.
    package static func == (left: CryptographyError, right: CryptographyError) -> Bool {
        left.code == right.code
    }

    /// Feeds the code alone, as equality asks for.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(code)
    }
}

extension CryptographyError {
    /// The kind of a failure.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case invalidLength
            case invalidKey
            case invalidParameter
            case notAuthentic
            case malformed
            case libraryFailure
        }

        private let kind: Kind

        /// Bytes of another count than the algorithm takes.
        package static let invalidLength = Code(kind: .invalidLength)
        /// Bytes that are no key of this algorithm: off the curve, out of range or of small order.
        package static let invalidKey = Code(kind: .invalidKey)
        /// A cost, a size or a count outside of the documented limits.
        package static let invalidParameter = Code(kind: .invalidParameter)
        /// Sealed bytes that were changed, or sealed under another key, nonce, context or associated data; a time stamp that
        /// does not verify.
        package static let notAuthentic = Code(kind: .notAuthentic)
        /// Bytes that are not of the form that they should have.
        package static let malformed = Code(kind: .malformed)
        /// libcrypto could not do what it always can: no memory, no provider, no entropy.
        package static let libraryFailure = Code(kind: .libraryFailure)

        /// The name of the code.
        package var description: String { kind.rawValue }
    }
}

extension CryptographyError: CustomStringConvertible {
    /// Code, message and origin in one line.
    package var description: String { "\(code): \(message) (\(origin))" }
}
