package import Configuration
package import Cryptography
package import SealTags

/// Whom the tag-key service serves, and where.
///
/// | key | type, default | what |
/// |---|---|---|
/// | `jobs.socket` | path, required | the Unix socket at which headquarters brings jobs |
/// | `jobs.perHour` | 1–10000, 240 | the most jobs in an hour, whoever signed |
/// | `organisation` | text, required | the organisation's DNS name |
/// | `root` | 64 hexadecimal digits, required | the digest of the owners' root statement, as printed and compared |
package struct KeyServerConfiguration: Sendable {
    private static let jobsPerHour = 1...10_000

    /// The path of the socket.
    package let socketPath: String
    /// How much is given in an hour.
    package let limits: IssuingLimits
    /// The organisation's DNS name.
    package let organisation: String
    /// The digest of the root that owners signed.
    package let pinnedRoot: Digest

    /// Reads and checks the keys.
    ///
    /// - Throws: ``KeyServiceError`` `.invalidArgument` with the key and what it may be.
    package init(config: ConfigReader) throws(KeyServiceError) {
        guard let socketPath = try config.path("jobs.socket") else {
            throw ConfigReader.wrong("jobs.socket", "must be a path that begins with /")
        }
        self.socketPath = socketPath
        let jobsPerHourMax: Int
        if let text = config.string(forKey: "jobs.perHour") {
            guard let number = Int(text), Self.jobsPerHour.contains(number) else {
                throw ConfigReader.wrong("jobs.perHour", "must be 1–\(Self.jobsPerHour.upperBound)")
            }
            jobsPerHourMax = number
        } else {
            jobsPerHourMax = IssuingLimits.standard.jobsPerHourMax
        }
        limits = IssuingLimits(
            jobsPerHourMax: jobsPerHourMax,
            presenceOrdersPerHourMax: IssuingLimits.standard.presenceOrdersPerHourMax
        )
        guard let organisation = config.string(forKey: "organisation"), !organisation.isEmpty else {
            throw ConfigReader.wrong("organisation", "must be the organisation's DNS name")
        }
        self.organisation = organisation
        guard let root = config.string(forKey: "root").flatMap(Hex.decode).flatMap({ Digest($0) }) else {
            throw ConfigReader.wrong("root", "must be a digest of 64 hexadecimal digits")
        }
        pinnedRoot = root
    }

    /// Reads a YAML file; variables of the environment override its keys, `JOBS_SOCKET` for `jobs.socket`.
    ///
    /// - Throws: ``KeyServiceError`` `.invalidArgument`, also where the file cannot be read.
    package init(path: String, environment: [String: String]) async throws(KeyServiceError) {
        try self.init(config: try await ConfigReader.file(path, environment: environment))
    }
}
