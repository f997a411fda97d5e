package import Authority
import Records

extension CustodyState {
    /// Compares what the readers found with what should be there: one line for each drawer of the lock map.
    package func countAnswer(
        to request: CountRequest,
        readings: [UInt64: TagReading],
        policy: SitePolicy
    ) -> CountAnswer {
        let drawers = policy.lockMaps[cabinet]?.drawers.map(\.drawer).sorted() ?? []
        let lines = drawers.map { drawer in
            line(for: drawer, reading: readings[drawer] ?? .ill, policy: policy)
        }
        return CountAnswer(nonce: request.nonce, drawers: lines)
    }

    private func line(for drawer: UInt64, reading: TagReading, policy: SitePolicy) -> CountedDrawer {
        let expected = seal(in: drawer)
        let home = policy.seals.values.first { $0.cabinet == cabinet && $0.drawer == drawer }?.seal
        let named = expected ?? home
        if quarantines[drawer] != nil, reading != .empty {
            return CountedDrawer(
                drawer: drawer,
                seal: nil,
                finding: .quarantined,
                reading: reading,
                holder: nil
            )
        }
        switch reading {
        case .proved(let tag):
            let found = policy.seals.values.first { $0.tag == tag }?.seal
            guard let found else {
                return CountedDrawer(
                    drawer: drawer,
                    seal: nil,
                    finding: .unexpected,
                    reading: reading,
                    holder: nil
                )
            }
            let finding: CountedDrawer.Finding =
                found == expected ? .present : expected == nil && isOutOrNew(found) ? .unexpected : .wrongSlot
            return CountedDrawer(drawer: drawer, seal: found, finding: finding, reading: reading, holder: nil)
        case .failed, .foreign:
            return CountedDrawer(
                drawer: drawer,
                seal: named,
                finding: .unexpected,
                reading: reading,
                holder: nil
            )
        case .unreadable, .ill:
            return CountedDrawer(
                drawer: drawer,
                seal: named,
                finding: .unreadable,
                reading: reading,
                holder: nil
            )
        case .empty:
            if let expected {
                return CountedDrawer(
                    drawer: drawer,
                    seal: expected,
                    finding: .missing,
                    reading: reading,
                    holder: nil
                )
            }
            if let home, case .out(let holding) = seals[home] {
                return CountedDrawer(
                    drawer: drawer,
                    seal: home,
                    finding: .out,
                    reading: reading,
                    holder: holding.holder
                )
            }
            return CountedDrawer(drawer: drawer, seal: nil, finding: .vacant, reading: reading, holder: nil)
        }
    }

    private func isOutOrNew(_ seal: Identifier<Seal>) -> Bool {
        switch seals[seal] {
        case .out, nil: true
        default: false
        }
    }
}
