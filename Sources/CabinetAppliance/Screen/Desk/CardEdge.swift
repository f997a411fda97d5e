import Records

/// Tells a card that came from one that lies there still.
struct CardEdge: Sendable {
    private var lying: Bytes?

    /// What the reader sees now; returns a card that was not there at the last look.
    mutating func see(_ uid: Bytes?) -> Bytes? {
        defer { lying = uid }
        return uid == lying ? nil : uid
    }

    /// A card that lies there counts as new at the next look.
    mutating func forget() { lying = nil }
}
