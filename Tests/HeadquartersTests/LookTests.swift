import Custody
import GRDB
import HTTPTypes
import Hummingbird
import Records
import Screens
import ScreensProbe
import Testing

@testable import Headquarters
@testable import Store

/// Who looked at what stands in headquarters' acts.
@Suite(.timeLimit(.minutes(3))) struct LookTests {
    /// Every look in the log, with who looked and what it was about.
    private static func looks(_ office: Office) async throws -> [(LookedAt, Actor?, Subject?)] {
        var looks: [(LookedAt, Actor?, Subject?)] = []
        let size = office.ledger.view.desks.size
        try office.ledger.store.forEachRecord(of: office.ledger.origins.acts, from: 0, to: size) {
            let opened = try $1.opened()
            guard try opened.kind()?.kind == .lookedAt, let look: LookedAt = try opened.detail() else {
                return
            }
            looks.append((look, try opened.actor(), try opened.subject()))
        }
        return looks
    }

    @Test func `each page and file that shows others leaves one record, however often it is loaded`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let things = try await Things(bench)
        var pages: Set<String> = []
        for role in HeadquartersRole.allCases {
            var browser = try await bench.browser(as: role.rawValue)
            let person = try #require(try bench.accounts.account(role.rawValue)).person
            for entry in bench.console.entries where entry.shows != nil {
                guard case .roles(let roles) = entry.route.access, roles.contains(role) else { continue }
                let path = bench.path(entry.route, things)
                let before = try await Self.looks(office).count
                for _ in 0..<3 { #expect(try await browser.get(path).status == .ok, "\(role) \(path)") }
                let new = try await Self.looks(office).dropFirst(before)
                #expect(new.count == 1, "\(role) \(path)")
                #expect(new.first?.0.page == entry.route.path.description)
                #expect(new.first?.1 == Actor(person: person))
                pages.insert(entry.route.path.description)
            }
        }
        #expect(pages == Set(bench.console.entries.filter { $0.shows != nil }.map(\.route.path.description)))
    }

    @Test func `a record names what was looked at, and a quarter of an hour later another one is written`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let things = try await Things(bench)
        var browser = try await bench.browser(as: "auditor")
        let path = "/applications/\(things.application)/files/\(things.file)"
        _ = try await browser.get(path)
        _ = try await browser.get("/seals/\(things.seal)?language=en")
        var looks = try await Self.looks(office)
        #expect(looks.map(\.0.page) == ["/applications/{grant}/files/{file}", "/seals/{seal}"])
        #expect(looks.map(\.0.about) == [things.file, nil])
        #expect(looks.last?.2?.seal == things.seal)
        #expect(looks.first?.2?.application != nil && looks.first?.2?.grant != nil)
        office.clock.pass(15 * 60 * 1_000 - 1)
        _ = try await browser.get(path)
        #expect(try await Self.looks(office).count == 2)
        office.clock.pass(1)
        _ = try await browser.get(path)
        looks = try await Self.looks(office)
        #expect(looks.count == 3)
        let page = try await browser.get("/acts?language=en").text
        #expect(page.contains("Looked at") && page.contains("File of an application"))
        #expect(try await browser.get("/acts?language=zh-Hans").text.contains("申请的文件"))
    }

    @Test func `who is not let in, and what is not there, leaves no look`() async throws {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let things = try await Things(bench)
        let path = "/applications/\(things.application)"
        var stranger = bench.browser()
        _ = try await stranger.get("/log-in")
        _ = try await stranger.get(path)
        var administrator = try await bench.browser(as: "systemAdministrator")
        #expect(try await administrator.get(path).status == .forbidden)
        var elsewhere = try await bench.browser(as: "custodian-north")
        #expect(try await elsewhere.get(path).status == .notFound)
        var custodian = try await bench.browser(as: "custodian")
        #expect(
            try await custodian.get(path + "/files/" + String(repeating: "0", count: 64)).status == .notFound
        )
        #expect(try await Self.looks(office).isEmpty)
    }

    @Test func `where no record can be written, files and histories stay closed and lists are shown`()
        async throws
    {
        let office = try await Office.founded()
        let bench = try await ConsoleBench(office)
        let things = try await Things(bench)
        var browser = try await bench.browser(as: "auditor")
        var elsewhere = try await bench.browser(as: "custodian")
        try await office.ledger.store.pool.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER no_room BEFORE INSERT ON bundle
                    BEGIN SELECT RAISE(ABORT, 'no room'); END
                    """
            )
        }
        for entry in bench.console.entries {
            guard let shown = entry.shows, case .roles(let roles) = entry.route.access else { continue }
            let path = bench.path(entry.route, things)
            let answer: Probe<HeadquartersRole>.Answer
            if roles.contains(.auditor) {
                answer = try await browser.get(path)
            } else if roles.contains(.custodian) {
                answer = try await elsewhere.get(path)
            } else {
                continue
            }
            #expect(answer.status == (shown.isOwed ? .serviceUnavailable : .ok), "\(path)")
            if shown.isOwed { #expect(!answer.text.contains("合同"), "\(path)") }
        }
    }
}
