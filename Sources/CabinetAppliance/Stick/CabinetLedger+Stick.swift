import Records

extension CabinetLedger {
    /// How much of each own log lies at headquarters, as its newest cosignature says: what goes on a stick begins there.
    func mirroredSizes(of origins: [Origin]) throws -> [Origin: UInt64] {
        var sizes: [Origin: UInt64] = [:]
        for origin in origins { sizes[origin] = try store.status(of: origin)?.size(.mirror) }
        return sizes
    }
}
