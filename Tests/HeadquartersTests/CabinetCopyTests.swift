import Authority
import Custody
import Records
import Testing

@testable import Headquarters

/// How far what headquarters holds of a cabinet can be followed.
@Suite struct CabinetCopyTests {
    /// A first epoch that was cosigned at five leaves, and a second one behind it, whole.
    private func copy(mirrored: UInt64, second: UInt64 = 4, _ standing: EpochStanding = .continued) throws
        -> CabinetCopy
    {
        func epoch(_ number: UInt64, closed: UInt64, mirrored: UInt64, _ standing: EpochStanding) throws
            -> EpochCopy
        {
            let origin = try LogNames.acts("example.org", cabinet: "c1", epoch: number)
            let head = CitedHead(origin: origin.text, size: closed, root: TreeHead.empty.root)
            let log = ActsEpoch(
                epoch: number,
                origin: origin,
                key: Bytes([UInt8](repeating: 1, count: 32)),
                closed: head
            )
            var copy = EpochCopy(log)
            (copy.standing, copy.mirroredSize) = (standing, mirrored)
            return copy
        }
        var copy = CabinetCopy(cabinet: "c1")
        copy.epochs = [
            try epoch(1, closed: 5, mirrored: mirrored, .enrolled),
            try epoch(2, closed: 4, mirrored: second, standing),
        ]
        return copy
    }

    @Test func `another machine goes on behind the newest epoch where all before it is here`() throws {
        #expect(try copy(mirrored: 5).lastReached?.log.epoch == 2)
    }

    @Test(arguments: [0, 3] as [UInt64])
    func `an epoch of which leaves never came is the last one that another machine goes on behind`(
        mirrored: UInt64
    ) throws {
        #expect(try copy(mirrored: mirrored).lastReached?.log.epoch == 1)
    }

    @Test func `another machine goes on behind no epoch that was only announced, unless officers signed it`()
        throws
    {
        #expect(try copy(mirrored: 5, second: 0).lastReached?.log.epoch == 1)
        #expect(try copy(mirrored: 5, second: 1).lastReached?.log.epoch == 2)
        let cut = CitedHead(origin: "example.org/cabinet/c1/acts/e1", size: 5, root: TreeHead.empty.root)
        for signed in [EpochStanding.confirmed(cut: cut), .replaced(cut: cut)] {
            #expect(try copy(mirrored: 5, second: 0, signed).lastReached?.log.epoch == 2)
        }
    }
}
