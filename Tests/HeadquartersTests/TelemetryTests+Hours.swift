import Authority
import Cryptography
import Custody
import Enrolment
import Records
import Replication
import Testing

@testable import Headquarters
@testable import Store

/// The hours that headquarters keeps of what cabinets measured.
extension TelemetryTests {
    /// Has records of epoch 1 cosigned, each of which says that a value was measured at a moment.
    private func measure(at moments: [Int64], _ office: Office) async throws {
        let secrets = try await office.enrol("c1")
        let origin = try LogNames.telemetry(Office.name, cabinet: "c1", epoch: 1)
        var composer = Composer(
            origin: origin.text,
            boot: Written.someID(),
            nextSequence: 0,
            lastTime: HybridTime(milliseconds: 0),
            actKey: nil
        )
        let records = try moments.map { moment in
            try composer.compose(
                Draft(
                    .system,
                    .valuesMeasured,
                    actor: Actor(component: "test"),
                    // So many values that no two records are folded at once.
                    detail: ValuesMeasured(
                        from: 0,
                        to: 1,
                        values: (0..<1_024)
                            .map { SensorValue(sensor: 999, place: $0, value: 1 << 60) },
                        isWhole: false
                    ).canonical
                ),
                at: ClockReading(wallMilliseconds: moment, monotonicMilliseconds: 1, quality: .unknown),
                obeying: nil
            )
        }
        var writer = try LogWriter(
            store: EvidenceFile(path: office.folder + "/written.sqlite"),
            signer: CheckpointSigner(origin: origin, privateKey: secrets.logKey(.telemetry).privateKey)
        )
        let note = try writer.append(records)
        let offer = CheckpointOffer(note: note, from: 0, path: [])
        _ = try await office.ledger.ingest(Ingest(origin: origin, offer: offer), of: "c1")
        let bundle = try RecordBundle(records)
        _ = try await office.ledger.ingest(Ingest(origin: origin, first: 0, bundle: bundle), of: "c1")
    }

    @Test func `a cabinet whose clock is years behind leaves its last values and no hours`() async throws {
        let office = try await Office.founded()
        let (now, hour) = (office.clock.wallMilliseconds, SensorHistory.hourMilliseconds)
        try await measure(at: [1, hour, 20_000 * hour, now - 721 * hour, now - 720 * hour], office)
        let desk = try desk(office)
        while try await desk.fold() {}
        let history = try SensorHistory(path: office.folder + "/sensors.sqlite")
        #expect(try Set(history.hours(of: "c1", from: .min).map(\.hour)) == [now / hour - 720])
        #expect(try history.latest(of: "c1").count == SensorHistory.placeCountMax)
        #expect(try history.beyondCount(of: "c1") == 0)
    }

    @Test func `what has become old is thrown away while records stream in`() async throws {
        let office = try await Office.founded()
        let (now, hour) = (office.clock.wallMilliseconds, SensorHistory.hourMilliseconds)
        try await measure(at: (0..<12).map { now + $0 * 1_000 }, office)
        let desk = try desk(office)
        #expect(try await desk.fold())
        let history = try SensorHistory(path: office.folder + "/sensors.sqlite")
        #expect(try Set(history.hours(of: "c1", from: .min).map(\.hour)) == [now / hour])
        office.clock.pass(31 * 24 * hour)
        #expect(try await desk.fold(), "there is more")
        #expect(try history.hours(of: "c1", from: .min).isEmpty)
    }
}
