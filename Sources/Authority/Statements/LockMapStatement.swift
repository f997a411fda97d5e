package import Records

/// A lock, an input or a light of a board.
package struct BoardPlace: Canonical, Hashable {
    /// The board's name in the cabinet's configuration.
    package let board: String
    /// The number on the board, from 1.
    package let number: UInt64

    /// A place on a board.
    package init(board: String, number: UInt64) {
        self.board = board
        self.number = number
    }

    package var canonical: CBOR { .array([board.canonical, number.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a place is a board and a number")
        }
        board = try String(canonical: parts[0])
        number = try UInt64(canonical: parts[1])
        guard (1...1_024).contains(number) else {
            throw RecordsError(.malformed, "locks, inputs and lights are numbered from 1 to 1024")
        }
    }
}

/// A switch on an input, and what it means that the input is active.
package struct SwitchPlace: Canonical, Hashable {
    /// The input.
    package let place: BoardPlace
    /// Whether active says "shut" or "thrown": installations differ, commissioning proves it.
    package let isActiveWhenSecure: Bool

    /// A switch.
    package init(_ place: BoardPlace, isActiveWhenSecure: Bool) {
        self.place = place
        self.isActiveWhenSecure = isActiveWhenSecure
    }

    package var canonical: CBOR { .array([place.canonical, isActiveWhenSecure.canonical]) }

    package init(canonical: CBOR) throws(RecordsError) {
        guard case .array(let parts) = canonical, parts.count == 2 else {
            throw RecordsError(.malformed, "a switch is a place and what active means")
        }
        place = try BoardPlace(canonical: parts[0])
        isActiveWhenSecure = try Bool(canonical: parts[1])
    }
}

/// One drawer with one slot: which lock opens it, which switches watch it, which reader looks into it, which light shows it.
package struct DrawerPlace: Canonical, Hashable {
    /// The number on the cabinet's face, from 1.
    package let drawer: UInt64
    /// The reader whose antenna is in this drawer's slot, by its name in the cabinet's configuration.
    package let reader: String
    /// The lock.
    package let lock: BoardPlace
    /// The lock's own switch.
    package let bolt: SwitchPlace
    /// The door's switch; nil where the lock's switch stands for both.
    package let door: SwitchPlace?
    /// The light; nil where the drawer has none.
    package let light: BoardPlace?

    /// A drawer.
    package init(
        drawer: UInt64,
        reader: String,
        lock: BoardPlace,
        bolt: SwitchPlace,
        door: SwitchPlace?,
        light: BoardPlace?
    ) {
        self.drawer = drawer
        self.reader = reader
        self.lock = lock
        self.bolt = bolt
        self.door = door
        self.light = light
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: drawer.canonical, 1: reader.canonical, 2: lock.canonical, 3: bolt.canonical,
                4: door?.canonical,
                5: light?.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a drawer's place")
        drawer = try fields.value(0)
        reader = try fields.value(1)
        lock = try fields.value(2)
        bolt = try fields.value(3)
        door = try fields.optional(4)
        light = try fields.optional(5)
        try fields.finish()
        guard (1...1_024).contains(drawer) else {
            throw RecordsError(.malformed, "drawers are numbered from 1 to 1024")
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
            Set(drawers.map(\.lock)).count == drawers.count
        else { throw RecordsError(.malformed, "two drawers share a number, a lock or a reader") }
    }
}
