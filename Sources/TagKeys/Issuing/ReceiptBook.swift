import Authority
import Cryptography
import Records
import SealTags

/// All receipts: what was spent, what was given for which tag, how much in the last hour.
struct ReceiptBook {
    private static let hour: Int64 = 3_600_000

    private let file: AppendFile
    private var index = Index()

    private struct Index {
        var count: UInt64 = 0
        var last = Receipt.beforeFirst
        /// By id of the job or order.
        var given: [Bytes: [TagKeyDelivery]] = [:]
        /// By UID and version, the site for which a job personalised the tag.
        var sites: [PersonalisedTag: String] = [:]
        /// When something was given, oldest first, no older than needed.
        var times: [Receipt.Form: [Int64]] = [:]

        mutating func take(_ receipt: Receipt) throws(RecordsError) {
            guard receipt.sequence == count, receipt.previous == last else {
                throw RecordsError(.mismatch, "receipt \(receipt.sequence) does not follow the one before")
            }
            count += 1
            last = SHA256.hash(receipt.encoded)
            given[receipt.id] = receipt.deliveries
            times[receipt.form, default: []].append(receipt.time)
            guard receipt.form == .job else { return }
            sites[PersonalisedTag(uid: receipt.uid, keyVersion: receipt.keyVersion)] = receipt.site
        }
    }

    init(_ folder: KeyFolder) throws(KeyServiceError) {
        var index = Index()
        file = try AppendFile(folder.receipts, in: folder.path) { entry in
            try index.take(try Receipt(decoding: entry))
        }
        self.index = index
    }

    /// What a job or an order gave; nil when it was never used.
    func given(for id: Bytes) -> [TagKeyDelivery]? { index.given[id] }

    /// The site for which a tag was personalised with keys of a version.
    func site(ofTag uid: Bytes, keyVersion: UInt64) -> String? {
        index.sites[PersonalisedTag(uid: uid, keyVersion: keyVersion)]
    }

    /// How many answers of a form were given in the hour before `now`.
    ///
    /// What lies ahead of `now` counts too: setting the clock back makes no room.
    mutating func countInLastHour(_ form: Receipt.Form, at now: Int64) -> Int {
        index.times[form]?.removeAll { $0 <= now - Self.hour }
        return index.times[form]?.count ?? 0
    }

    /// Writes a receipt for an answer that may leave when this returns.
    mutating func write(
        _ form: Receipt.Form,
        id: Bytes,
        uid: Bytes,
        keyVersion: UInt64,
        site: String,
        request: Digest,
        deliveries: [TagKeyDelivery],
        at now: Int64
    ) throws(KeyServiceError) {
        let receipt = Receipt(
            sequence: index.count,
            time: now,
            form: form,
            id: id,
            uid: uid,
            keyVersion: keyVersion,
            site: site,
            request: request,
            deliveries: deliveries,
            previous: index.last
        )
        try file.append(receipt.encoded)
        do { try index.take(receipt) } catch { throw KeyServiceError(.storage, error.message) }
    }
}

/// A tag with keys of one version.
private struct PersonalisedTag: Hashable {
    let uid: Bytes
    let keyVersion: UInt64
}
