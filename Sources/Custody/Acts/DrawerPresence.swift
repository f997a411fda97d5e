package import Records

/// One drawer in an observed span: how its sensors stand at the end, and how often they moved within it.
package struct DrawerPresence: Canonical, Hashable {
    /// How bolt and door stand.
    package enum State: Int64, Canonical, CaseIterable {
        /// Door shut and bolt thrown.
        case secure = 0
        /// Open, whether released or forced.
        case open = 1
        /// Door and bolt disagree.
        case ajar = 2
        /// A sensor cannot be believed: says nothing about the drawer.
        case ill = 3

        package var canonical: CBOR { .integer(rawValue) }

        package init(canonical: CBOR) throws(RecordsError) {
            self = try Self.known(canonical, "state of a drawer")
        }
    }

    /// The drawer's number on the cabinet's face.
    package let drawer: UInt64
    /// How it stands at the end of the span.
    package let state: State
    /// How often it was seen to open within the span, released or not.
    package let openingCount: UInt64
    /// How often it was seen to shut.
    package let closingCount: UInt64

    /// A drawer at the end of a span.
    package init(drawer: UInt64, state: State, openingCount: UInt64 = 0, closingCount: UInt64 = 0) {
        self.drawer = drawer
        self.state = state
        self.openingCount = openingCount
        self.closingCount = closingCount
    }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: drawer.canonical, 1: state.canonical, 2: openingCount.canonical, 3: closingCount.canonical,
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a drawer in an observed span")
        drawer = try fields.value(0)
        state = try fields.value(1)
        openingCount = try fields.value(2)
        closingCount = try fields.value(3)
        try fields.finish()
    }
}

extension RawRepresentable where RawValue == Int64 {
    /// The case of a number in an act; a number that is not in the list is newer than this program.
    static func known(_ canonical: CBOR, _ name: String) throws(RecordsError) -> Self {
        let number = try Int64(canonical: canonical)
        guard let value = Self(rawValue: number) else {
            throw RecordsError(.unknownVersion, "\(name) \(number) is newer than this program")
        }
        return value
    }
}
