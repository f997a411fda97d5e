/// Who may import whom: the table of Documentation/Architecture.md, as data.
///
/// A name that is missing here is refused, so that a new target and a new dependency are a decision that somebody
/// makes in this file and not one that happens.
struct LayerTable {
    struct Row {
        let target: String
        let layer: Int
        /// Targets of this package and modules of others, besides those of the layer.
        let mayImport: Set<String>
    }

    let rows: [Row]

    static let house = LayerTable(rows: foundations + middle + edges + appliances + mains)
}

extension LayerTable {
    func row(of target: String) -> Row? { rows.first { $0.target == target } }

    /// Everything that code of `target` may import; nil for a target that the table does not know.
    func imports(of target: String) -> Set<String>? {
        guard let row = row(of: target) else { return nil }
        var modules = row.mayImport.union(Self.system)
        if Self.pure.contains(target) { modules.subtract(Self.outsideWorld.union(["Host"])) }
        if row.layer >= 2 { modules.formUnion(["Logging", "Metrics", "CoreMetrics"]) }
        return modules
    }

    /// The targets that may import the C module `module`; their tests may as well.
    func owners(ofCModule module: String) -> Set<String> {
        Set(rows.filter { $0.mayImport.contains(module) }.map(\.target))
    }
}

extension LayerTable {
    /// The toolchain's own modules.
    ///
    /// `Foundation` is not among them: it costs each process memory and start-up time, and `FoundationEssentials`
    /// has what is needed of it.
    private static let system: Set<String> = outsideWorld.union(["Swift", "Synchronization"])

    /// Modules through which a target could reach a clock, a file, a socket or a thread.
    private static let outsideWorld: Set<String> = ["Dispatch", "FoundationEssentials", "Glibc"]

    /// Targets that decide and do not act.
    private static let pure: Set<String> = ["Authority", "Custody", "Records", "Replication"]

    private static let layer1: Set<String> = [
        "Host", "Cryptography", "SerialLines", "Records", "Authority", "Custody",
    ]
    private static let layer2: Set<String> = [
        "Identity", "Replication", "Evidence", "Enrolment", "SealTags", "Drawers", "Store",
    ]
    private static let layer3: Set<String> = ["ZeroMQTransport", "TagReader", "Screens"]

    private static let nio: Set<String> = ["NIOCore", "NIOPosix", "NIOConcurrencyHelpers"]
    private static let web: Set<String> = nio.union([
        "Hummingbird", "HummingbirdCore", "HTTPTypes", "Mustache",
    ])
    private static let daemon: Set<String> = web.union([
        "AsyncAlgorithms", "Configuration", "HummingbirdTLS", "NIOSSL", "ServiceLifecycle", "UnixSignals",
    ])

    private static let foundations: [Row] = [
        Row(target: "Host", layer: 1, mayImport: ["ServiceLifecycle"]),
        Row(target: "Cryptography", layer: 1, mayImport: ["COpenSSL"]),
        Row(target: "SerialLines", layer: 1, mayImport: ["CTerminal"]),
        Row(target: "Records", layer: 1, mayImport: ["Cryptography"]),
        Row(target: "Authority", layer: 1, mayImport: ["Records", "Cryptography"]),
        Row(target: "Custody", layer: 1, mayImport: ["Authority", "Records", "Cryptography"]),
    ]

    private static let middle: [Row] = [
        Row(target: "Identity", layer: 2, mayImport: layer1),
        Row(target: "Replication", layer: 2, mayImport: layer1),
        Row(target: "Evidence", layer: 2, mayImport: layer1.union(["Subprocess", "SystemPackage"])),
        Row(target: "Enrolment", layer: 2, mayImport: layer1),
        Row(target: "SealTags", layer: 2, mayImport: layer1),
        Row(target: "Drawers", layer: 2, mayImport: layer1.union(["CModbus"])),
        Row(target: "Store", layer: 2, mayImport: layer1.union(["GRDB"])),
    ]

    private static let edges: [Row] = [
        Row(target: "ZeroMQTransport", layer: 3, mayImport: layer1.union(["Replication", "CZeroMQ"])),
        Row(target: "TagReader", layer: 3, mayImport: ["SealTags", "CNFC"]),
        Row(target: "Screens", layer: 3, mayImport: layer1.union(layer2).union(web)),
        Row(
            target: "Simulation",
            layer: 3,
            mayImport: layer1.union(layer2).union(nio).union([
                "GRDBSQLite", "NIOHTTP1", "Subprocess", "SystemPackage",
            ])
        ),
    ]

    private static let appliances: [Row] = [
        Row(
            target: "TagKeys",
            layer: 4,
            mayImport: layer1.union(layer2).union(["Configuration", "ServiceLifecycle", "UnixSignals"])
        ),
        Row(
            target: "CabinetAppliance",
            layer: 4,
            mayImport: layer1.union(layer2).union(layer3).union(daemon)
        ),
        Row(
            target: "RigConsole",
            layer: 4,
            mayImport: layer1.union(layer2).union(web).union(["Simulation", "Screens"])
        ),
        Row(
            target: "OutsideWitness",
            layer: 4,
            mayImport: layer1.union(web).union(["Enrolment", "ServiceLifecycle", "UnixSignals"])
        ),
        Row(
            target: "Headquarters",
            layer: 4,
            mayImport: layer1.union(layer2).union(layer3).union(daemon).union([
                "AsyncHTTPClient", "JWTKit", "NIOHTTP1",
            ])
        ),
        Row(
            target: "Measures",
            layer: 5,
            mayImport: layer1.union(layer2).union([
                "CabinetAppliance", "Headquarters", "Simulation", "ZeroMQTransport", "GRDBSQLite",
                "Subprocess",
                "SystemPackage",
            ])
        ),
        Row(
            target: "Rehearsal",
            layer: 4,
            mayImport: layer1.union(layer2).union([
                "Simulation", "CabinetAppliance", "Headquarters", "CSeededOpenSSL",
            ])
        ),
    ]

    private static let mains: [Row] = [
        Row(
            target: "signet",
            layer: 5,
            mayImport: layer1.union(["Enrolment", "Evidence", "OutsideWitness", "Store", "ArgumentParser"])
        ),
        Row(target: "signet-cabinet", layer: 5, mayImport: ["CabinetAppliance", "ArgumentParser"]),
        Row(target: "signet-hq", layer: 5, mayImport: ["Headquarters", "ArgumentParser"]),
        Row(target: "signet-hq-keys", layer: 5, mayImport: ["TagKeys", "ArgumentParser"]),
        Row(target: "signet-simulate", layer: 5, mayImport: ["Rehearsal", "ArgumentParser"]),
        Row(target: "signet-tag-reader", layer: 5, mayImport: ["TagReader", "ArgumentParser"]),
        Row(target: "signet-rig", layer: 5, mayImport: ["Simulation", "ArgumentParser"]),
        Row(
            target: "signet-measure",
            layer: 5,
            mayImport: layer1.union(layer2).union([
                "Simulation", "RigConsole", "Measures", "ArgumentParser", "ServiceLifecycle", "UnixSignals",
            ])
        ),
    ]
}
