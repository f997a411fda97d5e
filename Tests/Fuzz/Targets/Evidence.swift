import Cryptography
import Evidence
import Records

/// The file of evidence, whose keys are nowhere.
private let genuine = Result { try Seeds.evidence() }

extension FuzzTarget {
    /// Files of evidence; the closing hash, which anybody can make, is made anew for whatever comes.
    static let evidence = FuzzTarget(
        name: "evidence",
        seeds: {
            let first = try lines(of: Seeds.file("Evidence/day.evidence"))
            // The same under the title of the next version, whose claims and proofs are read in another way.
            let title = Array("signet-evidence/v2".utf8)
            let outside = try lines(of: Seeds.file("Evidence/outside.evidence"))
            return [first, title + first.dropFirst(title.count), outside]
        },
        read: { bytes in
            let file = bytes + Array("sha256 \(Hex.encode(SHA256.hash(bytes).bytes))\n".utf8)
            guard let document = try? EvidenceDocument(parsing: file) else { return }
            require(document.bytes == file, "a file of evidence is written otherwise than it was read")
            guard let genuine = try? genuine.get(), let pinned = Hex.decode(Seeds.evidenceRoot),
                let root = Digest(pinned)
            else { return complain("no vectors") }
            guard (try? EvidenceVerifier(pinnedRoot: root).verify(document)) != nil else { return }
            for section in document.sections {
                let known = genuine.sections.first { $0.origin == section.origin }
                require(known != nil, "a log was believed that nobody signed")
                let first = section.before.size
                for (number, entry) in section.entries.enumerated() {
                    let place = Int(first) + number - Int(known?.before.size ?? 0)
                    guard
                        let leaf = known?.entries.indices.contains(place) == true
                            ? known?.entries[place].leaf : nil
                    else { continue }
                    require(leaf == entry.leaf, "a record was believed that is not in the log")
                }
            }
        }
    )

    /// The file without its last line.
    private static func lines(of file: [UInt8]) -> [UInt8] {
        let end = file.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0
        return Array(file[...end])
    }
}
