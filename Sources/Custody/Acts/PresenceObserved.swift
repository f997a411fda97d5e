import Authority
package import Records

/// What a cabinet's sensors saw in one span of time: the detail of `presenceObserved`.
///
/// Written at least every ``spanMax``, also when nothing moved: that nothing is said must mean something. The boot id and the
/// clock stand in the header. Spans of one start follow each other without a hole: `from` is the `to` of the record before.
package struct PresenceObserved: Canonical, Hashable {
    /// The longest span of one record, and the longest time between two, in milliseconds.
    package static let spanMax: UInt64 = 300_000

    /// Whether somebody was at the case or the board.
    package enum Tamper: Int64, Canonical, CaseIterable {
        /// The contacts are fitted and quiet, through the whole span.
        case quiet = 0
        /// A contact was raised within the span.
        case raised = 1
        /// No contact is fitted, or it cannot be believed.
        case unknown = 2

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            self = try Self.known(canonical, "state of a tamper contact")
        }
    }

    /// What the cabinet ran on.
    package enum Mains: Int64, Canonical, CaseIterable {
        /// On mains through the whole span.
        case present = 0
        /// On its battery within the span.
        case absent = 1
        /// Not measured.
        case unknown = 2

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            self = try Self.known(canonical, "state of the mains")
        }
    }

    /// Monotonic milliseconds at which the span begins.
    package let from: UInt64
    /// Monotonic milliseconds at which it ends and the slots were looked at.
    package let to: UInt64
    /// Every slot, by drawer and slot rising.
    package let slots: [SlotPresence]
    /// Every drawer, by its number rising.
    package let drawers: [DrawerPresence]
    /// The case.
    package let tamper: Tamper
    /// The power.
    package let mains: Mains

    /// An observation.
    package init(
        from: UInt64,
        to: UInt64,
        slots: [SlotPresence],
        drawers: [DrawerPresence],
        tamper: Tamper,
        mains: Mains
    ) {
        self.from = from
        self.to = to
        self.slots = slots
        self.drawers = drawers
        self.tamper = tamper
        self.mains = mains
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: from.canonical, 1: to.canonical, 2: .list(slots), 3: .list(drawers), 4: tamper.canonical,
                5: mains.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an observation of presence")
        from = try fields.value(0)
        to = try fields.value(1)
        slots = try fields.list(2, countMax: LockMapStatement.drawerCountMax)
        drawers = try fields.list(3, countMax: LockMapStatement.drawerCountMax)
        tamper = try fields.value(4)
        mains = try fields.value(5)
        try fields.finish()
        guard from <= to else {
            throw RecordsError(.malformed, "a span that ends before it begins was not observed")
        }
        let places = slots.map { ($0.drawer, $0.slot ?? 0) }
        guard zip(places, places.dropFirst()).allSatisfy({ $0 < $1 }),
            zip(drawers, drawers.dropFirst()).allSatisfy({ $0.drawer < $1.drawer })
        else { throw RecordsError(.malformed, "slots and drawers stand by their numbers, each once") }
    }
}
