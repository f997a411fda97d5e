package import Records

/// Who signed a statement.
package enum ShownSigner: Sendable, Equatable {
    /// An owner, counted from 1 in the order of the root.
    case owner(Int)
    /// An officer.
    case officer(Identifier<Person>)
    /// A key that no statement in the file names.
    case unknown(Bytes)
}

/// Something that people gave, with those who signed.
package struct ShownGiving: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// The leaf's index.
    package let index: UInt64
    /// What was given, in one line.
    package let title: EvidenceSentence
    /// Whose signatures on it are good.
    package let signers: [ShownSigner]
}

/// Something in the file that must be explained.
package struct ShownFinding: Sendable, Equatable {
    /// The log.
    package let origin: Origin
    /// The leaf's index.
    package let index: UInt64
    /// One sentence.
    package let message: EvidenceSentence
}
