import Records
import Testing

@Suite struct CabinetLogNameTests {
    @Test(
        arguments: [
            ("example.org/cabinet/c1/acts/e1", "c1", false, 1),
            ("example.org/cabinet/c1/telemetry/e12", "c1", true, 12),
        ] as [(String, String, Bool, UInt64)]
    )
    func `the name of a cabinet's log says whose it is and which epoch`(
        text: String,
        cabinet: String,
        isTelemetry: Bool,
        epoch: UInt64
    ) throws {
        let name = try #require(CabinetLogName(text))
        #expect(name.organisation == "example.org" && name.cabinet == cabinet)
        #expect(name.isTelemetry == isTelemetry && name.epoch == epoch)
        #expect(name.isTelemetry(of: cabinet, in: "example.org") == isTelemetry)
        #expect(!name.isTelemetry(of: "c2", in: "example.org"))
        #expect(!name.isTelemetry(of: cabinet, in: "example.net"))
    }

    @Test(arguments: [
        "example.org/hq/acts/e1", "example.org/cabinet/c1/acts", "example.org/cabinet/c1/acts/e",
        "example.org/cabinet/c1/acts/e01", "example.org/cabinet/c1/acts/e0",
        "example.org/cabinet/c1/other/e1",
        "example.org/cabinet/c1/telemetry/e1/x", "no origin", "",
    ])
    func `what names no epoch of a cabinet's log is none`(text: String) {
        #expect(CabinetLogName(text) == nil)
    }
}
