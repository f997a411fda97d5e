/// What the name of a cabinet's log says: whose it is, what it holds, which epoch.
package struct CabinetLogName: Hashable, Sendable {
    /// The organisation's DNS name.
    package let organisation: String
    /// The cabinet's name.
    package let cabinet: String
    /// Whether it holds sensor values, and not acts.
    package let isTelemetry: Bool
    /// The epoch, from 1.
    package let epoch: UInt64

    /// Nil for a log that no cabinet writes.
    package init?(_ origin: Origin) {
        let parts = origin.text.split(separator: "/")
        guard parts.count == 5, parts[1] == "cabinet", parts[3] == "acts" || parts[3] == "telemetry",
            origin.epoch > 0
        else { return nil }
        (organisation, cabinet) = (String(parts[0]), String(parts[2]))
        (isTelemetry, epoch) = (parts[3] == "telemetry", origin.epoch)
    }

    /// The same for a text that may be no origin at all.
    package init?(_ text: String) {
        guard let origin = try? Origin(text) else { return nil }
        self.init(origin)
    }

    /// Whether it is the telemetry of this very cabinet.
    package func isTelemetry(of cabinet: String, in organisation: String) -> Bool {
        isTelemetry && self.cabinet == cabinet && self.organisation == organisation
    }
}
