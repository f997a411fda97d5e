import Custody
import Enrolment
import FoundationEssentials
import HTTPTypes
import Records
import ScreensProbe
import Testing

@testable import Headquarters

/// What people see of records that a cabinet's act key did not sign.
@Suite(.timeLimit(.minutes(2))) struct UnattestedPageTests {
    @Test func `however many there are, they have one row among the findings, and a page that lists them`()
        async throws
    {
        let bench = try await ConsoleBench(try await Office.founded())
        let office = bench.office
        let log = try ForgedLog("c1", of: office, secrets: try await office.enrol("c1"))
        for _ in 0..<250 { try log.write(Written.begun(1, isSigned: false), by: nil) }
        try await log.send(to: office.ledger)
        await office.ledger.projectAll()
        var browser = try await bench.browser(as: "auditor")
        let findings = try await browser.get("/findings?language=en").text
        // And the finding of headquarters, which says the first.
        #expect(findings.components(separatedBy: "Record without a good signature").count - 1 == 2)
        #expect(findings.contains("250 records say nothing; the newest: "))
        #expect(findings.contains("c1/acts/e1 @0–249"))
        #expect(findings.contains("href=\"/cabinets/c1/unattested\""))
        let list = try await browser.get("/cabinets/c1/unattested?language=en").text
        for index in [0, 120, 249] { #expect(list.contains("e1 @\(index)<")) }
        let chinese = try await browser.get("/cabinets/c1/unattested?language=zh-Hans").text
        #expect(chinese.contains("缺少自有签名"))
        #expect(try await browser.get("/cabinets/c9/unattested").status == .notFound)
    }
}
