import Authority
import Custody
import FoundationEssentials
import Records
import Store
import Testing

@testable import CabinetAppliance

/// Where the record ends that another machine takes over.
@Suite struct InheritanceEndTests {
    private let folder = "\(FileManager.default.temporaryDirectory.path)/\(UUID().uuidString)"

    private func end(_ epoch: UInt64) throws -> CitedHead {
        let origin = try LogNames.acts("example.org", cabinet: "c1", epoch: epoch)
        return CitedHead(origin: origin.text, size: 0, root: TreeHead.empty.root)
    }

    /// Whether a machine that was given no epoch takes its record for whole, where officers signed that it ended before the first leaf of
    /// one.
    private func isWhole(behind epoch: UInt64, confirmed: [UInt64: EpochStatement] = [:]) throws -> Bool {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try EvidenceFile(path: folder + "/evidence.sqlite")
        defer { try? store.close() }
        let replacement = Replacement(actsEpoch: epoch + 1, cut: try end(epoch), telemetryEpoch: 2)
        let judge = EpochJudge(machines: [], confirmed: confirmed)
        return try Inheritance(replacement, earlier: []).isWhole([], in: store, judge: judge)
    }

    @Test func `nothing is whole behind a first epoch without a leaf`() throws {
        #expect(try isWhole(behind: 1))
    }

    @Test func `an end before the first leaf of a later epoch does without no earlier one`() throws {
        #expect(try !isWhole(behind: 2))
        #expect(try !isWhole(behind: 3))
    }

    @Test func `officers' own word says what was before an epoch without a leaf`() throws {
        let confirmed = EpochStatement(
            head: StatementHead(organisation: "example.org", madeUnder: 1),
            cabinet: "c1",
            epoch: 2,
            key: Bytes([UInt8](repeating: 1, count: 32)),
            cut: try end(1)
        )
        #expect(try isWhole(behind: 2, confirmed: [2: confirmed]))
    }
}
