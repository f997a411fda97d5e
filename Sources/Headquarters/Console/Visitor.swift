import Authority
import HTTPTypes
import Host
import Hummingbird
import Records
import Screens

/// One request on its way to a page: who asks, in which language, and what is known now.
struct Visitor {
    let console: Console
    let context: Console.Context
    let view: HeadquartersView
    let principal: Principal<HeadquartersRole>
    let token: FormToken
    let now: Int64
    /// The accounts' people, who need not work at a site: approvers, administrators, applicants.
    private let accountNames: [Identifier<Person>: String]

    init(_ console: Console, _ context: Console.Context) throws {
        self.console = console
        self.context = context
        view = console.ledger.view
        principal = try context.principal
        token = try context.visit.formToken
        now = console.ledger.clock.wallMilliseconds
        accountNames = try console.accounts.names()
    }

    var language: Language { context.language }

    func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

    var formats: Formats { Formats(language: language, zone: console.zone) }

    func near(_ milliseconds: Int64) -> String {
        formats.near(Int(milliseconds / 1_000), now: Int(now / 1_000))
    }

    /// A moment to keep: "今天 22:43".
    func due(_ milliseconds: Int64) -> String {
        formats.near(Int(milliseconds / 1_000), now: Int(now / 1_000), namingToday: true)
    }

    func moment(_ milliseconds: Int64) -> String { formats.dateAndTime(Int(milliseconds / 1_000)) }

    /// The account's person; nobody logs in without one.
    func actor() throws -> Actor { Actor(person: try person()) }

    func person() throws -> Identifier<Person> {
        guard let account = try console.accounts.account(principal.account), account.isActive else {
            throw Refusal.logInNeeded
        }
        return account.person
    }

    /// The sites over which one of the roles is held, by name.
    func sites(for roles: Set<HeadquartersRole>) -> [String] {
        view.standing.sites.keys.filter { site in
            view.place(ofSite: site).map { principal.holds(roles, at: $0) } ?? false
        }.sorted()
    }

    func siteName(_ site: String) -> String { view.standing.sites[site]?.name ?? site }

    func cabinetName(_ cabinet: String) -> String { view.standing.cabinets[cabinet]?.name ?? cabinet }

    /// What a person is called: as a site's statement says, else as their account does, else the number's beginning.
    func name(of person: Identifier<Person>) -> String {
        view.name(of: person) ?? accountNames[person] ?? "\(person)".prefix(8) + "…"
    }

    func frame(_ path: String, live: [String]? = nil) -> ConsoleFrame {
        var entries: [ConsoleFrame.Entry] = [
            .init(say("总览", "Overview"), "/"), .init(say("印章", "Seals"), "/seals"),
        ]
        if principal.holds(Console.applicationReaders) {
            let waiting = view.desks.applications.values.count { application in
                application.state == .open && principal.holds([.approver], at: place(of: application))
            }
            entries.append(.init(say("申请", "Applications"), "/applications", count: waiting))
        }
        if principal.holds(Console.countReaders) { entries.append(.init(say("盘点", "Counts"), "/counts")) }
        if principal.holds(Console.readers) {
            entries.append(.init(say("异常", "Findings"), "/findings", count: findings.count))
        }
        if principal.holds(Console.proposalReaders) {
            let open = view.desks.proposals.values.count { $0.state == .open }
            entries.append(.init(say("待签", "To be signed"), "/proposals", count: open))
        }
        if principal.holds(Console.peopleReaders) { entries.append(.init(say("人员", "People"), "/people")) }
        if principal.holds(Console.enrolmentReaders) {
            entries.append(.init(say("入网", "Enrolment"), "/enrolment"))
            let doubtful = view.cabinets.values.count { !$0.isCurrentEpochCounting && !$0.epochs.isEmpty }
            entries.append(.init(say("印章柜", "Cabinets"), "/cabinets", count: doubtful))
        }
        if principal.holds(Console.stickCarriers) { entries.append(.init(say("U 盘", "Stick"), "/stick")) }
        if principal.holds([.auditor]) { entries.append(.init(say("行为记录", "Acts"), "/acts")) }
        if principal.holds([.systemAdministrator]) {
            entries.append(.init(say("账户", "Accounts"), "/accounts"))
        }
        let posts = principal.posts.map { post in
            let role = post.role.phrase.text(in: language)
            return post.place == .whole ? role : "\(role) · \(post.place)"
        }
        return ConsoleFrame(
            language: language,
            name: console.name.text(in: language),
            entries: entries,
            currentPath: path,
            person: ([principal.name] + posts).joined(separator: " · "),
            languagePath: context.languagePath,
            logOut: .init(path: "/log-out", token: token),
            live: live.map { .init("/events", topics: $0) }
        )
    }

