import Evidence
import FormatVectors
import Records

extension FuzzTarget {
    /// A leaf, and behind its length a body.
    static let records = FuzzTarget(
        name: "records",
        seeds: {
            let pairs = try FormatFile("leaves").row["records"]?.elements ?? []
            return try pairs.map { joined([try $0.bytes("leaf"), try $0.bytes("body")]) }
                + Seeds.vectors("leaves").map { joined([$0]) }
        },
        read: { bytes in
            let parts = parts(of: bytes, countMax: 2)
            guard let first = parts.first else { return }
            reread(Leaf.self, first)
            reread(Body.self, first)
            reread(KindContent.self, first)
            reread(Actor.self, first)
            reread(Subject.self, first)
            guard parts.count == 2 else { return }
            let record = Record(leafBytes: first, bodyBytes: parts[1])
            guard let opened = try? record.opened() else { return }
            require(opened.leaf.encoded == first, "an opened leaf is another")
            require(opened.body.matches(opened.leaf), "a body was opened that the leaf does not commit to")
            _ = try? opened.kind()
            _ = try? opened.actor()
            _ = try? opened.subject()
            _ = try? opened.detail(as: Bytes.self)
        }
    )

    /// Leaves and bodies in their frames, and the frontier of a tree.
    static let bundles = FuzzTarget(
        name: "bundles",
        seeds: {
            var seeds: [[UInt8]] = []
            for section in try Seeds.evidence().sections {
                let records = section.entries.prefix(6).map {
                    Record(leafBytes: $0.leaf, bodyBytes: $0.body ?? [])
                }
                let bundle = try RecordBundle(Array(records))
                seeds.append(joined([bundle.leaves]) + bundle.bodies)
                if section.before.size > 0 { seeds.append(joined([section.before.encoded])) }
            }
            return seeds
        },
        read: { bytes in
            guard let first = parts(of: bytes, countMax: 1).first else { return }
            if let entries = try? EntryBundle.decode(first, countMax: 256) {
                require((try? EntryBundle.encode(entries)) == first, "an entry bundle is written otherwise")
            }
            if var frontier = try? TreeFrontier(encoded: first) {
                require(frontier.encoded == first, "a frontier is written otherwise")
                _ = frontier.root
                try? frontier.append(TreeHash.leaf(first))
            }
            guard
                let bundle = try? RecordBundle(leaves: first, bodies: Array(bytes.dropFirst(2 + first.count)))
            else { return }
            require(bundle.leafHashes.count == bundle.count, "a bundle has other hashes than leaves")
            require((try? RecordBundle(bundle.records)) == bundle, "a bundle is written otherwise")
            if bundle.count > 1 {
                let half = try? bundle.slice(1..<bundle.count)
                require(half?.records == Array(bundle.records.dropFirst()), "a slice holds other records")
            }
        }
    )
}
