/// Who a tag says it is, before anything is proved.
package struct TagIdentity: Hashable, Sendable {
    /// The identifier of the selection, equal to that of GetVersion where the tag has one.
    package let uid: TagUID
    /// The family.
    package let kind: TagKind
    /// What GetVersion told, of tags that take APDUs.
    package let version: TagVersion?
}