    func place(of application: Application) -> OrganisationPath {
        view.place(ofSite: application.statement.site) ?? .whole
    }

    /// How true a page is: of when the data are, and who is silent.
    var truth: String {
        let silent = silentSites
        let time = formats.time(Int(now / 1_000), withSeconds: true)
        return silent.isEmpty
            ? say("数据截至 \(time)，所有机构均在线", "Data as of \(time), every site is in contact")
            : say(
                "数据截至 \(time)，其中 \(silent.count) 个机构失联",
                "Data as of \(time), \(silent.count) sites are silent"
            )
    }

    /// The visible sites of which no cabinet was heard for an hour, or one never was since the start.
    var silentSites: [String] {
        sites(for: Console.readers).filter { site in
            let cabinets = view.cabinets(ofSite: site)
            return !cabinets.isEmpty && cabinets.contains { isSilent($0.cabinet) }
        }
    }

    func isSilent(_ cabinet: String) -> Bool {
        let line = console.liveness.line(of: cabinet)
        guard let last = line.lastContact else { return true }
        return !line.isConnected && now - last > Console.silentMilliseconds
    }

    func page(
        _ path: String,
        title: String,
        live: [String]? = nil,
        truth: String? = nil,
        mainAction: Action? = nil,
        notice: Notice? = nil,
        @ComponentBuilder content: () -> [any Component]
    ) -> ConsolePage {
        ConsolePage(
            frame(path, live: live),
            title: title,
            truth: truth ?? self.truth,
            mainAction: mainAction,
            notice: notice,
            content: content
        )
    }
}

extension Console {
    /// A site is silent after an hour.
    static let silentMilliseconds: Int64 = 3_600_000

    static let readers: Set<HeadquartersRole> = [
        .applicant, .approver, .custodian, .securityAdministrator, .auditor,
    ]
    static let applicationReaders: Set<HeadquartersRole> = [.applicant, .approver, .custodian, .auditor]
    static let countReaders: Set<HeadquartersRole> = [.custodian, .securityAdministrator, .auditor]
    static let proposalReaders: Set<HeadquartersRole> = [.custodian, .securityAdministrator, .auditor]
    static let peopleReaders: Set<HeadquartersRole> = [.custodian, .securityAdministrator, .auditor]
    static let enrolmentReaders: Set<HeadquartersRole> = [
        .systemAdministrator, .securityAdministrator, .auditor,
    ]

    /// Answers with a page; what headquarters refuses becomes a notice on a page of its own.
    func page(_ make: @escaping @Sendable (Visitor, Request) async throws -> Response) -> Handler {
        { request, context in
            let visitor = try Visitor(self, context)
            do { return try await make(visitor, request) } catch let error as HeadquartersError {
                return visitor.refusal(error)
            }
        }
    }
}

extension Visitor {
    /// What headquarters refused, in words.
    func notice(_ error: HeadquartersError) -> Notice {
        .problem(
            error.text(in: language),
            meaning: say("没有任何更改。", "Nothing was changed."),
            next: say("更正后重试。", "Correct it and try again."),
            call: console.contact.text(in: language)
        )
    }

    /// What headquarters refused, on a page of its own.
    func refusal(_ error: HeadquartersError) -> Response {
        page(
            "",
            title: say("未能完成", "Not done"),
            notice: notice(error)
        ) {
            Link(say("返回总览", "Back to the overview"), to: "/")
        }.response(status: error.status)
    }
}

extension HeadquartersError {
    /// The sentence; where it stands in English alone, what kind of refusal it is comes first.
    func text(in language: Language) -> String {
        language == .english ? message : chinese ?? "\(kindInChinese)（\(message)）"
    }

    private var kindInChinese: String {
        switch code {
        case .notFound: "没有找到"
        case .conflict: "情况已有变化"
        case .malformed: "填写的内容不符合要求"
        case .tooMany: "已达到数量上限"
        case .unavailable, .full: "暂时无法处理"
        default: "规则不允许"
        }
    }

    /// The status of an answer that carries it.
    var status: HTTPResponse.Status {
        switch code {
        case .notFound: .notFound
        case .conflict: .conflict
        case .malformed: .unprocessableContent
        case .tooMany: .tooManyRequests
        case .unavailable, .full: .serviceUnavailable
        default: .forbidden
        }
    }
}
