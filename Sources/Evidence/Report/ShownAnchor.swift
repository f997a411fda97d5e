package import Cryptography
package import Records

/// Whom the reader of a file trusts outside of the organisation, each told to the reader by that outsider.
package struct OutsideTrust: Sendable {
    /// Certificates of time-stamping authorities; nil where the reader has none.
    package let certificates: TimeStampTrust?
    /// Keys of witnesses.
    package let witnesses: [NoteVerifierKey]

    /// What the reader was told; nothing, unless something is given.
    package init(certificates: TimeStampTrust? = nil, witnesses: [NoteVerifierKey] = []) {
        self.certificates = certificates
        self.witnesses = witnesses
    }
}

/// What somebody outside of the organisation keeps: a head, since when, and what of the file lies under it.
package struct ShownAnchor: Sendable, Equatable {
    /// Who keeps it.
    package enum Outsider: Sendable, Equatable {
        /// A time-stamping authority, by the certificate in its token, and by the address at which headquarters asked it.
        case timestamp(TimeStampSigner, url: String, isTrusted: Bool)
        /// A witness, and who says that the key is that witness's.
        case witness(NoteVerifierKey, KeySource)
    }

    /// Who says whose key it is.
    package enum KeySource: Sendable, Equatable {
        /// The reader.
        case reader
        /// Owners, in `authority`.
        case owners
        /// Owners, in `authority`, until this leaf of it: whether the key was stolen by then nobody says.
        case ownersUntil(UInt64)
        /// Headquarters alone.
        case headquarters
    }

    /// A log of the file, and how many of its first leaves lie under the head.
    package struct Cover: Sendable, Hashable {
        /// The log.
        package let origin: Origin
        /// The number of its first leaves.
        package let size: UInt64
    }

    /// Who keeps it.
    package let outsider: Outsider
    /// The log whose head it is.
    package let origin: Origin
    /// The number of leaves under the head.
    package let size: UInt64
    /// When it was stamped or cosigned, by the outsider's clock, in milliseconds since 1970.
    package let milliseconds: Int64
    /// What of the file's logs lies under it, by receipts that headquarters wrote for their heads.
    package let covers: [Cover]
    /// What of `authority` and `policy` lies under it, because the acts under it say that they obeyed it.
    package let obeyed: [Cover]
    /// The records of `receipts` under it that the file shows for themselves, such as the result of a count.
    package let records: [UInt64]

    /// An outsider's time in milliseconds since 1970; nil for one that no clock shows, like that of a leaf.
    static func milliseconds(_ seconds: Int64) -> Int64? {
        (0...(1 << 61) / 1_000).contains(seconds) ? seconds * 1_000 : nil
    }

    /// Whether it keeps a head of `authority`, from which nothing leads to policy, acts and counts.
    var isOfAuthority: Bool { covers.contains { $0.origin == origin } }
}

extension [ShownAnchor.Cover] {
    /// The largest cover of a log: an anchor may hold receipts of several of its heads.
    func largest(of origin: Origin) -> ShownAnchor.Cover? {
        filter { $0.origin == origin }.max { $0.size < $1.size }
    }
}
