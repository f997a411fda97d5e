import Authority
import Records
package import Replication

extension ReplicationService {
    /// The transport keys of all cabinets that officers signed, but for machines that are about to be replaced.
    package static func listedKeys(_ view: HeadquartersView) -> Set<TransportKey> {
        let leaving = view.cabinetsBeingReplaced
        return Set(
            view.standing.cabinets.values.filter { !leaving.contains($0.cabinet) }
                .compactMap { TransportKey($0.keys.transport.bytes) }
        )
    }
}
