package import Records

/// One drawer: which lock opens it, which reader looks into it, which light shows it.
package struct DrawerPlace: Canonical, Hashable {
    /// The number on the cabinet's face, from 1.
    package let drawer: UInt64
    /// The address of the lock board on its bus.
    package let board: UInt64
    /// The lock's number on that board, from 1.
    package let lock: UInt64
    /// The reader whose antenna is in this drawer's slot, by its name in the cabinet's configuration.
    package let reader: String
    /// The light's number on that board, from 1; nil where the drawer has none.
    package let light: UInt64?
    /// Whether the board reports 1 for a closed bolt: installations differ, commissioning proves it.
    package let closedReadsOne: Bool

    /// A drawer with one slot.
    package init(
        drawer: UInt64,
        board: UInt64,
        lock: UInt64,
        reader: String,
        light: UInt64?,
        closedReadsOne: Bool
    ) {
        self.drawer = drawer
        self.board = board
        self.lock = lock
        self.reader = reader
        self.light = light
        self.closedReadsOne = closedReadsOne
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: drawer.canonical, 1: board.canonical, 2: lock.canonical, 3: reader.canonical,
                4: light?.canonical,
                5: .flag(closedReadsOne),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a drawer's place")
        drawer = try fields.value(0)
        board = try fields.value(1)
        lock = try fields.value(2)
        reader = try fields.value(3)
        light = try fields.optional(4)
        closedReadsOne = try fields.flag(5)
        try fields.finish()
        guard drawer >= 1, lock >= 1, light != 0 else {
            throw RecordsError(.malformed, "drawers, locks and lights are numbered from 1")
        }
    }
}

/// Which lock opens which drawer of a cabinet.
///
/// A wrong map hands out the wrong seal, so two officers sign it.
package struct LockMapStatement: Statement {
    package static let kind = RecordKind.lockMap
    package static let signers = Signers.officers
    package static let title = "lock map"
    /// More drawers than one cabinet has.
    package static let drawerCountMax = 256

    package let head: StatementHead
    /// The cabinet whose map this is.
    package let cabinet: String
    /// Counts versions of this cabinet's map; only a larger one replaces this.
    package let version: UInt64
    /// All its drawers.
    package let drawers: [DrawerPlace]

    /// The whole map of one cabinet.
    package init(head: StatementHead, cabinet: String, version: UInt64, drawers: [DrawerPlace]) {
        self.head = head
        self.cabinet = cabinet
        self.version = version
        self.drawers = drawers
    }

    package var fields: CBORMap { CBORMap([4: cabinet.canonical, 5: version.canonical, 6: .list(drawers)]) }

    package init(head: StatementHead, fields: inout Fields) throws(RecordsError) {
        self.head = head
        cabinet = try fields.value(4)
        version = try fields.value(5)
        drawers = try fields.list(6, countMax: Self.drawerCountMax)
        try Self.check(label: cabinet)
        guard Set(drawers.map(\.drawer)).count == drawers.count,
            Set(drawers.map(\.reader)).count == drawers.count,
            Set(drawers.map { [$0.board, $0.lock] }).count == drawers.count
        else { throw RecordsError(.malformed, "two drawers share a number, a lock or a reader") }
    }
}
