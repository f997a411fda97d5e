// swift-tools-version: 6.2
import PackageDescription

// One entry per target, in the order of the layer table of Documentation/Architecture.md.
// SwiftPM does not stop a target from importing what it only reaches through another: Tests/TidyTests does.

let systemLibraries = ["OpenSSL", "ZeroMQ", "NFC", "Modbus", "Terminal"].map { name in
    // Debian's .pc files make SwiftPM warn at every build, so the module maps link by themselves.
    Target.systemLibrary(name: "C\(name)", path: "Sources/CModules/\(name)")
}

let libraries: [Target] = [
    .target(
        name: "Host",
        dependencies: [.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")]
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
        dependencies: [
            "Custody", "Authority", "Records", "Cryptography",
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
        ]
    ),
    .target(name: "Enrolment", dependencies: ["Custody", "Authority", "Records", "Cryptography"]),
    .target(name: "SealTags", dependencies: ["Host", "Authority", "Records", "Cryptography"]),
    .target(name: "Drawers", dependencies: ["Host", "SerialLines", "CModbus"]),
    .target(
        name: "Store",
        dependencies: [
            "Host", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "GRDB", package: "GRDB.swift"),
        ]
    ),
    .target(
        name: "ZeroMQTransport",
        dependencies: [
            "CZeroMQ", "Replication", "Cryptography", .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .target(name: "TagReader", dependencies: ["SealTags", "CNFC"]),
    .target(
        name: "Screens",
        dependencies: [
            "Host", "Cryptography", "Records", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "Mustache", package: "swift-mustache"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "Logging", package: "swift-log"), .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]
    ),
    .target(
        name: "Simulation",
        dependencies: [
            "Host", "SerialLines", "SealTags", "Enrolment", "Replication", "Custody", "Authority", "Records", "Cryptography",
            "Evidence", "Store",
            .product(name: "GRDBSQLite", package: "GRDB.swift"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
        ]
    ),
    .target(
        name: "TagKeys",
        dependencies: [
            "Host", "SealTags", "Enrolment", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ]
    ),
    .target(
        name: "RigConsole",
        dependencies: [
            "Simulation", "Screens", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .target(
        name: "CabinetAppliance",
        dependencies: [
            "Host", "Identity", "Replication", "Evidence", "Enrolment", "SealTags", "Drawers", "Store",
            "ZeroMQTransport", "Screens", "SerialLines", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
            .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ]
    ),
    .target(
        name: "Headquarters",
        dependencies: [
            "Host", "Replication", "Evidence", "Enrolment", "SealTags", "Store", "ZeroMQTransport",
            "Screens", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
            .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ]
    ),
    .target(
        name: "OutsideWitness",
        dependencies: [
            "Host", "Enrolment", "Records", "Cryptography",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ]
    ),
    .target(
        name: "Measures",
        dependencies: [
            "CabinetAppliance", "Headquarters", "Simulation", "Host", "Replication", "Enrolment", "Store",
            "ZeroMQTransport", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
        ]
    ),
    .target(
        name: "Rehearsal",
        dependencies: [
            "Simulation", "CabinetAppliance", "Headquarters", "Host", "Replication", "Enrolment", "Store", "Custody",
            "Authority", "Records", "Cryptography", .product(name: "Logging", package: "swift-log"),
        ]
    ),
]

let executables: [Target] = [
    .executableTarget(
        name: "signet",
        dependencies: [
            "OutsideWitness", "Host", "Enrolment", "Evidence", "Store", "Custody", "Authority", "Records",
            "Cryptography",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .executableTarget(
        name: "signet-cabinet",
        dependencies: [
            "CabinetAppliance", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .executableTarget(
        name: "signet-hq",
        dependencies: [
            "Headquarters", "Enrolment",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]
    ),
    .executableTarget(
        name: "signet-hq-keys",
        dependencies: [
            "TagKeys", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .executableTarget(name: "signet-tag-reader", dependencies: ["TagReader"]),
    .executableTarget(
        name: "signet-rig",
        dependencies: [
            "Simulation", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .executableTarget(
        name: "signet-simulate",
        dependencies: ["Rehearsal", .product(name: "ArgumentParser", package: "swift-argument-parser")]
    ),
    .executableTarget(
        name: "signet-measure",
        dependencies: [
            "Simulation", "RigConsole", "Measures",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        ]
    ),
]

let tests: [Target] = [
    .testTarget(
        name: "HostTests",
        dependencies: [
            "Host", "Simulation", .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .target(name: "FormatVectors", dependencies: ["Records", "Cryptography"], path: "Tests/FormatVectors"),
    .target(name: "PeerPrograms", path: "Tests/PeerPrograms"),
    .testTarget(name: "RecordsTests", dependencies: ["PeerPrograms", "FormatVectors", "Records", "Cryptography"]),
    .testTarget(
        name: "AuthorityTests",
        dependencies: [
            "FormatVectors", "Authority", "Records", "Cryptography", "Simulation",
        ]
    ),
    .testTarget(
        name: "CustodyTests",
        dependencies: [
            "FormatVectors", "Custody", "Authority", "Records", "Cryptography", "Simulation",
        ]
    ),
    .testTarget(
        name: "IdentityTests",
        dependencies: [
            "Identity", "Custody", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "ReplicationTests",
        dependencies: [
            "FormatVectors", "Replication", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "EvidenceTests",
        dependencies: [
            "PeerPrograms", "Evidence", "Store", "Custody", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "EnrolmentTests",
        dependencies: [
            "Enrolment", "ZeroMQTransport", "Replication", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "CommandLineTests",
        dependencies: [
            "signet", "signet-cabinet", "signet-hq", "signet-hq-keys", "signet-simulate", "signet-tag-reader",
            "CabinetAppliance", "Headquarters", "TagKeys", "Simulation", "Enrolment", "SerialLines", "Authority", "Records",
            "Cryptography", .product(name: "Configuration", package: "swift-configuration"),
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
        dependencies: [
            "TagReader", "SealTags", "Simulation", "Cryptography", "signet-tag-reader",
        ]
    ),
    .testTarget(name: "DrawersTests", dependencies: ["Drawers", "SerialLines", "Simulation"]),
    .testTarget(
        name: "StoreTests",
        dependencies: [
            "Store", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "GRDB", package: "GRDB.swift"),
        ]
    ),
    .testTarget(
        name: "ZeroMQTransportTests",
        dependencies: [
            "CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport",
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .target(
        name: "ScreensProbe",
        dependencies: [
            "Screens", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOEmbedded", package: "swift-nio"),
        ],
        path: "Tests/ScreensProbe"
    ),
    .testTarget(
        name: "ScreensTests",
        dependencies: [
            "Screens", "ScreensProbe", "Cryptography",
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "Mustache", package: "swift-mustache"),
            .product(name: "HTTPTypes", package: "swift-http-types"), .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "Logging", package: "swift-log"), .product(name: "CoreMetrics", package: "swift-metrics"),
        ]
    ),
    .testTarget(
        name: "SimulationTests",
        dependencies: [
            "Simulation", "Replication", "Cryptography", "SerialLines", "Drawers", "SealTags",
            .product(name: "GRDBSQLite", package: "GRDB.swift"),
        ]
    ),
    .testTarget(
        name: "TagKeysTests",
        dependencies: [
            "TagKeys", "SealTags", "Simulation", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "Configuration", package: "swift-configuration"),
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .testTarget(
        name: "RigConsoleTests",
        dependencies: ["RigConsole", "Simulation", "Screens", "ScreensProbe"]
    ),
    .testTarget(
        name: "CabinetApplianceTests",
        dependencies: [
            "Host", "CabinetAppliance", "Identity", "Replication", "Screens", "ScreensProbe", "SealTags", "Simulation",
            "Store", "Enrolment", "Custody", "Authority", "Records", "Cryptography",
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Configuration", package: "swift-configuration"),
        ]
    ),
    .testTarget(
        name: "HeadquartersTests",
        dependencies: [
            "PeerPrograms", "FormatVectors", "Host", "Headquarters", "CabinetAppliance", "Enrolment", "Screens", "ScreensProbe", "SealTags",
            "Simulation", "Store", "Replication", "ZeroMQTransport", "Custody", "Authority", "Records",
            "Cryptography", .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"), .product(name: "Logging", package: "swift-log"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        ]
    ),
    .testTarget(name: "MeasuresTests", dependencies: ["Measures", "Simulation", "Records", "Cryptography"]),
    .testTarget(
        name: "OutsideWitnessTests",
        dependencies: [
            "OutsideWitness", "PeerPrograms", "Host", "Enrolment", "Records", "Cryptography",
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .testTarget(
        name: "RehearsalTests",
        dependencies: ["Rehearsal", "Simulation", "Replication", "Store", "Custody", "Authority", "Records", "Cryptography"]
    ),
    .testTarget(
        name: "ScenarioTests",
        dependencies: [
            "signet", "signet-cabinet", "signet-hq", "signet-hq-keys", "signet-tag-reader", "signet-rig",
            "Simulation", "ZeroMQTransport", "Replication", "Store", "Enrolment", "Custody", "Authority",
            "Records", "Cryptography", .product(name: "NIOHTTP1", package: "swift-nio"),
        ]
    ),
    .testTarget(name: "TidyTests"),
]

let package = Package(
    name: "signet",
    dependencies: [
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
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
