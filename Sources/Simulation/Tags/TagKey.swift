/// One of the five application keys of an NTAG 424 DNA.
struct TagKey: Equatable {
    static let byteCount = 16

    var bytes: [UInt8]
    var version: UInt8
    var counters = AuthenticationCounters()

    /// A key as it leaves the factory: sixteen zero bytes, version zero (NT4H2421Gx, 8.2.4).
    static let transport = TagKey(bytes: [UInt8](repeating: 0, count: byteCount), version: 0)
}
