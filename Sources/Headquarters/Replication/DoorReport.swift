import ZeroMQTransport

/// Tells of those who came to the cabinets' door and were not let in; together, because there may be many.
struct DoorReport {
    private static let reasons: [(name: String, count: @Sendable (HubFigures) -> Int)] = [
        ("unknown key", { $0.refusedUnknown }),
        ("too often", { $0.refusedTooOften }),
        ("no handshake", { $0.handshakesFailed }),
        ("limits", { $0.endedForLimits }),
        ("no frame", { $0.violations }),
    ]

    private var told: [Int] = reasons.map { _ in 0 }

    /// What is new since the last time: "unknown key 3, too often 1"; nil where nothing is.
    mutating func news(_ figures: HubFigures) -> String? {
        let counts = Self.reasons.map { $0.count(figures) }
        let parts = zip(Self.reasons, zip(counts, told)).compactMap { reason, counts in
            counts.0 > counts.1 ? "\(reason.name) \(counts.0 - counts.1)" : nil
        }
        told = counts
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }
}
