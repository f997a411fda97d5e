import Records

/// What leaves of a site's `policy` take away, and what they ask for and deliver.
struct PolicyTakings: Sendable, Equatable {
    var revokedGrants: Set<Identifier<GrantSubject>> = []
    var revokedCredentials: Set<Identifier<CredentialSubject>> = []
    /// By seal, the position of `authority` when it was suspended last.
    var suspendedSeals: [Identifier<Seal>: UInt64] = [:]
    /// The lowest limit that headquarters set, in seconds.
    var offlineSecondsMax: UInt64?
    /// Count runs in the order asked for.
    var countRequests: [CountRequest] = []
    /// By cabinet, the newest epoch of its acts that it is asked to end.
    var requestedRotations: [String: UInt64] = [:]

    /// Takes what a leaf takes.
    ///
    /// - Returns: nil for a kind that takes nothing away.
    mutating func take(_ kind: KindContent, from record: OpenedRecord, cited: UInt64) throws(RecordsError)
        -> FoldOutcome?
    {
        switch kind.kind {
        case .grantRevoked:
            if let grant = try record.subject()?.grant { revokedGrants.insert(grant) }
        case .credentialRevoked:
            if let credential = try record.subject()?.credential { revokedCredentials.insert(credential) }
        case .sealSuspended:
            if let seal = try record.subject()?.seal { suspendedSeals[seal] = cited }
        case .offlineLimitLowered:
            if let seconds: UInt64 = try record.detail() {
                offlineSecondsMax = min(offlineSecondsMax ?? .max, seconds)
            }
        case .rotationRequested:
            if let cabinet = try record.subject()?.cabinet, let epoch: UInt64 = try record.detail() {
                requestedRotations[cabinet] = max(requestedRotations[cabinet] ?? 0, epoch)
            }
        case .countRequested:
            if let request: CountRequest = try record.detail() { countRequests.append(request) }
        default: return nil
        }
        return .counted
    }
}
