/// Makes the file with which somebody outside can check a stretch of a seal's life.
package protocol EvidenceExporter: Sendable {
    /// The evidence about one seal between two moments, in milliseconds since 1970.
    ///
    /// `seal` is 32 hexadecimal characters.
    func export(seal: String, from: Int64, to: Int64) async throws -> [UInt8]
}
