import Cryptography

/// Makes and checks the tokens of forms: a code over the visit's own token, so that nothing has to be kept and a token
/// dies with its visit (OWASP Cross-Site Request Forgery Prevention, "HMAC-based token").
package struct FormTokens: Sendable {
    private let key: SecretBytes

    /// Tokens under a fresh key.
    ///
    /// A restart of the server makes forms that are open in browsers invalid.
    package init() throws(ScreensError) {
        do {
            key = try SecretBytes(randomByteCount: Self.keyByteCount)
        } catch {
            throw ScreensError(
                .randomness,
                "The system gave no random bytes for the key of forms: \(error.message)"
            )
        }
    }

    private static let keyByteCount = 32
    private static let purpose = Array("signet/form/v1\0".utf8)

    /// The token of the forms that a visit is shown.
    package func token(for visit: VisitToken) -> FormToken {
        FormToken(text: HMACSHA256.code(key: key, message: Self.purpose + visit.bytes).description)
    }

    /// Whether a form sent by a visit was shown to it.
    package func isValid(_ text: String?, for visit: VisitToken) -> Bool {
        constantTimeEqual(Array((text ?? "").utf8), Array(token(for: visit).text.utf8))
    }
}
