/// The names in cosigners' signature lines (Documentation/Records.md, "Tree, checkpoint, cosignature, proof").
package enum CosignerNames {
    /// Headquarters' witness, who says "consistent": `ORG/hq/witness`.
    package static func witness(_ organisation: String) throws(RecordsError) -> NoteKeyName {
        try NoteKeyName("\(organisation)/hq/witness")
    }

    /// Headquarters' mirror, who says "every leaf and body is here": `ORG/hq/mirror`.
    package static func mirror(_ organisation: String) throws(RecordsError) -> NoteKeyName {
        try NoteKeyName("\(organisation)/hq/mirror")
    }

    /// Headquarters' backup, who says "read back": `ORG/hq/safe`.
    package static func safe(_ organisation: String) throws(RecordsError) -> NoteKeyName {
        try NoteKeyName("\(organisation)/hq/safe")
    }

    /// A cabinet that watches headquarters' logs: `ORG/cabinet/ID/witness`.
    package static func cabinet(_ organisation: String, cabinet: String) throws(RecordsError) -> NoteKeyName {
        try NoteKeyName("\(organisation)/cabinet/\(cabinet)/witness")
    }
}
