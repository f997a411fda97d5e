/// Who made a record come about: the content of the group `actor`.
package struct Actor: Canonical, Hashable {
    /// The person, nil when the device acted by itself.
    package let person: Identifier<Person>?
    /// The second person of a two-person act.
    package let companion: Identifier<Person>?
    /// The part of the device or of headquarters that acted, for example "boot" or "reader 2"; nil for persons.
    package let component: String?

    /// A person, and the second person where two acted.
    package init(person: Identifier<Person>, companion: Identifier<Person>? = nil) {
        self.person = person
        self.companion = companion
        component = nil
    }

    /// A part of the device.
    package init(component: String) {
        person = nil
        companion = nil
        self.component = component
    }

    package var canonical: CBOR {
        .map(CBORMap([0: person?.canonical, 1: companion?.canonical, 2: component?.canonical]))
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "an actor")
        person = try fields.optional(0)
        companion = try fields.optional(1)
        component = try fields.optional(2)
        try fields.finish()
        guard (person == nil) != (component == nil), companion == nil || person != nil else {
            throw RecordsError(.malformed, "an actor is a person or a part of a device")
        }
    }
}
