package import Records

/// The detail of `lookedAt`: which page or file somebody opened.
///
/// Seal, grant or cabinet stand in the record's subject.
package struct LookedAt: Canonical, Hashable {
    /// The most bytes of either text.
    package static let byteCountMax = 200

    /// The path of the page, with what it leaves open in braces: `/seals/{seal}`.
    package let page: String
    /// Which one, where the subject has no word for it: a file or statement by its digest, a site by its name.
    package let about: String?

    /// A page, and what it is about.
    package init(page: String, about: String? = nil) {
        self.page = page
        self.about = about
    }

    package var canonical: CBOR { .map(CBORMap([0: page.canonical, 1: about?.canonical])) }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a look")
        page = try fields.value(0)
        about = try fields.optional(1)
        try fields.finish()
    }
}
