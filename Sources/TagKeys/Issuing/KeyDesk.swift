import Authority
import Cryptography
import Records
import SealTags

/// Decides what is given: judges requests, diversifies, seals to cabinets, writes the receipt, and only then answers.
struct KeyDesk {
    private let keys: MasterKeys
    private let limits: IssuingLimits
    private var authority: AuthorityCopy
    private var receipts: ReceiptBook

    init(
        _ folder: KeyFolder,
        keys: MasterKeys,
        organisation: String,
        pinnedRoot: Digest,
        limits: IssuingLimits
    ) throws(KeyServiceError) {
        self.keys = keys
        self.limits = limits
        authority = try AuthorityCopy(folder, organisation: organisation, pinnedRoot: pinnedRoot)
        receipts = try ReceiptBook(folder)
    }

    private var standing: Standing { authority.standing }

    /// Answers one request at `now`, in milliseconds since 1970.
    mutating func answer(_ request: KeyServiceRequest, at now: Int64) throws(KeyServiceError)
        -> KeyServiceAnswer
    {
        switch request {
        case .status: return .status(status)
        case .authority(let stretch):
            try authority.take(stretch)
            return .status(status)
        case .job(let order): return .deliveries(try perform(order, at: now))
        case .presence(let order): return .deliveries(try perform(order, at: now))
        case .recall(let id):
            guard let deliveries = receipts.given(for: id) else {
                throw KeyServiceError(.unknownTag, "no job and no order with this id was ever used")
            }
            return .deliveries(deliveries)
        }
    }
}

extension KeyDesk {
    private var status: KeyServiceStatus {
        KeyServiceStatus(
            organisation: standing.organisation,
            pinnedRoot: standing.pinnedRoot,
            authoritySize: standing.size,
            witnessedSize: standing.witnessedSize,
            publicKey: Bytes(keys.signingKey.publicKey.bytes)
        )
    }

    private mutating func perform(_ order: TagJobOrder, at now: Int64) throws(KeyServiceError)
        -> [TagKeyDelivery]
    {
        let job: TagJobStatement
        do { job = try standing.verified(order.job) } catch { throw Self.refusal(error) }
        try requireUnspent(job.job, "this job")
        let site = try enrolled(job.cabinet).site
        // One stopped cabinet must not keep its site from getting tags; it asks for its keys when it is let back in.
        let others = try distinct(order.cabinets).filter {
            $0 != job.cabinet && !standing.isSuspended(cabinet: $0)
        }
        try requireRoom(.job, max: limits.jobsPerHourMax, at: now)

        var deliveries = [
            try delivery(
                [.administration, .presence, .keyService],
                to: job.cabinet,
                uid: job.uid,
                keyVersion: job.keyVersion,
                job: job.job
            )
        ]
        for cabinet in others {
            deliveries.append(
                try presence(to: cabinet, ofSite: site, uid: job.uid, keyVersion: job.keyVersion)
            )
        }
        try receipts.write(
            .job,
            id: job.job,
            uid: job.uid,
            keyVersion: job.keyVersion,
            site: site,
            request: SHA256.hash(order.encoded),
            deliveries: deliveries,
            at: now
        )
        return deliveries
    }

    private mutating func perform(_ signed: SignedPresenceOrder, at now: Int64) throws(KeyServiceError)
        -> [TagKeyDelivery]
    {
        guard let notesKey = try? standing.services?.notesKey.publicKey(), signed.isSigned(by: notesKey)
        else {
            throw KeyServiceError(
                .notAuthorised,
                "the order is not signed by headquarters' notes key in force"
            )
        }
        let order: PresenceOrder
        do { order = try PresenceOrder(decoding: signed.bytes) } catch {
            throw KeyServiceError(.malformed, error.message)
        }
        guard order.organisation == standing.organisation else {
            throw KeyServiceError(.otherOrganisation, "the order was made for another organisation")
        }
        try requireUnspent(order.id, "this order")
        guard let site = receipts.site(ofTag: order.uid, keyVersion: order.keyVersion) else {
            throw KeyServiceError(
                .unknownTag,
                "no job personalised this tag with version \(order.keyVersion); two officers must sign one"
            )
        }
        try requireRoom(.presence, max: limits.presenceOrdersPerHourMax, at: now)
        var deliveries: [TagKeyDelivery] = []
        for cabinet in try distinct(order.cabinets) {
            deliveries.append(
                try presence(to: cabinet, ofSite: site, uid: order.uid, keyVersion: order.keyVersion)
            )
        }
        try receipts.write(
            .presence,
            id: order.id,
            uid: order.uid,
            keyVersion: order.keyVersion,
            site: site,
            request: SHA256.hash(signed.encoded),
            deliveries: deliveries,
            at: now
        )
        return deliveries
    }

