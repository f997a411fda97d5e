// swift-tools-version: 6.2
import PackageDescription

// One entry per target, in the order of the layer table of Documentation/Architecture.md.
// SwiftPM does not stop a target from importing what it only reaches through another: Tests/TidyTests does.

let systemLibraries = ["OpenSSL", "ZeroMQ", "NFC", "Modbus", "Terminal"].map { name in
    // Debian's .pc files make SwiftPM warn at every build, so the module maps link by themselves.
    Target.systemLibrary(name: "C\(name)", path: "Sources/CModules/\(name)")
}

// What serves pages; console and cabinet screen use the same.
let web: [Target.Dependency] = [
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "Mustache", package: "swift-mustache"),
    .product(name: "NIOCore", package: "swift-nio"),
]

let libraries: [Target] = [
    .target(name: "Cryptography", dependencies: ["COpenSSL"]),
    .target(name: "SerialLines", dependencies: ["CTerminal"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Custody", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "Replication", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "SealTags", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "Drawers", dependencies: ["SerialLines", "CModbus"]),
    .target(
        name: "ZeroMQTransport",
        dependencies: [
            "CZeroMQ", "Replication", "Cryptography", .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .target(name: "TagReader", dependencies: ["SealTags", "CNFC"]),
    .target(name: "Screens", dependencies: ["Cryptography"] + web),
    .target(
        name: "Simulation",
        dependencies: [
            "SerialLines", "Custody", "Authority", "Records", "Cryptography",
        ]
    ),
]

let executables: [Target] = [
    .executableTarget(name: "signet-tag-reader", dependencies: ["TagReader"])
]

let tests: [Target] = [
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records", "Cryptography"]),
    .testTarget(name: "AuthorityTests", dependencies: ["Authority", "Records", "Cryptography"]),
    .testTarget(
        name: "ReplicationTests",
        dependencies: [
            "Replication", "Authority", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "SealTagsTests",
        dependencies: [
            "SealTags", "TagReader", "Simulation", "SerialLines", "Drawers", "Records", "Cryptography",
        ]
    ),
    .testTarget(
        name: "ZeroMQTransportTests",
        dependencies: [
            "CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport",
            .product(name: "Logging", package: "swift-log"),
        ]
    ),
    .testTarget(
        name: "SimulationTests",
        dependencies: [
            "Simulation", "Cryptography", "SerialLines", "Drawers", "SealTags",
        ]
    ),
    .target(
        name: "ScreensProbe",
        dependencies: ["Screens", .product(name: "NIOEmbedded", package: "swift-nio")] + web,
        path: "Tests/ScreensProbe"
    ),
    .testTarget(name: "ScreensTests", dependencies: ["Screens", "ScreensProbe", "Cryptography"] + web),
    .testTarget(name: "TidyTests"),
]

let package = Package(
    name: "signet",
    dependencies: [
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
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
