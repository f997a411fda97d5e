// swift-tools-version: 6.2
import PackageDescription

// One entry per target, in the order of the layer table of Documentation/Architecture.md.
// SwiftPM does not stop a target from importing what it only reaches through another: Tests/TidyTests does.

// What other packages give, by the names that the targets below use.
let asyncHTTPClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite: Target.Dependency = .product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let systemLibraries = ["OpenSSL", "SeededOpenSSL", "ZeroMQ", "NFC", "Modbus", "Terminal"].map { name in
    // Debian's .pc files make SwiftPM warn at every build, so the module maps link by themselves.
    Target.systemLibrary(name: "C\(name)", path: "Sources/CModules/\(name)")
}

let libraries: [Target] = [
    .target(
        name: "Host",
        dependencies: [serviceLifecycle]
    ),
    .target(name: "Cryptography", dependencies: ["COpenSSL"]),
    .target(name: "SerialLines", dependencies: ["CTerminal"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Custody", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "Identity", dependencies: ["Custody", "Authority", "Records", "Cryptography"]),
    .target(name: "Replication", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(
        name: "Evidence",
        dependencies: ["Custody", "Authority", "Records", "Cryptography", subprocess, systemPackage]
    ),
    .target(name: "Enrolment", dependencies: ["Custody", "Authority", "Records", "Cryptography"]),
    .target(name: "SealTags", dependencies: ["Host", "Authority", "Records", "Cryptography"]),
    .target(name: "Drawers", dependencies: ["Host", "SerialLines", "CModbus"]),
    .target(
        name: "Store",
        dependencies: ["Host", "Custody", "Authority", "Records", "Cryptography", grdb]
    ),
    .target(
        name: "ZeroMQTransport",
        dependencies: ["CZeroMQ", "Replication", "Cryptography", logging]
    ),
    .target(name: "TagReader", dependencies: ["SealTags", "CNFC"]),
    .target(
        name: "Screens",
        dependencies: [
            "Host", "Cryptography", "Records", hummingbird, mustache, httpTypes, nioCore, logging,
            coreMetrics,
            serviceLifecycle,
        ]
    ),
    .target(
        name: "Simulation",
        dependencies: [
            "Host", "SerialLines", "SealTags", "Enrolment", "Replication", "Custody", "Authority", "Records",
            "Cryptography", "Evidence", "Store", grdbSQLite, nioCore, nioHTTP1, nioPosix, subprocess,
            systemPackage,
        ]
    ),
    .target(
        name: "TagKeys",
        dependencies: [
            "Host", "SealTags", "Enrolment", "Custody", "Authority", "Records", "Cryptography", configuration,
            logging, serviceLifecycle, unixSignals,
        ]
    ),
    .target(
        name: "RigConsole",
        dependencies: ["Simulation", "Screens", hummingbird, httpTypes, logging]
    ),
    .target(
        name: "CabinetAppliance",
        dependencies: [
            "Host", "Identity", "Replication", "Evidence", "Enrolment", "SealTags", "Drawers", "Store",
            "ZeroMQTransport", "Screens", "SerialLines", "Custody", "Authority", "Records", "Cryptography",
            hummingbird, serviceLifecycle, unixSignals, configuration, logging, metrics, coreMetrics, nioCore,
            httpTypes,
        ]
    ),
    .target(
        name: "Headquarters",
        dependencies: [
            "Host", "Replication", "Evidence", "Enrolment", "SealTags", "Store", "ZeroMQTransport", "Screens",
            "Custody", "Authority", "Records", "Cryptography", hummingbird, serviceLifecycle, configuration,
            logging,
            metrics, coreMetrics, nioCore, nioHTTP1, asyncHTTPClient, httpTypes,
        ]
    ),
    .target(
        name: "OutsideWitness",
        dependencies: [
            "Host", "Enrolment", "Records", "Cryptography", hummingbird, serviceLifecycle, unixSignals,
            logging,
            nioCore, httpTypes,
        ]
    ),
    .target(
        name: "Measures",
        dependencies: [
            "CabinetAppliance", "Headquarters", "Simulation", "Host", "Replication", "Enrolment", "Store",
            "ZeroMQTransport", "Custody", "Authority", "Records", "Cryptography", grdb, logging, subprocess,
            systemPackage,
        ]
    ),
    .target(
        name: "Rehearsal",
        dependencies: [
            "Simulation", "CabinetAppliance", "Headquarters", "Host", "Replication", "Enrolment", "Store",
            "Custody",
            "Authority", "Records", "Cryptography", "CSeededOpenSSL", logging,
        ]
    ),
]

let executables: [Target] = [
    .executableTarget(
        name: "signet",
        dependencies: [
            "OutsideWitness", "Host", "Enrolment", "Evidence", "Store", "Custody", "Authority", "Records",
            "Cryptography", argumentParser, logging,
        ]
    ),
    .executableTarget(
        name: "signet-cabinet",
        dependencies: ["CabinetAppliance", argumentParser, logging]
    ),
    .executableTarget(
        name: "signet-hq",
        dependencies: ["Headquarters", "Enrolment", argumentParser, logging, serviceLifecycle]
    ),
    .executableTarget(
        name: "signet-hq-keys",
        dependencies: ["TagKeys", argumentParser, logging]
    ),
    .executableTarget(name: "signet-tag-reader", dependencies: ["TagReader"]),
    .executableTarget(
        name: "signet-rig",
        dependencies: ["Simulation", argumentParser, logging]
    ),
    .executableTarget(
        name: "signet-simulate",
        dependencies: ["Rehearsal", argumentParser]
    ),
    .executableTarget(
        name: "signet-measure",
        dependencies: [
            "Simulation", "RigConsole", "Measures", argumentParser, logging, serviceLifecycle, unixSignals,
        ]
    ),
]

let tests: [Target] = [
    .testTarget(
        name: "HostTests",
        dependencies: ["Host", "Simulation", serviceLifecycle, logging]
    ),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .target(name: "FormatVectors", dependencies: ["Records", "Cryptography"], path: "Tests/FormatVectors"),
    .target(name: "PeerPrograms", path: "Tests/PeerPrograms"),
    .testTarget(
        name: "RecordsTests",
        dependencies: ["PeerPrograms", "FormatVectors", "Records", "Cryptography"]
    ),
    .testTarget(
        name: "AuthorityTests",
        dependencies: ["FormatVectors", "Authority", "Records", "Cryptography", "Simulation"]
    ),
    .testTarget(
        name: "CustodyTests",
        dependencies: ["FormatVectors", "Custody", "Authority", "Records", "Cryptography", "Simulation"]
    ),
    .testTarget(
        name: "IdentityTests",
        dependencies: ["Identity", "Custody", "Authority", "Records", "Cryptography"]
    ),
    .testTarget(
        name: "ReplicationTests",
        dependencies: ["FormatVectors", "Replication", "Authority", "Records", "Cryptography"]
    ),
    .testTarget(
        name: "EvidenceTests",
        dependencies: [
            "PeerPrograms", "Evidence", "Store", "Custody", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "EnrolmentTests",
        dependencies: ["Enrolment", "ZeroMQTransport", "Replication", "Authority", "Records", "Cryptography"]
    ),
    .testTarget(
        name: "CommandLineTests",
        dependencies: [
            "signet", "signet-cabinet", "signet-hq", "signet-hq-keys", "signet-simulate", "signet-tag-reader",
            "CabinetAppliance", "Headquarters", "TagKeys", "Simulation", "Enrolment", "SerialLines",
            "Authority",
            "Records", "Cryptography", configuration,
        ]
    ),
    .testTarget(
        name: "SealTagsTests",
        dependencies: [
            "SealTags", "TagReader", "Simulation", "SerialLines", "Drawers", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "TagReaderTests",
        dependencies: ["TagReader", "SealTags", "Simulation", "Cryptography", "signet-tag-reader"]
    ),
    .testTarget(name: "DrawersTests", dependencies: ["Drawers", "SerialLines", "Simulation"]),
    .testTarget(
        name: "StoreTests",
        dependencies: ["Store", "Custody", "Authority", "Records", "Cryptography", grdb]
    ),
    .testTarget(
        name: "ZeroMQTransportTests",
        dependencies: ["CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport", logging]
    ),
    .target(
        name: "ScreensProbe",
        dependencies: ["Screens", hummingbird, httpTypes, logging, nioCore, nioEmbedded],
        path: "Tests/ScreensProbe"
    ),
    .testTarget(
        name: "ScreensTests",
        dependencies: [
            "Screens", "ScreensProbe", "Cryptography", hummingbird, mustache, httpTypes, nioCore, logging,
            coreMetrics,
        ]
    ),
    .testTarget(
        name: "SimulationTests",
        dependencies: [
            "Simulation", "Replication", "Cryptography", "SerialLines", "Drawers", "SealTags", grdbSQLite,
        ]
    ),
    .testTarget(
        name: "TagKeysTests",
        dependencies: [
            "TagKeys", "SealTags", "Simulation", "Custody", "Authority", "Records", "Cryptography",
            configuration,
            logging,
        ]
    ),
    .testTarget(
        name: "RigConsoleTests",
        dependencies: ["RigConsole", "Simulation", "Screens", "ScreensProbe"]
    ),
    .testTarget(
        name: "CabinetApplianceTests",
        dependencies: [
            "Host", "CabinetAppliance", "Identity", "Replication", "Screens", "ScreensProbe", "SealTags",
            "Simulation", "Store", "Enrolment", "Custody", "Authority", "Records", "Cryptography", grdb,
            httpTypes,
            logging, configuration,
        ]
    ),
    .testTarget(
        name: "HeadquartersTests",
        dependencies: [
            "PeerPrograms", "FormatVectors", "Host", "Headquarters", "CabinetAppliance", "Enrolment",
            "Screens",
            "ScreensProbe", "SealTags", "Simulation", "Store", "Replication", "ZeroMQTransport", "Evidence",
            "Custody",
            "Authority", "Records", "Cryptography", hummingbird, grdb, httpTypes, nioCore, logging,
            serviceLifecycle,
        ]
    ),
    .testTarget(
        name: "MeasuresTests",
        dependencies: [
            "Measures", "Simulation", "CabinetAppliance", "Headquarters", "ZeroMQTransport", "Replication", "Store",
            "Enrolment", "Custody", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "OutsideWitnessTests",
        dependencies: [
            "OutsideWitness", "PeerPrograms", "Host", "Enrolment", "Records", "Cryptography", logging,
        ]
    ),
    .testTarget(
        name: "RehearsalTests",
        dependencies: [
            "Rehearsal", "Simulation", "CabinetAppliance", "Replication", "Store", "Enrolment", "Custody",
            "Authority", "Records", "Host", "Cryptography",
        ]
    ),
    .testTarget(
        name: "ScenarioTests",
        dependencies: [
            "signet", "signet-cabinet", "signet-hq", "signet-hq-keys", "signet-tag-reader", "signet-rig",
            "Simulation", "ZeroMQTransport", "Replication", "Store", "Enrolment", "Custody", "Authority",
            "Records",
            "Cryptography", nioHTTP1,
        ]
    ),
    .testTarget(name: "TidyTests"),
]

let package = Package(
    name: "signet",
    dependencies: [
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            exact: "1.4.0",
            traits: [
                "YAML"
            ]
        ),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: systemLibraries + libraries + executables + tests
)

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
