import Records

/// The epochs of a cabinet's acts of which headquarters cosigned a head as mirrored, oldest first.
struct ActsHistory<Store: LogStore> {
    /// One epoch, as far as it is mirrored.
    struct Epoch {
        let number: UInt64
        let origin: Origin
        /// The number of mirrored leaves.
        let size: UInt64
    }

    let cabinet: String
    let epochs: [Epoch]
    private let store: Store

    init(store: Store, organisation: String, cabinet: String) throws {
        var epochs: [Epoch] = []
        for number in 1...EpochChain.epochCountMax {
            let origin = try LogNames.acts(organisation, cabinet: cabinet, epoch: number)
            guard let status = try store.status(of: origin) else { break }
            // Of an epoch that was never mirrored there is nothing to show; the reader is told that it is missing.
            guard let note = status.notes[.mirror] else { continue }
            let size = try Checkpoint(note).head.size
            if size > 0 { epochs.append(Epoch(number: number, origin: origin, size: size)) }
        }
        (self.cabinet, self.epochs) = (cabinet, epochs)
        self.store = store
    }

    func epoch(_ number: UInt64) -> Epoch? { epochs.first { $0.number == number } }

    /// The last leaf before a moment, in the first epoch that goes on behind it: a cabinet's clock may stand earlier in a later one.
    func place(before milliseconds: Int64) throws -> ActPlace {
        for (number, epoch) in epochs.enumerated() {
            let index = try times(epoch).firstIndex(from: milliseconds, size: epoch.size)
            guard index < epoch.size || number == epochs.count - 1 else { continue }
            if index > 0 { return ActPlace(epoch: epoch.number, index: index - 1) }
            guard number > 0 else { return ActPlace(epoch: epoch.number, index: 0) }
            let before = epochs[number - 1]
            return ActPlace(epoch: before.number, index: before.size - 1)
        }
        return ActPlace(index: 0)
    }

    /// The first leaf at or after a moment, in the last epoch that began before it.
    func place(from milliseconds: Int64) throws -> ActPlace {
        for epoch in epochs.reversed() {
            let index = try times(epoch).firstIndex(from: milliseconds, size: epoch.size)
            if index > 0 { return ActPlace(epoch: epoch.number, index: index) }
        }
        return ActPlace(epoch: epochs.first?.number ?? 1, index: 0)
    }

    private func times(_ epoch: Epoch) -> LogTimes<Store> { LogTimes(store: store, origin: epoch.origin) }
}
