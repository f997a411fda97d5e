import Cryptography
import Records

/// A file of evidence: text that anybody can keep, and that refuses when one byte is another.
///
///     signet-evidence/v3
///     organisation NAME
///     claim seal ID from MS to MS | site SITE from MS to MS | act CABINET INDEX | count RUN | users SEAL at MS
///                                 of a later epoch: act CABINET INDEX epoch NUMBER
///     log authority | policy SITE | acts CABINET, then FIRST END ORIGIN
///     frontier BASE64             where FIRST is not 0: the tree over the leaves before
///     open LEAF BODY              a record with the groups that are shown, in base64
///     shut LEAF                   a record of which only the header is shown
///     note COUNT                  and so many lines of a signed head (C2SP signed-note); at most four, rising
///     proof policy SITE | acts CABINET | headquarters | receipts, then COUNT ORIGIN
///     open … or shut …            COUNT times a record,
///     tlog COUNT                  and so many lines of its proof (C2SP tlog-proof), all under one head
///     anchor stamp URL | witness KEY, then COUNT ORIGIN
///     note COUNT                  the head that an outsider stamped or cosigned,
///     open … and tlog …           COUNT times a record of `receipts` under it
///     token BASE64                of a stamp: RFC 3161, over SHA-256 of the note
///     sha256 HEX                  over every byte above this line
///
/// Logs stand before proofs, anchors behind both; logs and proofs in the order `authority`, policies by site, acts by cabinet,
/// headquarters' acts, receipts, each by its epochs; anchors by log, epoch, outsider and size. There is one way to write a document: what is read and written again must be
/// the same bytes. Version 1 has no proofs and is about a seal, version 2 has one epoch of each log and no anchors; both are read
/// for good and not written any more.
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
        /// With several epochs of a cabinet's acts, and anchors outside.
        case three

        var title: String {
            switch self {
            case .one: "signet-evidence/v1"
            case .two: "signet-evidence/v2"
            case .three: "signet-evidence/v3"
            }
        }
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
    /// What outsiders keep.
    package let anchors: [AnchorSection]

    /// A document of sections in their order.
    package init(
        version: Version = .three,
        organisation: String,
        claim: EvidenceClaim,
        sections: [LogSection],
        proofs: [ProofSection] = [],
        anchors: [AnchorSection] = []
    ) {
        self.version = version
        self.organisation = organisation
        self.claim = claim
        self.sections = sections
        self.proofs = proofs
        self.anchors = anchors
    }

    /// The file.
    package var bytes: [UInt8] {
        var text = EvidenceWriter()
        text.line(version.title)
        text.line("organisation \(organisation)")
        text.line("claim \(claim.text)")
        for section in sections { text.section(section) }
        for section in proofs { text.section(section) }
        for anchor in anchors { text.anchor(anchor) }
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
        proved(section.entries)
    }

    mutating func anchor(_ anchor: AnchorSection) {
        line("anchor \(anchor.outsider.text) \(anchor.receipts.count) \(anchor.origin)")
        line("note \(LogSection.lineCount(anchor.note))")
        bytes += anchor.note.bytes
        proved(anchor.receipts)
        if case .timestamp(_, let token) = anchor.outsider { line("token \(Base64.encode(token))") }
    }

    private mutating func proved(_ entries: [ProofSection.ProvedEntry]) {
        for proved in entries {
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

    /// The place in a document.
    fileprivate var order: (Int, String) {
        switch self {
        case .authority: (0, "")
        case .policy(let site): (1, site)
        case .acts(let cabinet): (2, cabinet)
        case .headquarters: (3, "")
        case .receipts: (4, "")
        }
    }

    /// Whether a section of this log at an origin stands behind another: by the log, then by its epoch.
    func stands(at origin: Origin, behind other: LogSection.Subject, at otherOrigin: Origin) -> Bool {
        if order != other.order { return order > other.order }
        return origin.epoch > otherOrigin.epoch
    }
}

extension Origin {
    /// The name of the log in whichever epoch.
    var withoutEpoch: String { epoch == 0 ? text : String(text.dropLast("/e\(epoch)".count)) }
}
