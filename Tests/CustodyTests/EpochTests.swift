import Authority
import Cryptography
import Custody
import Records
import Testing

@Suite struct EpochTests {
    private let keys = (1...4).map { Bytes([UInt8](repeating: UInt8($0), count: 32)) }

    private func origin(_ epoch: UInt64) throws -> Origin {
        try LogNames.acts("example.org", cabinet: "c1", epoch: epoch)
    }

    private func head(_ epoch: UInt64, _ size: UInt64) throws -> CitedHead {
        CitedHead(origin: try origin(epoch).text, size: size, root: SHA256.hash([UInt8(epoch), UInt8(size)]))
    }

    private func cabinet() -> CabinetStatement {
        CabinetStatement(
            head: StatementHead(organisation: "example.org", madeUnder: 1),
            version: 1,
            cabinet: "c1",
            site: "east",
            name: "1",
            keys: CabinetKeys(
                acts: keys[0],
                telemetry: keys[0],
                act: keys[0],
                witness: keys[0],
                device: keys[0],
                transport: keys[0],
                sealing: keys[0],
                nextActs: EpochOpening.commitment(to: keys[1])
            ),
            request: keys[0]
        )
    }

    /// Two epochs in order: the first ends at 7 leaves, cosigned.
    private func epochs(
        _ reason: EpochReason = .rotation,
        change: (inout [ActsEpoch]) throws -> Void = { _ in }
    ) throws -> [ActsEpoch] {
        var epochs = [
            ActsEpoch(epoch: 1, origin: try origin(1), key: keys[0], closed: try head(1, 7)),
            ActsEpoch(
                epoch: 2,
                origin: try origin(2),
                key: keys[1],
                opening: EpochOpening(
                    previousOrigin: try origin(1).text,
                    lastCosigned: try head(1, reason == .rotation ? 5 : 7),
                    lastOwn: try head(1, reason == .rotation ? 7 : 6),
                    reason: reason,
                    nextKey: EpochOpening.commitment(to: keys[2]),
                    key: keys[1]
                )
            ),
        ]
        try change(&epochs)
        return epochs
    }

    private func judge(_ epochs: [ActsEpoch], confirmed: [EpochStatement] = []) -> [EpochStanding] {
        EpochJudge(
            machines: [cabinet()],
            confirmed: Dictionary(uniqueKeysWithValues: confirmed.map { ($0.epoch, $0) })
        ).standings(of: epochs)
    }

    @Test(arguments: [EpochReason.rotation, .restore, .bitError])
    func `an epoch whose key was promised counts once the end of the one before is cosigned`(
        reason: EpochReason
    ) throws {
        #expect(judge(try epochs(reason)) == [.enrolled, .continued])
        let open = try epochs(reason) { $0[0].closed = try head(1, 6) }
        let other: [EpochStanding] = [.enrolled, .provisional(.endNotCosigned)]
        #expect(judge(open) == other)
        // More was cosigned than the opening says: somebody else went on in the old epoch.
        #expect(judge(try epochs(reason) { $0[0].closed = try head(1, 8) }) == other)
        #expect(judge(try epochs(reason) { $0[0].closed = nil }) == other)
    }

    @Test
    func `an epoch with a key that nobody promised, without an opening, or after a fork, is provisional`()
        throws
    {
        let cases: [(EpochDoubt, (inout [ActsEpoch]) throws -> Void)] = [
            (.openingMissing, { $0[1].opening = nil }),
            (.previousForked, { $0[0].isForked = true }),
            (
                .keyNotPromised,
                { epochs in
                    epochs[1] = ActsEpoch(
                        epoch: 2,
                        origin: epochs[1].origin,
                        key: keys[3],
                        opening: epochs[1].opening.map {
                            EpochOpening(
                                previousOrigin: $0.previousOrigin,
                                lastCosigned: $0.lastCosigned,
                                lastOwn: $0.lastOwn,
                                reason: $0.reason,
                                nextKey: $0.nextKey,
                                key: keys[3]
                            )
                        }
                    )
                }
            ),
        ]
        for (doubt, change) in cases {
            #expect(judge(try epochs(change: change)) == [.enrolled, .provisional(doubt)], "\(doubt)")
        }
        for reason in [EpochReason.fork, .diskLost, EpochReason(rawValue: 99)] {
            #expect(judge(try epochs(reason)).last == .provisional(.asksForOfficers))
        }
    }

