import Cryptography
import Custody
import Enrolment
import Records
import Simulation
import Testing

@testable import Rehearsal

/// The keys that cabinets of stories have.
@Suite struct EnrolledCabinetTests {
    private func cabinet() throws -> EnrolledCabinet {
        var generator = SeededGenerator(seed: 1)
        return try EnrolledCabinet(1, using: &generator)
    }

    @Test(arguments: [1, 4] as [UInt64])
    func `each key promises the one behind it, whichever epoch is the first`(first: UInt64) throws {
        let cabinet = try cabinet()
        for epoch in first...first + 3 {
            let (key, next) = (
                try cabinet.actsKey(epoch, first: first), try cabinet.actsKey(epoch + 1, first: first)
            )
            #expect(key.epoch == epoch)
            #expect(
                Bytes(key.nextKey.bytes)
                    == EpochOpening.commitment(to: Bytes(next.privateKey.publicKey.bytes))
            )
        }
    }

    @Test func `no two logs or epochs share a key`() throws {
        let cabinet = try cabinet()
        let keys = try (1...4 as ClosedRange<UInt64>).flatMap { epoch in
            [try cabinet.actsKey(epoch, first: 1), try cabinet.telemetryKey(epoch, first: 1)]
        }
        #expect(Set(keys.map(\.privateKey.publicKey.bytes)).count == 8)
    }
}
