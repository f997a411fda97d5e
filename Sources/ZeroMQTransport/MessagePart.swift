/// One part of a message that came in.
struct MessagePart {
    /// The part's bytes.
    let bytes: [UInt8]
    /// Whether further parts of the same message follow.
    let hasMore: Bool
}
