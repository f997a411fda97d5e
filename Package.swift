// swift-tools-version: 6.2
import PackageDescription

// One line per target, in the order of the layer table of Documentation/Architecture.md.
// SwiftPM does not stop a target from importing what it only reaches through another: Tests/TidyTests does.

let systemLibraries = ["OpenSSL", "ZeroMQ", "NFC", "Modbus", "Terminal"].map { name in
    // Debian's .pc files make SwiftPM warn at every build, so the module maps link by themselves.
    Target.systemLibrary(name: "C\(name)", path: "Sources/CModules/\(name)")
}

let libraries: [Target] = [
    .target(name: "Cryptography", dependencies: ["COpenSSL"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Replication", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "ZeroMQTransport", dependencies: ["CZeroMQ", "Replication"]),
    .target(name: "Replication", dependencies: ["Cryptography"]),
    .target(name: "ZeroMQTransport", dependencies: ["CZeroMQ", "Replication"]),
    .target(name: "SerialLines", dependencies: ["CTerminal"]),
    .target(name: "SealTags", dependencies: ["Cryptography"]),
    .target(name: "TagReader", dependencies: ["SealTags", "CNFC"]),
    .target(name: "Replication", dependencies: ["Cryptography"]),
    .target(name: "ZeroMQTransport", dependencies: ["CZeroMQ", "Replication"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Custody", dependencies: ["Authority", "Records", "Cryptography"]),
    .target(name: "SerialLines", dependencies: ["CTerminal"]),
    .target(name: "Simulation", dependencies: ["Cryptography", "SerialLines"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Drawers", dependencies: ["SerialLines", "CModbus"]),
    .target(name: "Simulation", dependencies: ["SerialLines"]),
    .target(name: "Records", dependencies: ["Cryptography"]),
    .target(name: "Authority", dependencies: ["Records", "Cryptography"]),
    .target(name: "Custody", dependencies: ["Authority", "Records", "Cryptography"]),
]

let executables: [Target] = [
    .executableTarget(name: "signet-tag-reader", dependencies: ["TagReader"])
]

let tests: [Target] = [
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
    .testTarget(name: "ReplicationTests", dependencies: ["Replication"]),
    .testTarget(name: "ZeroMQTransportTests", dependencies: ["CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport"]),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .testTarget(name: "DrawersTests", dependencies: ["Drawers", "SerialLines", "Simulation"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records", "Cryptography"]),
    .testTarget(name: "AuthorityTests", dependencies: ["Authority", "Records", "Cryptography"]),
    .testTarget(name: "ReplicationTests", dependencies: ["Replication"]),
    .testTarget(name: "ZeroMQTransportTests", dependencies: ["CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport"]),
    .testTarget(name: "TidyTests"),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .testTarget(name: "SealTagsTests", dependencies: ["SealTags", "Cryptography"]),
    .testTarget(name: "ReplicationTests", dependencies: ["Replication"]),
    .testTarget(name: "ZeroMQTransportTests", dependencies: ["CZeroMQ", "Cryptography", "Replication", "ZeroMQTransport"]),
    .testTarget(name: "SerialLinesTests", dependencies: ["SerialLines", "CTerminal"]),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation", "Cryptography", "SerialLines"]),
    .testTarget(name: "RecordsTests", dependencies: ["Records", "Cryptography"]),
    .testTarget(name: "AuthorityTests", dependencies: ["Authority", "Records", "Cryptography"]),
    .testTarget(name: "TidyTests"),
    .testTarget(name: "DrawersTests", dependencies: ["Drawers", "SerialLines", "Simulation"]),
]

let package = Package(
    name: "signet",
    dependencies: [],
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