    private func presence(to cabinet: String, ofSite site: String, uid: Bytes, keyVersion: UInt64)
        throws(KeyServiceError) -> TagKeyDelivery
    {
        guard try enrolled(cabinet).site == site else {
            throw KeyServiceError(
                .otherSite,
                "cabinet \(cabinet) does not belong to \(site), for which the tag is; two officers must sign a job"
            )
        }
        return try delivery([.presence], to: cabinet, uid: uid, keyVersion: keyVersion, job: nil)
    }

    private func delivery(
        _ numbers: [KeyNumber],
        to cabinet: String,
        uid: Bytes,
        keyVersion: UInt64,
        job: Bytes?
    )
        throws(KeyServiceError) -> TagKeyDelivery
    {
        guard let tag = TagUID(uid.bytes), let version = UInt8(exactly: keyVersion) else {
            throw KeyServiceError(.malformed, "a tag has a UID of 7 bytes and keys of version 1–255")
        }
        let keySet = try keys.keySet(numbers, uid: tag, version: version, organisation: standing.organisation)
        let sealing = try enrolled(cabinet).keys.sealing.bytes
        do {
            return try TagKeyDelivery(
                of: keySet,
                cabinet: cabinet,
                sealingKey: try X25519PublicKey(bytes: sealing),
                uid: uid,
                keyVersion: keyVersion,
                job: job,
                signedBy: keys.signingKey
            )
        } catch { throw KeyServiceError(.cryptography, "cannot seal to cabinet \(cabinet): \(error)") }
    }
}

extension KeyDesk {
    private func enrolled(_ cabinet: String) throws(KeyServiceError) -> CabinetStatement {
        guard let statement = standing.cabinets[cabinet] else {
            throw KeyServiceError(
                .unknownCabinet,
                "cabinet \(cabinet) is not enrolled in the \(standing.size) leaves of authority shown here"
            )
        }
        guard !standing.isSuspended(cabinet: cabinet) else {
            throw KeyServiceError(.suspendedCabinet, "cabinet \(cabinet) is suspended and gets no keys")
        }
        return statement
    }

    private func requireUnspent(_ id: Bytes, _ what: String) throws(KeyServiceError) {
        guard receipts.given(for: id) == nil else {
            throw KeyServiceError(
                .spent,
                "\(what) was used before; recall what it gave, or have a new one signed"
            )
        }
    }

    private mutating func requireRoom(_ form: Receipt.Form, max: Int, at now: Int64) throws(KeyServiceError) {
        guard receipts.countInLastHour(form, at: now) < max else {
            throw KeyServiceError(
                .rateLimited,
                "the service gives at most \(max) of these in an hour; ask later"
            )
        }
    }

    private func distinct(_ cabinets: [String]) throws(KeyServiceError) -> [String] {
        guard Set(cabinets).count == cabinets.count else {
            throw KeyServiceError(.malformed, "a cabinet is named twice")
        }
        return cabinets
    }

    private static func refusal(_ error: AuthorityError) -> KeyServiceError {
        switch error.code {
        case .malformed: KeyServiceError(.malformed, error.message)
        case .otherOrganisation: KeyServiceError(.otherOrganisation, error.message)
        default: KeyServiceError(.notAuthorised, error.message)
        }
    }
}
