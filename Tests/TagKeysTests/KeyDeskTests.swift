import Authority
import Cryptography
import Glibc
import Records
import SealTags
import Testing

@testable import TagKeys

struct KeyDeskTests {
    private static let now: Int64 = 1_000_000_000

    private func opened(
        _ folder: KeyFolder,
        _ keys: MasterKeys,
        _ house: House,
        limits: IssuingLimits = .standard
    ) throws
        -> KeyDesk
    {
        try KeyDesk(
            folder,
            keys: keys,
            organisation: House.name,
            pinnedRoot: house.pinnedRoot,
            limits: limits
        )
    }

    private func deliveries(_ answer: KeyServiceAnswer) throws -> [TagKeyDelivery] {
        guard case .deliveries(let deliveries) = answer else {
            throw KeyServiceError(.malformed, "no deliveries")
        }
        return deliveries
    }

    private func refusal(_ code: KeyServiceError.Code, _ request: KeyServiceRequest, of desk: inout KeyDesk) {
        #expect(throws: KeyServiceError(code, "")) { _ = try desk.answer(request, at: Self.now) }
    }

    @Test func `a job of two officers gives keys 0, 1 and 3 to its cabinet and key 1 to the others`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            let given = try deliveries(try desk.answer(try house.order(house.job()), at: Self.now))

