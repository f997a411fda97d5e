import Authority
import Cryptography
import Custody
import FoundationEssentials
import Headquarters
import Records
import Replication
import Store
import Testing

@testable import CabinetAppliance
@testable import Measures

/// A cabinet, or a relay with its transport key, that sends the same frames over and over: real session, store and line.
@Suite(.serialized) struct DuplicateFrameTests {
    private static let count = 100_000
    /// Every so many of them are a head, an alarm and a wish for time.
    private static let stride = 200
    private static let recordCount = 3
    /// What a process may grow by in memory while it is flooded: the window of a line, and what an allocator keeps.
    private static let memoryMax = 96 << 20
    /// What files may grow by: pages that are written anew, and nothing for each frame.
    private static let fileMax = 512 << 10

    /// In a process of its own, so that the memory is that of the flood.
    @Test(.timeLimit(.minutes(10)))
    func
        `100,000 duplicate frames change nothing, in bounded memory and time, and others are served meanwhile`()
        async
    {
        await #expect(processExitsWith: .success) {
            do { try await DuplicateFrameTests.flood() } catch { Issue.record("\(error)") }
        }
    }

    private static func flood() async throws {
        try await Scratch.with { folder in
            let house = try await MeasuredHouse(founding: folder + "/house")
            let cabinets = try await house.enrol(["c1", "c2"])
            let (cabinet, other) = (cabinets[0], cabinets[1])
            for cabinet in cabinets { try await cabinet.obey(house) }
            try cabinet.writeBacklog(recordCount)
            let (ledger, otherLedger) = (try cabinet.ledger(), try other.ledger())
            try await ledger.append([BacklogTests.alarm("again")])
            let line = try HeadquartersLine(house, ledger: house.ledger)
            try await whileRunning([{ try await line.service.run() }], deadline: .seconds(540)) {
                let neighbour = try other.line(of: otherLedger, to: line.address, serverKey: line.serverKey)
                try await whileRunning([{ await neighbour.run() }], deadline: .seconds(540)) {
                    try await flood(cabinet, ledger, line, house, beside: otherLedger)
                }
            }
        }
    }

    private static func flood(
        _ cabinet: MeasuredCabinet,
        _ ledger: CabinetLedger<EvidenceFile>,
        _ line: HeadquartersLine,
        _ house: MeasuredHouse,
        beside other: CabinetLedger<EvidenceFile>
    ) async throws {
        var generator = SystemRandomNumberGenerator()
        let greeting = try await ledger.greeting(
            boot: Identifier(using: &generator),
            startCount: 1,
            nonce: try SecureRandom.bytes(FreshNote.nonceByteCount)
        )
        let frames = try await Frames(of: cabinet, ledger)
        var repeater = try await Repeater(cabinet, greeting.hello, to: line)
        try await repeater.send(.data(frames.data), counting: frames.data.byteCount, as: .acts)
        try await repeater.offer(frames.head)
        let before = try Figures(house, cabinet)

        for number in 0..<count {
            if number % stride == 0 {
                try await repeater.offer(frames.head)
            } else if number % stride == 1 {
                let alarm = Frame.alarm(frames.alarm)
                try await repeater.send(alarm, counting: UInt64(alarm.encoded.count), as: .alarms)
            } else {
                try await repeater.send(.data(frames.data), counting: frames.data.byteCount, as: .acts)
            }
            if number == count / 2 {
                try await other.append([BacklogTests.alarm("the neighbour's")])
                try await wait(for: other.updates()) { other.view.mirroredSize == other.view.head.size }
            }
        }
        try await repeater.offer(frames.head)
        let after = try Figures(house, cabinet)
        await repeater.leave()

        #expect(after.head == before.head && after.mirroredSize == before.mirroredSize)
        #expect(after.head.size == UInt64(recordCount) + 1)
        #expect(try house.ledger.store.disputes(of: cabinet.origin).isEmpty)
        #expect(try house.ledger.store.forks(of: cabinet.origin).isEmpty)
        #expect(house.ledger.view.desks.findings.isEmpty)
        #expect(house.ledger.view.cabinets["c1"]?.custody.findings.count == 1)
        // The neighbour's head is one receipt, or as many as it took steps; a head that is cosigned already is none.
        #expect(after.receiptCount - before.receiptCount <= 4, "\(after.receiptCount) receipts")
        #expect(
            after.fileByteCount - before.fileByteCount <= fileMax,
            "\(after.fileByteCount) bytes of files"
        )
        #expect(repeater.windowMax <= HeadquartersSession.actsWindows.upperBound)
        let grown = after.memory - before.memory
        #expect(grown <= memoryMax, "\(grown) bytes of memory")
    }

    /// What is said again.
    private struct Frames {
        let data: LogStretch
        let head: HeadOffer
        let alarm: AlarmFrame

        init(of cabinet: MeasuredCabinet, _ ledger: CabinetLedger<EvidenceFile>) async throws {
            let origin = cabinet.origin
            let bundle = try cabinet.store.records(
                of: origin,
                from: 0,
                byteCountMax: LogStretch.byteCountAim
            ).bundle
            data = LogStretch(origin: origin.text, first: 0, bundle: bundle)
            let size = ledger.view.head.size
            head = try await ledger.offer(origin, from: size).offer
            alarm = try #require(try await ledger.prove(origin, index: size - 1, from: size))
        }
    }

    /// What must not grow.
    private struct Figures {
        let head: TreeHead
        let mirroredSize: UInt64
        let receiptCount: UInt64
        let fileByteCount: Int
        let memory: Int

        init(_ house: MeasuredHouse, _ cabinet: MeasuredCabinet) throws {
            let status = try #require(try house.ledger.store.status(of: cabinet.origin))
            head = status.head
            mirroredSize = status.size(.mirror)
            receiptCount = house.ledger.view.heads[house.ledger.origins.receipts]?.size ?? 0
            fileByteCount = try FileManager.default.contentsOfDirectory(atPath: house.folder)
                .filter { $0.hasPrefix("evidence") || $0.hasPrefix("projection") }
                .reduce(0) { sum, name in
                    let path = "\(house.folder)/\(name)"
                    let attributes = try FileManager.default.attributesOfItem(atPath: path)
                    return sum + (attributes[.size] as? Int ?? 0)
                }
            // Pages that are resident: the second number of proc(5) statm.
            let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            memory = 4_096 * (Int(pages.split(separator: " ")[1]) ?? 0)
        }
    }
}
