import Custody
import Records

/// The places in earlier epochs at which records that a file shows as carried on were written.
///
/// What is carried counts where headquarters holds another leaf at its place. That the file has to show: else nobody sees that it did not
/// count there already.
struct CarriedPlaces {
    private var indices: [UInt64: Set<UInt64>] = [:]

    /// Takes the place of what a record carries, if it carries anything that this cabinet's earlier epochs may hold.
    mutating func note(_ record: OpenedRecord) {
        guard (try? record.kind())?.kind == .carried, let carried: CarriedRecord = try? record.detail(),
            let origin = try? Origin(carried.origin)
        else { return }
        indices[origin.epoch, default: []].insert(carried.index)
    }

    /// The places in one epoch, as far as it goes; no more than a section of a file has room for.
    func indices<Store>(in epoch: ActsHistory<Store>.Epoch) -> [UInt64] {
        let places = indices[epoch.number]?.filter { $0 < epoch.size }.sorted() ?? []
        // Room for the first leaf and the last one, which lead to other epochs.
        return Array(places.prefix(ProofSection.recordCountMax - 2))
    }
}
