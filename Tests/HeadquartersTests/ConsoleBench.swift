import Authority
import Cryptography
import Custody
import Enrolment
import Hummingbird
import Logging
import Records
import Screens
import ScreensProbe
import Store
import Testing
import ZeroMQTransport

@testable import Headquarters

/// A console over an office, with an account for every role.
struct ConsoleBench {
    static let password = "correct horse battery"

    let office: Office
    let console: Console
    let router: Router<Console.Context>
    let enrolment: EnrolmentService
    let lines: Lines
    let accounts: AccountBook
    let history: SensorHistory

    init(_ office: Office) async throws {
        self.office = office
        lines = try Lines(office)
        let door = try ZeroMQHub(
            .enrolment(
                at: "tcp://127.0.0.1:0",
                keyPair: try CurveKeyPair(
                    secretKey: office.keys.current.enrolment.secretBytes.exposedCopy()
                )
            )
        )
        enrolment = try EnrolmentService(
            ledger: office.ledger,
            hub: door,
            endpoints: .init(replication: [lines.hub.address], enrolment: [door.address]),
            folder: office.folder + "/slips",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        accounts = AccountBook(path: office.folder + "/accounts")
        history = try SensorHistory(path: office.folder + "/sensors.sqlite")
        let telemetry = TelemetryDesk(
            ledger: office.ledger,
            history: history,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let cheap = try #require(PasswordParameters(costExponent: 10, blockSize: 1, parallelism: 1))
        let configuration = FrontConfiguration(
            name: Phrase("Signet · 总部", "Signet · Headquarters"),
            contact: Phrase("值班", "duty"),
            cookieName: "signet-hq",
            isSecure: false,
            origins: .asAddressed,
            logInPath: "/log-in"
        )
        console = try Console(
            ledger: office.ledger,
            liveness: lines.liveness,
            alarms: lines.alarms,
            enrolment: enrolment,
            accounts: accounts,
            shelf: lines.shelf,
            replication: lines.service,
            telemetry: telemetry,
            configuration: configuration,
            doorbell: Doorbell(),
            passwords: cheap
        )
        router = console.router()
        let verifier = try PasswordVerifier(password: Self.password, parameters: cheap).stored
        for role in HeadquartersRole.allCases {
            for (suffix, place) in [("", OrganisationPath.whole), ("-north", try OrganisationPath("华北"))] {
                var generator = SystemRandomNumberGenerator()
                let account = Account(
                    name: role.rawValue + suffix,
                    displayName: role.rawValue,
                    person: Identifier(using: &generator),
                    posts: [AccountPost(role, at: place)],
                    verifier: verifier
                )
                try accounts.put(account, replacing: false)
            }
        }
    }

    func browser() -> Probe<HeadquartersRole> { Probe(router) }

    func browser(as account: String) async throws -> Probe<HeadquartersRole> {
        var browser = browser()
        _ = try await browser.get("/log-in")
        let answer = try await browser.post("/log-in", [("account", account), ("password", Self.password)])
        try #require(answer.status == .seeOther, "\(account) should be let in")
        _ = try await browser.get("/")
        return browser
    }

    /// The path of a route with everything it leaves open filled in.
    func path(_ route: Route<HeadquartersRole>, _ things: Things) -> String {
        route.path.description.split(separator: "/").map { part in
            switch part {
            case "{seal}": "\(things.seal)"
            case "{grant}": "\(things.application)"
            case "{statement}": "\(things.proposal)"
            case "{cabinet}": "c1"
            case "{site}": "east"
            case "{run}": "\(things.run)"
            case "{request}": things.slipRequest
            case "{slip}": things.slipRequest
            case "{file}": things.file
            default: String(part)
            }
        }.reduce("") { $0 + "/" + $1 }
    }
}

/// One of each, all at the site east.
struct Things {
    let seal: Identifier<Seal>
    let application: String
    let proposal: String
    let run: String
    let slipRequest: String
    let file: String

    init(_ bench: ConsoleBench) async throws {
        let office = bench.office
        _ = try await office.enrol("c1")
        let (person, seal) = try await office.furnish("c1")
        self.seal = seal
        let reference = try await bench.lines.shelf.put(Array("合同".utf8), mediaType: "text/plain")
        let picture = try await bench.lines.shelf.put([0xFF, 0xD8, 0xFF, 0xE0], mediaType: "image/jpeg")
        file = "\(reference.content)"
        var form = office.form(seal, person)
        form.files = [ApprovedFile(digest: reference.content, name: "合同.txt", pages: 1)]
        let filed = try await office.ledger.file(form, applicant: person, laidDown: [reference])
        try await office.ledger.addPreview(
            picture,
            to: reference.content,
            of: filed,
            by: Actor(person: person)
        )
        application = "\(filed.digest)"
        let lockMap = LockMapStatement(head: office.head, cabinet: "c1", version: 1, drawers: [])
        proposal = "\(try await office.ledger.propose(lockMap.encoded, by: Actor(component: "test")))"
        run =
            "\(try await office.ledger.askCount(sites: ["east"], durationMilliseconds: 60_000, by: Actor(component: "test")).asked.run)"
        slipRequest = Hex.encode(
            try await bench.enrolment.ask(
                cabinet: "c9",
                site: "east",
                name: "9 号柜",
                by: Actor(component: "test")
            )
        )
    }
}
