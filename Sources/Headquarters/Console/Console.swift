package import Hummingbird
package import Screens

/// Headquarters' console: pages for people and the same in JSON for tools, behind one guard.
package struct Console: Sendable {
    /// What a request is known by here.
    package typealias Context = ScreenContext<HeadquartersRole>
    typealias Handler = @Sendable (Request, Context) async throws -> Response

    /// One route with what answers it: the only way in, so that no handler lacks its declaration.
    struct Entry: Sendable {
        let route: Route<HeadquartersRole>
        /// What it shows of others; nil where nobody needs to know who looked.
        let shows: Shown?
        let handler: Handler

        init(
            _ method: HTTPRequest.Method,
            _ path: RouterPath,
            _ access: Route<HeadquartersRole>.Access,
            place: Route<HeadquartersRole>.Place = .any,
            form: FormLimits = .plain,
            shows: Shown? = nil,
            handler: @escaping Handler
        ) {
            self.shows = shows
            route = Route(method, path, access, place: place, form: form)
            self.handler = handler
        }
    }

    let ledger: HeadquartersLedger
    let liveness: Liveness
    let alarms: AlarmBoard
    let enrolment: EnrolmentService
    let accounts: AccountBook
    let bench: PasswordBench
    let logIns: LogInDesk
    let shelf: FileShelf
    let replication: ReplicationService
    let exporter: (any EvidenceExporter)?
    let telemetry: TelemetryDesk?
    let visits: Visits<HeadquartersRole>
    let doorbell: Doorbell
    let zone: TimeZoneRules
    let countSeconds: Int
    let looks = LookBook()
    private let configuration: FrontConfiguration

    /// A console over the desks of headquarters.
    ///
    /// `exporter` makes evidence files, `telemetry` shows what cabinets measured; nil where there is none.
    package init(
        ledger: HeadquartersLedger,
        liveness: Liveness,
        alarms: AlarmBoard,
        enrolment: EnrolmentService,
        accounts: AccountBook,
        shelf: FileShelf,
        replication: ReplicationService,
        exporter: (any EvidenceExporter)? = nil,
        telemetry: TelemetryDesk? = nil,
        configuration: FrontConfiguration,
        doorbell: Doorbell,
        zone: TimeZoneRules = .china,
        countSeconds: Int = 180,
        passwords: PasswordParameters = .standard
    ) throws {
        self.ledger = ledger
        self.liveness = liveness
        self.alarms = alarms
        self.enrolment = enrolment
        self.accounts = accounts
        self.shelf = shelf
        self.replication = replication
        self.exporter = exporter
        self.telemetry = telemetry
        self.configuration = configuration
        self.doorbell = doorbell
        self.zone = zone
        self.countSeconds = countSeconds
        bench = try PasswordBench(parameters: passwords)
        logIns = LogInDesk(book: accounts, bench: bench)
        visits = try Visits(configuration)
    }

    var entries: [Entry] {
        logInEntries + overviewEntries + sealEntries + applicationEntries + proposalEntries + countEntries
            + findingEntries + peopleEntries + enrolmentEntries + epochEntries + accountEntries + toolEntries
            + stickEntries + erasureEntries + sensorEntries
    }

    /// Every route with who may call it.
    package var table: RouteTable<HeadquartersRole> { RouteTable(entries.map(\.route)) }

    /// The router that answers all of them.
    package func router() -> Router<Context> {
        let entries = entries
        let front = Front(configuration, table: RouteTable(entries.map(\.route)), visits: visits)
        let router = front.router()
        for entry in entries {
            router.on(entry.route.path, method: entry.route.method, use: handler(of: entry))
        }
        return router
    }

    var name: Phrase { configuration.name }
    var contact: Phrase { configuration.contact }
}