            #expect(given.map(\.cabinet) == ["c1", "c2"])
            #expect(given.map(\.job) == [house.jobID(1), nil])
            let first = try given[0].opened(
                with: try #require(house.sealing["c1"]),
                serviceKey: keys.signingKey.publicKey
            )
            let second = try given[1].opened(
                with: try #require(house.sealing["c2"]),
                serviceKey: keys.signingKey.publicKey
            )
            #expect(first.keys.keys.sorted() == [0, 1, 3])
            #expect(second.keys.keys.sorted() == [1])
            #expect(second.keys[1] == first.keys[1])
            #expect(Set(first.keys.values).count == 3)
            #expect(throws: AuthorityError.self) {
                _ = try given[0].opened(
                    with: try #require(house.sealing["c2"]),
                    serviceKey: keys.signingKey.publicKey
                )
            }
        }
    }

    @Test func `one officer is not enough`() async throws {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            refusal(.notAuthorised, try house.order(house.job(), by: [house.officers[0]]), of: &desk)
            let stranger = try Ed25519PrivateKey()
            refusal(
                .notAuthorised,
                try house.order(house.job(), by: [house.officers[0], stranger]),
                of: &desk
            )
            refusal(
                .notAuthorised,
                try house.order(house.job(), by: [house.officers[0], house.officers[0]]),
                of: &desk
            )
        }
    }

    @Test func `officers whom the owners did not name give nothing`() async throws {
        try await withFolder { folder, keys in
            let house = try House()
            let liar = try House()
            var desk = try opened(folder, keys, house)
            // Another root's log folds, and every statement in it counts for nothing.
            _ = try desk.answer(liar.authority, at: Self.now)
            refusal(.notAuthorised, try liar.order(liar.job()), of: &desk)
        }
    }

    @Test func `a cabinet that is unknown, suspended or of another site gets nothing`() async throws {
        try await withFolder { folder, keys in
            var house = try House()
            try house.suspend("c2")
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            refusal(.unknownCabinet, try house.order(house.job(cabinet: "c9")), of: &desk)
            refusal(.unknownCabinet, try house.order(house.job(), cabinets: ["c9"]), of: &desk)
            refusal(.suspendedCabinet, try house.order(house.job(cabinet: "c2")), of: &desk)
            refusal(.otherSite, try house.order(house.job(), cabinets: ["c3"]), of: &desk)
            refusal(.malformed, try house.order(house.job(), cabinets: ["c1", "c1"]), of: &desk)
            let given = try deliveries(
                try desk.answer(try house.order(house.job(), cabinets: ["c1", "c2"]), at: Self.now)
            )
            #expect(given.map(\.cabinet) == ["c1"])
            let order = try SignedPresenceOrder(house.presence(7, cabinets: ["c2"]), by: house.notesKey)
            refusal(.suspendedCabinet, .presence(order), of: &desk)
        }
    }

    @Test func `a job for another organisation gives nothing`() async throws {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            refusal(.otherOrganisation, try house.order(house.job(organisation: "example.net")), of: &desk)
        }
    }

    @Test func `a job is used once, also after a start, and can be recalled`() async throws {
        try await withFolder { folder, keys in
            let house = try House()
            let order = try house.order(house.job())
            let given: [TagKeyDelivery] = try {
                var desk = try opened(folder, keys, house)
                _ = try desk.answer(house.authority, at: Self.now)
                let given = try deliveries(try desk.answer(order, at: Self.now))
                refusal(.spent, order, of: &desk)
                return given
            }()
            var again = try opened(folder, keys, house)
            #expect(try again.answer(.status, at: Self.now) == .status(status(house, keys)))
            refusal(.spent, order, of: &again)
            #expect(try deliveries(try again.answer(.recall(house.jobID(1)), at: Self.now)) == given)
            refusal(.unknownTag, .recall(house.jobID(2)), of: &again)
        }
    }

    private func status(_ house: House, _ keys: MasterKeys) -> KeyServiceStatus {
        KeyServiceStatus(
            organisation: House.name,
            pinnedRoot: house.pinnedRoot,
            authoritySize: UInt64(house.records.count),
            witnessedSize: 0,
            publicKey: Bytes(keys.signingKey.publicKey.bytes)
        )
    }

    @Test func `a cabinet that came later gets the presence key of a personalised tag, once per order`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            let order = KeyServiceRequest.presence(
                try SignedPresenceOrder(house.presence(7, cabinets: ["c2"]), by: house.notesKey)
            )
            refusal(.unknownTag, order, of: &desk)
            let job = try deliveries(
                try desk.answer(try house.order(house.job(), cabinets: []), at: Self.now)
            )
            let later = try deliveries(try desk.answer(order, at: Self.now))
            let service = keys.signingKey.publicKey
            let first = try job[0].opened(with: try #require(house.sealing["c1"]), serviceKey: service)
            let second = try later[0].opened(with: try #require(house.sealing["c2"]), serviceKey: service)
            #expect(second.keys == [1: try #require(first.keys[1])])
            refusal(.spent, order, of: &desk)
        }
    }

    @Test func `an order for a presence key needs the notes key, the house, the site and the version`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            _ = try desk.answer(house.authority, at: Self.now)
            _ = try desk.answer(try house.order(house.job()), at: Self.now)
            let cases: [(PresenceOrder, Ed25519PrivateKey, KeyServiceError.Code)] = [
                (house.presence(7, cabinets: ["c2"]), house.officers[0], .notAuthorised),
                (
                    house.presence(7, cabinets: ["c2"], organisation: "example.net"), house.notesKey,
                    .otherOrganisation
                ),
                (house.presence(7, cabinets: ["c3"]), house.notesKey, .otherSite),
                (house.presence(7, cabinets: ["c2"], version: 2), house.notesKey, .unknownTag),
                (house.presence(1, cabinets: ["c2"]), house.notesKey, .spent),
            ]
            for (order, key, code) in cases {
                refusal(code, .presence(try SignedPresenceOrder(order, by: key)), of: &desk)
            }
        }
    }

    @Test func `more jobs than an hour allows are refused, also after a start and with the clock set back`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            let limits = IssuingLimits(jobsPerHourMax: 2, presenceOrdersPerHourMax: 1)
            try {
                var desk = try opened(folder, keys, house, limits: limits)
                _ = try desk.answer(house.authority, at: Self.now)
                for number in 1...2 { _ = try desk.answer(try house.order(house.job(number)), at: Self.now) }
            }()
            var desk = try opened(folder, keys, house, limits: limits)
            refusal(.rateLimited, try house.order(house.job(3)), of: &desk)
            #expect(throws: KeyServiceError(.rateLimited, "")) {
                _ = try desk.answer(try house.order(house.job(3)), at: Self.now - 7_200_000)
            }
            _ = try desk.answer(try house.order(house.job(3)), at: Self.now + 3_600_000)
        }
    }

    @Test
    func `records of authority are taken in order, and a stretch with a changed one counts for nothing`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            var desk = try opened(folder, keys, house)
            refusal(.outOfOrder, .authority(AuthorityStretch(first: 1, records: house.records)), of: &desk)
            var changed = house.records
            changed[3] = Record(leafBytes: changed[3].leafBytes, bodyBytes: changed[4].bodyBytes)
            refusal(.malformed, .authority(AuthorityStretch(first: 0, records: changed)), of: &desk)
            guard case .status(let status) = try desk.answer(.status, at: Self.now) else { return }
            #expect(status.authoritySize == 0)
            _ = try desk.answer(house.authority, at: Self.now)
        }
    }

    @Test func `a second service on the same files is turned away`() async throws {
        try await withFolder { folder, keys in
            let house = try House()
            let first = try opened(folder, keys, house)
            // Two books would not know what the other one has spent.
            #expect(throws: KeyServiceError(.storage, "")) { _ = try opened(folder, keys, house) }
            withExtendedLifetime(first) {}
        }
    }

    @Test func `a receipt that was changed is noticed at the start, one that was cut is dropped`()
        async throws
    {
        try await withFolder { folder, keys in
            let house = try House()
            try {
                var desk = try opened(folder, keys, house)
                _ = try desk.answer(house.authority, at: Self.now)
                for number in 1...2 { _ = try desk.answer(try house.order(house.job(number)), at: Self.now) }
            }()
            let path = folder.path + "/receipts"
            let count = try receipts(folder)
            let descriptor = unsafe open(path, O_RDWR)
            defer { _ = close(descriptor) }
            #expect(ftruncate(descriptor, off_t(count - 1)) == 0)
            try {
                var desk = try opened(folder, keys, house)
                refusal(.spent, try house.order(house.job(1)), of: &desk)
                _ = try desk.answer(try house.order(house.job(2)), at: Self.now)
            }()
            var byte: UInt8 = 0xFF
            #expect(unsafe pwrite(descriptor, &byte, 1, 40) == 1)
            #expect(throws: KeyServiceError(.damaged, "")) { _ = try opened(folder, keys, house) }
        }
    }

    private func receipts(_ folder: KeyFolder) throws -> Int {
        var status = stat()
        #expect(unsafe stat(folder.path + "/receipts", &status) == 0)
        return Int(status.st_size)
    }
}
