/// A part of the organisation, from the top down: "华东/杭州".
///
/// The empty path is the whole.
package struct OrganisationPath: Sendable, Hashable {
    /// Most levels.
    package static let levelCountMax = 16
    /// Most bytes of one level's name.
    package static let nameByteCountMax = 128

    /// The names from the top down.
    package let names: [String]

    /// The whole organisation.
    package static let whole = OrganisationPath(names: [])

    private init(names: [String]) { self.names = names }

    /// The part that a text names, its levels separated by "/"; the empty text is the whole.
    package init(_ text: String) throws(ScreensError) {
        guard !text.isEmpty else {
            self = .whole
            return
        }
        let names = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard names.count <= Self.levelCountMax,
            names.allSatisfy({ !$0.isEmpty && $0.utf8.count <= Self.nameByteCountMax })
        else {
            throw ScreensError(
                .organisationPath,
                "A part of the organisation is written like 华东/杭州, with at most \(Self.levelCountMax) levels and none empty."
            )
        }
        self.names = names
    }

    /// Whether the other part is this one or lies within it.
    package func contains(_ other: OrganisationPath) -> Bool { other.names.starts(with: names) }
}

extension OrganisationPath: CustomStringConvertible {
    /// The names separated by "/".
    package var description: String { names.joined(separator: "/") }
}
