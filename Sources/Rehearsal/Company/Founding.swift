import Authority
import Cryptography
import Enrolment
import FoundationEssentials
import Headquarters
import Host
import Records
import Simulation
import Store

/// A company on its first day: owners, officers and approvers have signed, cabinets are enrolled, nothing was ever sent.
///
/// Founding takes longer than most stories, so one is made for each size and every story begins on copies of its disk.
package struct Founding: Sendable {
    /// Milliseconds since 1970 at the first moment of every world.
    static let firstMoment: Int64 = 1_800_000_000_000
    /// How often officers can enrol another machine under one name in a story.
    private static let successorsPerCabinet = 2
    /// The file that holds evidence on each machine's disk.
    static let evidenceName = "evidence.sqlite"

    let staff: Staff
    let cabinets: [EnrolledCabinet]
    /// The machines that may take each cabinet's place, one after the other: nobody has heard of them yet.
    let successors: [[EnrolledCabinet]]
    let keys: HeadquartersKeyFile
    let root: SignedStatement
    let image: DiskImage

    /// Founds a company with this many cabinets; its keys follow from nothing but that number.
    package init(cabinetCount: Int) async throws {
        guard DiskDriver.install(seed: 0), LibraryRandomness.install(seed: UInt64(cabinetCount)) else {
            throw RehearsalError.driverRefused
        }
        var generator = SeededGenerator(seed: UInt64(cabinetCount))
        staff = try Staff(using: &generator)
        cabinets = try (1...cabinetCount).map { try EnrolledCabinet($0, using: &generator) }
        successors = try (1...cabinetCount).map { number in
            try (0..<Self.successorsPerCabinet).map { _ in try EnrolledCabinet(number, using: &generator) }
        }
        let folder =
            "\(FileManager.default.temporaryDirectory.path)/signet-simulate-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        keys = try HeadquartersKeyFile(
            making: "\(folder)/secrets",
            credential: try CredentialKey(try SecretBytes(randomByteCount: CredentialKey.byteCount))
        )
        let log = try keys.current.publicKeys()
        let statement = RootStatement(
            organisation: Staff.organisation,
            regime: .full,
            threshold: 2,
            owners: staff.owners.map(\.publicKey),
            authorityKey: log.authority,
            actsKey: log.acts,
            receiptsKey: log.receipts
        )
        root = try Staff.signed(statement, by: staff.ownerPair)
        let disk = SimulatedDisk(named: "founding-\(cabinetCount)", seed: 1)
        defer { disk.unmount() }
        let store = try EvidenceFile(path: disk.folder + Self.evidenceName)
        let ledger = try await HeadquartersLedger.open(
            store: store,
            keys: keys,
            root: root,
            isFounding: true,
            boot: id(1),
            clock: MachineClock(OneThread(seed: 0) { _ in }, wallMilliseconds: Self.firstMoment)
        )
        try await Self.found(ledger, staff, cabinets, keys: log)
        try await ledger.storeCheckpoints()
        try store.close()
        image = disk.image
    }

    private static func found(
        _ ledger: HeadquartersLedger,
        _ staff: Staff,
        _ cabinets: [EnrolledCabinet],
        keys: HeadquartersKeys
    ) async throws {
        let services = ServicesStatement(
            head: head(ledger),
            version: 1,
            notesKey: Bytes(keys.notes.bytes),
            witnessKey: Bytes(keys.witness.bytes),
            mirrorKey: Bytes(keys.mirror.bytes),
            safeKey: Bytes(keys.safe.bytes),
            transportKey: Bytes(keys.transport.bytes),
            enrolmentKey: Bytes(keys.enrolment.bytes),
            tagServiceKey: Bytes(keys.notes.bytes)
        )
        try await give(services, by: staff.ownerPair, to: ledger)
        try await give(staff.officersStatement(head(ledger)), by: staff.ownerPair, to: ledger)
        let rules = RulesStatement(head: head(ledger), version: 1, rules: [staff.rule])
        try await give(rules, by: staff.ownerPair, to: ledger)
        for site in Set(cabinets.map(\.site)).sorted() {
            let statement = SiteStatement(
                head: head(ledger),
                version: 1,
                site: site,
                name: "\(site) 支行",
                unit: "华东",
                policyEpoch: 1,
                policyKey: Bytes(try ledger.keys.policyKey(makingFor: site).bytes)
            )
            try await give(statement, by: staff.ownerPair, to: ledger)
        }
        for index in staff.approvers.indices {
            try await give(staff.approver(index, head(ledger)), by: staff.officers, to: ledger)
        }
        for cabinet in cabinets {
            try await give(try cabinet.statement(head(ledger)), by: staff.officers, to: ledger)
            try await give(cabinet.lockMap(head(ledger)), by: staff.officers, to: ledger)
            try await give(
                cabinet.takerStatement(head(ledger)),
                by: staff.officers,
                to: ledger,
                site: cabinet.site
            )
            try await give(cabinet.sealStatement(head(ledger)), by: staff.officers, to: ledger)
        }
    }

    static func head(_ ledger: HeadquartersLedger) -> StatementHead {
        StatementHead(organisation: Staff.organisation, madeUnder: ledger.view.standing.size)
    }

    private static func give(
        _ statement: some Statement,
        by keys: [Ed25519PrivateKey],
        to ledger: HeadquartersLedger,
        site: String? = nil
    ) async throws {
        _ = try await ledger.give(
            try Staff.signed(statement, by: keys),
            site: site,
            by: Actor(component: "founding")
        )
    }
}
