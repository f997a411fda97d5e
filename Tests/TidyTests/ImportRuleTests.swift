import Testing

@Suite struct ImportRuleTests {
    private let rule = ImportRule(table: .house)

    @Test(arguments: [
        ("Sources/Custody/A.swift", "import Store"),
        ("Sources/Custody/A.swift", "import Glibc"),
        ("Sources/Records/A.swift", "package import Custody"),
        ("Sources/Store/A.swift", "@preconcurrency import Replication"),
        ("Sources/Store/A.swift", "import struct Identity.Person"),
        ("Sources/Drawers/A.swift", "@testable import Store"),
        ("Sources/Drawers/A.swift", "import CTerminal"),
        ("Sources/SealTags/A.swift", "import CNFC"),
        ("Sources/SealTags/A.swift", "import Foundation"),
        ("Sources/CabinetAppliance/A.swift", "import Headquarters"),
        ("Sources/Headquarters/A.swift", "import Simulation"),
        ("Sources/signet-hq/main.swift", "import CabinetAppliance"),
        ("Sources/Cryptography/A.swift", "import Logging"),
        ("Sources/Cryptography/A.swift", "#if canImport(Crypto)\nimport Crypto\n#endif"),
    ])
    func `an import that the table does not allow is caught`(path: String, text: String) {
        #expect(rule.violations(in: SourceFile(path: path, text: text)).count == 1)
    }

    @Test(arguments: [
        ("Sources/Custody/A.swift", "package import Records\nimport Authority"),
        ("Sources/Drawers/A.swift", "import CModbus\nimport SerialLines\nimport Glibc\nimport Logging"),
        ("Sources/Store/A.swift", "// import Identity\nlet text = \"import Identity\"\nimport GRDB"),
        ("Sources/Headquarters/A.swift", "import Hummingbird\nimport ZeroMQTransport"),
        ("Sources/signet-hq/Main.swift", "import ArgumentParser\nimport Headquarters"),
    ])
    func `an import that the table allows passes`(path: String, text: String) {
        #expect(rule.violations(in: SourceFile(path: path, text: text)).list == "")
    }

    @Test func `a target that is not in the table is caught`() {
        let file = SourceFile(path: "Sources/Helpers/A.swift", text: "")
        #expect(rule.violations(in: file).count == 1)
        #expect(
            TreeRules.targetViolations(targets: ["Helpers", "Store", "CModules"], table: .house).count == 1
        )
    }

    @Test func `a C module in the tests of another target is caught`() {
        let text = "import CModbus"
        let foreign = SourceFile(path: "Tests/StoreTests/A.swift", text: text)
        let own = SourceFile(path: "Tests/DrawersTests/A.swift", text: text)
        #expect(rule.violationsOfTests(in: foreign, cModules: ["CModbus"]).count == 1)
        #expect(rule.violationsOfTests(in: own, cModules: ["CModbus"]).list == "")
    }

    @Test func `no layer looks up, and none of the second looks sideways`() {
        let rows = LayerTable.house.rows
        #expect(Set(rows.map(\.target)).count == rows.count)
        for row in rows {
            for other in rows where row.mayImport.contains(other.target) {
                // The foundations, and the two that the table names on the third layer, may use their own layer.
                let isSideways = other.layer == row.layer && row.layer == 2
                #expect(other.layer <= row.layer && !isSideways, "\(row.target) imports \(other.target)")
            }
        }
        let ofSimulation = rows.filter { $0.mayImport.contains("Simulation") }.map(\.target)
        #expect(ofSimulation == ["RigConsole", "Measures", "Rehearsal", "signet-rig", "signet-measure"])
    }
}
