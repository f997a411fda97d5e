import FoundationEssentials

extension JSONEncoder {
    /// Writes files that people read too: one value a line, keys in their order.
    static var readable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