    @Test func `after a provisional epoch nothing counts, until officers let one count with its very key`()
        throws
    {
        var chain = try epochs(.fork)
        chain.append(
            ActsEpoch(
                epoch: 3,
                origin: try origin(3),
                key: keys[2],
                opening: EpochOpening(
                    previousOrigin: try origin(2).text,
                    lastOwn: try head(2, 4),
                    reason: .rotation,
                    nextKey: keys[3],
                    key: keys[2]
                )
            )
        )
        chain[1].closed = try head(2, 4)
        #expect(judge(chain).last == .provisional(.previousInDoubt))
        let cut = try head(1, 6)
        let statement = { (key: Bytes) in
            EpochStatement(
                head: StatementHead(organisation: "example.org", madeUnder: 2),
                cabinet: "c1",
                epoch: 2,
                key: key,
                cut: cut
            )
        }
        #expect(judge(chain, confirmed: [statement(keys[3])]).last == .provisional(.previousInDoubt))
        #expect(
            judge(chain, confirmed: [statement(keys[1])]) == [.enrolled, .confirmed(cut: cut), .continued]
        )
    }

    /// Another machine, which officers enrolled behind a cut.
    private func machine(_ epoch: UInt64, key: Bytes, cut: CitedHead) -> CabinetStatement {
        let first = cabinet()
        return CabinetStatement(
            head: first.head,
            version: 2,
            cabinet: "c1",
            site: "east",
            name: "1",
            keys: CabinetKeys(
                acts: key,
                telemetry: key,
                act: key,
                witness: key,
                device: key,
                transport: key,
                sealing: key,
                nextActs: EpochOpening.commitment(to: keys[0])
            ),
            request: key,
            replacement: Replacement(actsEpoch: epoch, cut: cut, telemetryEpoch: 2)
        )
    }

    @Test func `another machine's first epoch counts by officers' word, and what they left out never does`()
        throws
    {
        // A rotation that counted, a fork behind it, and the machine that took the name.
        var chain = try epochs()
        chain[1].closed = try head(2, 5)
        chain.append(ActsEpoch(epoch: 3, origin: try origin(3), key: keys[2], isForked: true))
        chain.append(ActsEpoch(epoch: 4, origin: try origin(4), key: keys[3]))
        let cut = try head(2, 5)
        let judge = EpochJudge(
            machines: [cabinet(), machine(4, key: keys[3], cut: cut)],
            confirmed: [:]
        )
        #expect(
            judge.standings(of: chain)
                == [.enrolled, .continued, .provisional(.leftOut), .replaced(cut: cut)]
        )
        #expect(judge.cut(of: try origin(2)) == cut)
        #expect(try judge.cut(of: origin(1)) == nil)
        #expect(judge.following(2) == 4 && judge.following(1) == 2 && judge.following(4) == 5)
        #expect(judge.preceding(4) == 2 && judge.preceding(2) == 1)
        // Its key alone, and no promise of the machine before, opens that epoch.
        chain[3] = ActsEpoch(epoch: 4, origin: try origin(4), key: keys[2])
        #expect(judge.standings(of: chain).last == .provisional(.keyNotPromised))
    }

    @Test func `behind another machine the next key is the one that its own statement promised`() throws {
        let cut = try head(1, 7)
        func chain(_ key: Bytes, promised: Bytes) throws -> [ActsEpoch] {
            [
                ActsEpoch(epoch: 1, origin: try origin(1), key: keys[0], closed: cut),
                ActsEpoch(epoch: 2, origin: try origin(2), key: keys[3], closed: try head(2, 4)),
                ActsEpoch(
                    epoch: 3,
                    origin: try origin(3),
                    key: key,
                    opening: EpochOpening(
                        previousOrigin: try origin(2).text,
                        lastCosigned: try head(2, 4),
                        lastOwn: try head(2, 4),
                        reason: .rotation,
                        nextKey: promised,
                        key: key
                    )
                ),
            ]
        }
        let judge = EpochJudge(
            machines: [cabinet(), machine(2, key: keys[3], cut: cut)],
            confirmed: [:]
        )
        #expect(judge.standings(of: try chain(keys[0], promised: keys[2])).last == .continued)
        // The key that the machine before had promised behind its own first epoch.
        #expect(
            judge.standings(of: try chain(keys[1], promised: keys[2])).last
                == .provisional(.keyNotPromised)
        )
    }
}
