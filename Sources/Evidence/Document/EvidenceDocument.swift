import Cryptography
import Records

/// A file of evidence: text that anybody can keep, and that refuses when one byte is another.
///
///     signet-evidence/v2
///     organisation NAME
///     claim seal ID from MS to MS | site SITE from MS to MS | act CABINET INDEX | count RUN | users SEAL at MS
///     log authority | policy SITE | acts CABINET, then FIRST END ORIGIN
///     frontier BASE64             where FIRST is not 0: the tree over the leaves before
///     open LEAF BODY              a record with the groups that are shown, in base64
///     shut LEAF                   a record of which only the header is shown
///     note COUNT                  and so many lines of a signed head (C2SP signed-note); at most four, rising
///     proof policy SITE | acts CABINET | headquarters | receipts, then COUNT ORIGIN
///     open … or shut …            COUNT times a record,
///     tlog COUNT                  and so many lines of its proof (C2SP tlog-proof), all under one head
///     sha256 HEX                  over every byte above this line
///
/// Logs stand before proofs; both in the order `authority`, policies by site, acts by cabinet, headquarters' acts, receipts,
/// these two by epochs. There is
/// one way to write a document: what is read and written again must be the same bytes. Version 1 has no proofs and is about a
/// seal; it is read for good and not written any more.
package struct EvidenceDocument: Sendable, Equatable {
    /// The most bytes of a file.
    package static let byteCountMax = 256 << 20
    /// The most logs, and the most sections of proofs, of a file.
    package static let sectionCountMax = 1_024

    /// The version of a file's form.
    package enum Version: Sendable, Hashable {
        /// Whole stretches about one seal.
        case one
        /// With further claims and single records.
        case two

        var title: String { self == .one ? "signet-evidence/v1" : "signet-evidence/v2" }
    }

    /// The version of its form.
    package let version: Version
    /// The organisation's DNS name.
    package let organisation: String
    /// What it is about.
    package let claim: EvidenceClaim
    /// Stretches of logs, in their order.
    package let sections: [LogSection]
    /// Single records, in their order.
    package let proofs: [ProofSection]

    /// A document of sections in their order.
    package init(
        version: Version = .two,
        organisation: String,
        claim: EvidenceClaim,
        sections: [LogSection],
        proofs: [ProofSection] = []
    ) {
        self.version = version
        self.organisation = organisation
        self.claim = claim
        self.sections = sections
        self.proofs = proofs
    }

    /// The file.
    package var bytes: [UInt8] {
        var text = EvidenceWriter()
        text.line(version.title)
        text.line("organisation \(organisation)")
        text.line("claim \(claim.text)")
        for section in sections { text.section(section) }
        for section in proofs { text.section(section) }
        return text.closed
    }
}

/// Writes lines, and the hash of all of them.
private struct EvidenceWriter {
    private var bytes: [UInt8] = []

    mutating func line(_ text: String) {
        bytes += Array(text.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func section(_ section: LogSection) {
        line("log \(section.subject.text) \(section.before.size) \(section.end) \(section.origin)")
        if section.before.size > 0 { line("frontier \(Base64.encode(section.before.encoded))") }
        for entry in section.entries { self.entry(entry) }
        for note in section.notes {
            line("note \(LogSection.lineCount(note))")
            bytes += note.bytes
        }
    }

    mutating func section(_ section: ProofSection) {
        line("proof \(section.subject.text) \(section.entries.count) \(section.origin)")
        for proved in section.entries {
            entry(proved.entry)
            line("tlog \(ProofSection.lineCount(proved.proof))")
            bytes += proved.proof.bytes
        }
    }

    private mutating func entry(_ entry: LogSection.Entry) {
        if let body = entry.body {
            line("open \(Base64.encode(entry.leaf)) \(Base64.encode(body))")
        } else {
            line("shut \(Base64.encode(entry.leaf))")
        }
    }

    var closed: [UInt8] { bytes + Array("sha256 \(Hex.encode(SHA256.hash(bytes).bytes))\n".utf8) }
}

extension LogSection.Subject {
    /// The log as a file names it.
    package var text: String {
        switch self {
        case .authority: "authority"
        case .policy(let site): "policy \(site)"
        case .acts(let cabinet): "acts \(cabinet)"
        case .headquarters: "headquarters"
        case .receipts: "receipts"
        }
    }

    /// The place in a document of a section of a log with this origin.
    ///
    /// Of headquarters' own logs a file may hold several epochs, each once and in their order.
    fileprivate func order(_ origin: Origin) -> (Int, String, UInt64) {
        switch self {
        case .authority: (0, "", 0)
        case .policy(let site): (1, site, 0)
        case .acts(let cabinet): (2, cabinet, 0)
        case .headquarters: (3, "", Self.epoch(origin))
        case .receipts: (4, "", Self.epoch(origin))
        }
    }

    private static func epoch(_ origin: Origin) -> UInt64 {
        let organisation = origin.text.prefix { $0 != "/" }
        return HeadquartersLog.read(origin.text, of: String(organisation))?.epoch ?? 0
    }
}

extension LogSection {
    /// The place in a document.
    var order: (Int, String, UInt64) { subject.order(origin) }
}

extension ProofSection {
    /// The place in a document.
    var order: (Int, String, UInt64) { subject.order(origin) }
}
