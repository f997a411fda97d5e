import Cryptography
import Records

/// A file of evidence: text that anybody can keep, and that refuses when one byte is another.
///
///     signet-evidence/v1
///     organisation NAME
///     claim seal ID from MILLISECONDS to MILLISECONDS
///     log authority | policy SITE | acts CABINET, then FIRST END ORIGIN
///     frontier BASE64             where FIRST is not 0: the tree over the leaves before
///     open LEAF BODY              a record with the groups that are shown, in base64
///     shut LEAF                   a record of which only the header is shown
///     note COUNT                  and so many lines of a signed head (C2SP signed-note); at most four, rising
///     sha256 HEX                  over every byte above this line
///
/// `authority` comes first, then policies by site, then acts by cabinet. There is one way to write a document: what is read
/// and written again must be the same bytes.
package struct EvidenceDocument: Sendable, Equatable {
    /// The most bytes of a file.
    package static let byteCountMax = 256 << 20
    /// The most sections of a file.
    package static let sectionCountMax = 64

    /// The organisation's DNS name.
    package let organisation: String
    /// What it is about.
    package let claim: EvidenceClaim
    /// The logs, in their order.
    package let sections: [LogSection]

    static let title = "signet-evidence/v1"

    /// A document of sections in their order.
    package init(organisation: String, claim: EvidenceClaim, sections: [LogSection]) {
        self.organisation = organisation
        self.claim = claim
        self.sections = sections
    }

    /// The file.
    package var bytes: [UInt8] {
        var text = EvidenceWriter()
        text.line(Self.title)
        text.line("organisation \(organisation)")
        text.line("claim seal \(claim.seal) from \(claim.from) to \(claim.to)")
        for section in sections { text.section(section) }
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
        for entry in section.entries {
            if let body = entry.body {
                line("open \(Base64.encode(entry.leaf)) \(Base64.encode(body))")
            } else {
                line("shut \(Base64.encode(entry.leaf))")
            }
        }
        for note in section.notes {
            line("note \(LogSection.lineCount(note))")
            bytes += note.bytes
        }
    }

    var closed: [UInt8] { bytes + Array("sha256 \(Hex.encode(SHA256.hash(bytes).bytes))\n".utf8) }
}

extension LogSection.Subject {
    var text: String {
        switch self {
        case .authority: "authority"
        case .policy(let site): "policy \(site)"
        case .acts(let cabinet): "acts \(cabinet)"
        }
    }

    /// The place in a document.
    var order: (Int, String) {
        switch self {
        case .authority: (0, "")
        case .policy(let site): (1, site)
        case .acts(let cabinet): (2, cabinet)
        }
    }
}
