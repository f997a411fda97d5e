import Authority
import Records
import Screens

extension ApplicationForm {
    /// Reads what was sent: ids in hexadecimal, moments either as milliseconds or as hours and days from now.
    init(_ form: FormData, visitor: Visitor) throws {
        let now = visitor.now
        let notBefore = try Self.moment(form, "not-before") ?? now
        let days = Int64(form["days"] ?? "") ?? 3
        let hours = Int64(form["hours"] ?? "") ?? 8
        guard (1...366).contains(days), (1...8_784).contains(hours) else {
            throw HeadquartersError(
                .malformed,
                "a grant is valid for 1–366 days, a seal away for 1–8784 hours"
            )
        }
        guard let mode = GrantMode(rawValue: Int64(form["mode"] ?? "0") ?? -1) else {
            throw HeadquartersError(.malformed, "this mode of use is unknown")
        }
        let companions: [Identifier<Person>] = try Self.ids(form, "companion")
        self.init(
            seals: try Self.ids(form, "seals"),
            takers: try Self.ids(form, "takers"),
            mode: mode,
            reason: form["reason"] ?? "",
            copies: UInt64(form["copies"] ?? "1") ?? 1,
            uses: UInt64(form["uses"] ?? "1") ?? 1,
            placeOfUse: form["place"] ?? "",
            companion: companions.first,
            expectedReturn: try Self.moment(form, "expected-return") ?? now + hours * 3_600_000,
            notBefore: notBefore,
            notAfter: try Self.moment(form, "not-after") ?? notBefore + days * 86_400_000
        )
        guard !reason.isEmpty else {
            throw HeadquartersError(.malformed, "an application says what it is for")
        }
    }

    /// Milliseconds since 1970, as far as signed time goes: whatever is added to them stays far from the edge.
    private static func moment(_ form: FormData, _ name: String) throws -> Int64? {
        guard let moment = Int64(form[name] ?? "") else { return nil }
        guard (0...FreshNote.timeMax).contains(moment) else {
            throw HeadquartersError(.malformed, "a moment of a grant lies outside of any calendar")
        }
        return moment
    }

    /// Ids of all values of a name; several in one value are separated by spaces.
    private static func ids<Subject>(_ form: FormData, _ name: String) throws -> [Identifier<Subject>] {
        try form.all(name).flatMap { $0.split(separator: " ") }.map { text in
            guard let id = Identifier<Subject>(hexadecimal: text) else {
                throw HeadquartersError(.malformed, "«\(text)» in \(name) is no id")
            }
            return id
        }
    }
}
