package import Authority
package import Cryptography
package import Records

/// A cabinet asks to be enrolled: which slip it holds, the keys it made, how it found itself.
///
/// A map: 0 format version, 1 slip, 2 organisation, 3 cabinet, 4 keys, 5 results of the self-test.
package struct EnrolmentRequest: Canonical, Hashable {
    /// The version of the format.
    package static let formatVersion: UInt64 = 1
    /// The most results: 256 drawers are tested by board and by reader, not each by itself.
    package static let resultCountMax = 64

    /// The slip that is redeemed.
    package let slip: Identifier<SlipSubject>
    /// The organisation of the slip.
    package let organisation: String
    /// The cabinet of the slip.
    package let cabinet: String
    /// The public keys that the cabinet made on board.
    package let keys: CabinetKeys
    /// What the cabinet found when it tested itself.
    package let selfTest: [SelfTestResult]

    /// A request under a slip.
    package init(slip: Slip, keys: CabinetKeys, selfTest: [SelfTestResult]) {
        self.slip = slip.slip
        organisation = slip.organisation
        cabinet = slip.cabinet
        self.keys = keys
        self.selfTest = selfTest
    }

    /// By which officers and the cabinet's statement name this request.
    package var digest: Digest { SHA256.hash(encoded) }

    /// Whether every part that was tested did what it should.
    package var isHealthy: Bool { selfTest.allSatisfy { $0.outcome == .passed } }

    package var canonical: CBOR {
        .map(
            CBORMap([
                0: Self.formatVersion.canonical, 1: slip.canonical, 2: organisation.canonical,
                3: cabinet.canonical, 4: keys.canonical, 5: .list(selfTest),
            ])
        )
    }

    package init(canonical: CBOR) throws(RecordsError) {
        var fields = try Fields(canonical, of: "a request")
        let version: UInt64 = try fields.value(0)
        guard version == Self.formatVersion else {
            throw RecordsError(.unknownVersion, "a request of version \(version) is newer than this program")
        }
        slip = try fields.value(1)
        organisation = try fields.value(2)
        cabinet = try fields.value(3)
        keys = try fields.value(4)
        selfTest = try fields.list(5, countMax: Self.resultCountMax)
        try fields.finish()
    }
}
