/// Why a tag can be told apart and yet proves little.
package enum TagWeakness: Hashable, Sendable {
    /// A signature over the identifier is all it has, and both can be set on tags made for it.
    case signatureOnly
}
