package import Authority
package import Records

/// Where a returned seal goes.
///
/// No right, alarm, lock-out, schedule or suspension is asked for here: nothing blocks a return.
package struct ReturnDesk: Sendable {
    private let policy: SitePolicy
    private let custody: CustodyState

    /// A desk over the site's policy and this cabinet's acts.
    package init(policy: SitePolicy, custody: CustodyState) {
        self.policy = policy
        self.custody = custody
    }

    /// The drawer to release for a seal: its own when free, else the first free one; nil when all are occupied.
    ///
    /// After a take that nobody saw, the drawer where the seal may still lie is released for the person who stood there,
    /// and for nobody else.
    package func drawer(for seal: Identifier<Seal>, by person: Identifier<Person>?) -> UInt64? {
        if let unseen = custody.unseenTakes[seal], unseen.holder == person,
            case .unproved(let drawer, _)? = custody.seals[seal], custody.quarantines[drawer] == nil,
            !isVisited(drawer)
        {
            return drawer
        }
        let drawers = policy.lockMaps[custody.cabinet]?.drawers.map(\.drawer).sorted() ?? []
        let home = policy.seals[seal].flatMap { $0.cabinet == custody.cabinet ? $0.drawer : nil }
        if let home, drawers.contains(home), isFree(home) { return home }
        return drawers.first { isFree($0) && !isReserved($0, except: seal) } ?? drawers.first(where: isFree)
    }

    /// The seals that could come back here: those that are out, or may be since a take that nobody saw, and those never
    /// seen at this cabinet where they live.
    package var returnable: [SealStatement] {
        policy.seals.values.filter { seal in
            switch custody.seals[seal.seal] {
            case .out: true
            case .unproved: custody.unseenTakes[seal.seal] != nil
            case nil: seal.cabinet == custody.cabinet
            default: false
            }
        }.sorted { $0.name < $1.name }
    }

    private func isFree(_ drawer: UInt64) -> Bool {
        !custody.isOccupied(drawer) && !isVisited(drawer)
    }

    private func isVisited(_ drawer: UInt64) -> Bool {
        custody.openVisits.values.contains { $0.drawer == drawer }
    }

    /// Whether another seal lives in the drawer.
    private func isReserved(_ drawer: UInt64, except seal: Identifier<Seal>) -> Bool {
        policy.seals.values.contains {
            $0.cabinet == custody.cabinet && $0.drawer == drawer && $0.seal != seal
        }
    }
}
