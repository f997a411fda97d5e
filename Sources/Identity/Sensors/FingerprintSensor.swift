package import Records

/// What a sensor said of one finger.
package enum FingerReading: Sendable, Hashable {
    /// It matches the template that belongs to this credential.
    case matched(Identifier<CredentialSubject>)
    /// It matches none.
    case unmatched
}

/// A fingerprint sensor that matches by itself: templates never leave it.
package protocol FingerprintSensor: Sendable {
    /// Waits for one finger and says whose it is.
    ///
    /// - Returns: nil when no finger came within `limit`.
    /// - Throws: what the driver throws when the sensor is ill, which is never read as "unmatched".
    func nextFinger(within limit: Duration) async throws -> FingerReading?
}
