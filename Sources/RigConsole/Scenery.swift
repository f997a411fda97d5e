/// What the things of a rig are called, for people who look at them.
package struct Scenery: Sendable {
    /// A cabinet.
    package struct Cabinet: Sendable {
        /// Its name in the rig.
        package let name: String
        /// What people call it.
        package let title: String
        /// Where its screen is, such as http://127.0.0.1:8480/.
        package let screen: String

        /// A cabinet.
        package init(name: String, title: String, screen: String) {
            self.name = name
            self.title = title
            self.screen = screen
        }
    }

    /// A card or a seal.
    package struct Thing: Sendable {
        /// What it is.
        package enum Kind: Sendable, Hashable {
            /// A person's card, and the digits that go with it.
            case card(pin: String)
            /// A seal's tag.
            case seal
            /// A tag that was made here, or that nobody named.
            case other
        }

        /// What it is.
        package let kind: Kind
        /// Its tag's name in the rig.
        package let tag: String
        /// What people call it.
        package let title: String
        /// The cabinet where it belongs, by the name in the rig; empty for none.
        package let cabinet: String

        /// A card or a seal.
        package init(_ kind: Kind, tag: String, title: String, cabinet: String) {
            self.kind = kind
            self.tag = tag
            self.title = title
            self.cabinet = cabinet
        }
    }

    /// The cabinets in their order.
    package let cabinets: [Cabinet]
    /// Cards and seals.
    package let things: [Thing]
    /// Where headquarters' console is.
    package let console: String

    /// A scenery.
    package init(cabinets: [Cabinet], things: [Thing], console: String) {
        self.cabinets = cabinets
        self.things = things
        self.console = console
    }

    /// The things of a cabinet: those that belong there, those that lie there, and those of no cabinet.
    func things(of cabinet: Cabinet, in tags: [String: String?]) -> [Thing] {
        let known = Set(things.map(\.tag))
        let others = tags.keys.filter { !known.contains($0) }.sorted().map {
            Thing(.other, tag: $0, title: $0, cabinet: "")
        }
        return (things + others).filter { thing in
            guard let place = tags[thing.tag] else { return false }
            let liesHere = place.map { $0.hasPrefix("\(cabinet.name)/") } ?? false
            return liesHere || thing.cabinet == cabinet.name || (thing.cabinet.isEmpty && place == nil)
        }
    }
}
