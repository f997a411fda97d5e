package import Records

/// What a file of evidence is about.
package enum EvidenceClaim: Sendable, Hashable {
    /// One seal between two moments: what happened to it, and whether it left.
    case seal(Identifier<Seal>, MomentRange)
    /// All seals of one site between two moments.
    case site(String, MomentRange)
    /// One act of a cabinet, by its leaf, with what belongs to the same visit.
    case act(cabinet: String, ActPlace)
    /// One count run: who was asked, who answered what, who was silent.
    case count(Identifier<CountRun>)
    /// Who could have used a seal at a moment.
    case users(Identifier<Seal>, at: Int64)

    /// A seal between two moments; nil unless 0 ≤ `from` ≤ `to`.
    package init?(seal: Identifier<Seal>, from: Int64, to: Int64) {
        guard let range = MomentRange(from: from, to: to) else { return nil }
        self = .seal(seal, range)
    }

    /// The seal that the file is about; nil where it is about several.
    package var seal: Identifier<Seal>? {
        switch self {
        case .seal(let seal, _), .users(let seal, _): seal
        case .site, .act, .count: nil
        }
    }

    /// The time that the file is about; nil where single records are proved.
    package var range: MomentRange? {
        switch self {
        case .seal(_, let range), .site(_, let range): range
        case .users(_, let moment): MomentRange(from: 0, to: moment)
        case .act, .count: nil
        }
    }
}

/// Two moments, the first not after the second, in milliseconds since 1970 by the cabinets' clocks.
package struct MomentRange: Sendable, Hashable {
    /// The first moment.
    package let from: Int64
    /// The last moment.
    package let to: Int64

    /// A range; nil unless 0 ≤ `from` ≤ `to`.
    package init?(from: Int64, to: Int64) {
        guard from >= 0, from <= to, to <= Self.momentMax else { return nil }
        self.from = from
        self.to = to
    }

    /// Whether a moment lies between both, or is one of them.
    package func contains(_ milliseconds: Int64) -> Bool { (from...to).contains(milliseconds) }

    // Leaves room for what is added to a moment.
    private static let momentMax: Int64 = 1 << 61
}

extension EvidenceClaim {
    /// The claim as the file says it.
    package var text: String {
        switch self {
        case .seal(let seal, let range): "seal \(seal) from \(range.from) to \(range.to)"
        case .site(let site, let range): "site \(site) from \(range.from) to \(range.to)"
        case .act(let cabinet, let place):
            "act \(cabinet) \(place.index)" + (place.epoch == 1 ? "" : " epoch \(place.epoch)")
        case .count(let run): "count \(run)"
        case .users(let seal, let moment): "users \(seal) at \(moment)"
        }
    }

    /// Reads the line of the claim.
    init(from reader: inout EvidenceReader) throws(EvidenceError) {
        let words = try reader.words("claim", counts: 3...7)
        func number(_ index: Int) throws(EvidenceError) -> Int64 { Int64(try reader.decimal(words[index])) }
        switch (words[1], words.count) {
        case ("seal", 7), ("site", 7):
            guard words[3] == "from", words[5] == "to",
                let range = MomentRange(from: try number(4), to: try number(6))
            else { throw reader.refusal("an interval is: from MILLISECONDS to MILLISECONDS") }
            if words[1] == "site" {
                self = .site(try reader.label(words[2]), range)
            } else {
                self = .seal(try reader.identifier(words[2]), range)
            }
        case ("act", 4), ("act", 6):
            let epoch = words.count == 6 ? try reader.decimal(words[5]) : 1
            guard words.count == 4 || words[4] == "epoch" && epoch > 1 else {
                throw reader.refusal("an act of a later epoch is: act CABINET INDEX epoch NUMBER")
            }
            self = .act(
                cabinet: try reader.label(words[2]),
                ActPlace(epoch: epoch, index: try reader.decimal(words[3]))
            )
        case ("count", 3): self = .count(try reader.identifier(words[2]))
        case ("users", 5):
            guard words[3] == "at", let range = MomentRange(from: 0, to: try number(4)) else {
                throw reader.refusal("a moment is: at MILLISECONDS")
            }
            self = .users(try reader.identifier(words[2]), at: range.to)
        default: throw reader.refusal("a claim is about a seal, a site, an act, a count or users")
        }
    }
}
