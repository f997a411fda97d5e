package import Authority
package import Records

extension CustodyState {
    /// The same knowledge at another end of the acts, behind which new ones are folded while those before are folded again.
    package func goingOn(epoch: UInt64, size: UInt64, lastTime: HybridTime) -> CustodyState {
        var state = self
        state.epoch = epoch
        state.size = size
        state.lastTime = lastTime
        state.judgedAhead = nil
        return state
    }

    /// What is known of a cabinet whose acts are being folded anew: what the readers see, and nothing remembered.
    ///
    /// Returns go on with it. A drawer counts as empty only where its reader says so; before anybody has looked, none does.
    /// `size` and `lastTime` are those of the whole log, so that new acts can be folded meanwhile.
    package static func looked(
        cabinet: String,
        epoch: UInt64 = 1,
        size: UInt64,
        lastTime: HybridTime,
        readings: [UInt64: TagReading],
        policy: SitePolicy
    ) -> CustodyState {
        var state = CustodyState(cabinet: cabinet)
        state.epoch = epoch
        state.size = size
        state.lastTime = lastTime
        for place in policy.lockMaps[cabinet]?.drawers ?? [] {
            switch readings[place.drawer] {
            case .empty: break
            case .proved(let tag):
                if let seal = policy.seals.values.first(where: { $0.tag == tag }) {
                    state.seals[seal.seal] = .present(drawer: place.drawer, proved: lastTime)
                } else {
                    state.unlooked.insert(place.drawer)
                }
            case .failed, .foreign, .unreadable, .ill, nil: state.unlooked.insert(place.drawer)
            }
        }
        return state
    }
}
