import HTTPTypes
import Hummingbird
import Records
import Screens

extension Console {
    var logInEntries: [Entry] {
        [
            Entry(.get, "/log-in", .anyone) { request, context in
                try self.logInPage(context, next: Self.next(of: request)).response()
            },
            Entry(.post, "/log-in", .anyone) { _, context in
                do { return try await self.logIn(context) } catch let error as HeadquartersError {
                    return self.unable(error, context.language, context.languagePath)
                }
            },
            Entry(.post, "/log-out", .loggedIn) { _, context in
                var response = Response(status: .seeOther, headers: [.location: "/log-in"])
                await self.visits.logOut(try context.visit, in: &response)
                return response
            },
            Entry(.get, "/events", .loggedIn) { _, context in
                self.doorbell.response(for: try context.visit, of: self.visits)
            },
        ]
    }

    private static func next(of request: Request) -> String {
        let query = request.uri.query.flatMap { try? URLEncodedForm.read(Array($0.utf8)) }
        return LocalPath.checked(query?["next"] ?? "/")
    }

    private func logInPage(_ context: Context, next: String, problem: String? = nil) throws -> PlainPage {
        let language = context.language
        let say = { (chinese: String, english: String) in language == .chinese ? chinese : english }
        let token = try context.visit.formToken
        return PlainPage(
            language: language,
            name: name.text(in: language),
            title: say("登录", "Log in"),
            languagePath: context.languagePath
        ) {
            Form(
                to: "/log-in",
                .post(token),
                submitTitle: say("登录总部", "Log in to headquarters"),
                records: say("何人何时从何处登录", "who logged in, when and from where"),
                fields: [
                    Field("account", say("账户", "Account"), problem: problem, autocomplete: "username"),
                    Field(
                        "password",
                        say("密码", "Password"),
                        .password,
                        autocomplete: "current-password"
                    ),
                    Field("next", "", .hidden, value: next),
                ]
            )
        }
    }

    /// What keeps everybody out, in words: a log-in is an act, and while nothing can be written nobody comes in.
    private func unable(_ error: HeadquartersError, _ language: Language, _ path: String)
        -> Response
    {
        let say = { (chinese: String, english: String) in language == .chinese ? chinese : english }
        return PlainPage(
            language: language,
            name: name.text(in: language),
            title: say("暂时无法登录", "Nobody can log in now"),
            languagePath: path,
            notice: .problem(
                error.text(in: language),
                meaning: say(
                    "没有任何更改。归还不受影响；取用在离线时限内照常。",
                    "Nothing was changed. Returns go on; takes within the time that cabinets may be alone."
                ),
                next: say("按所述步骤处理后再登录。", "Do what is said there, then log in again."),
                call: contact.text(in: language)
            )
        ) {}.response(status: error.status)
    }

    private func logIn(_ context: Context) async throws -> Response {
        let (name, address) = (context.form["account"] ?? "", context.remoteAddress ?? "local")
        let outcome: LogInDesk.Outcome
        do {
            outcome = try await logIns.logIn(
                name,
                password: context.form["password"] ?? "",
                address: address
            )
        } catch let error as ScreensError where error.code == .passwordBusy { throw Refusal.busy }
        switch outcome {
        case .later(let seconds): throw Refusal.tooOften(seconds)
        case .refused:
            // A name that was typed may be a password: no more than its beginning is written down.
            try await note(.logInFailed, Actor(component: "console"), String(name.prefix(3)), address)
            let language = context.language
            let problem =
                language == .chinese ? "账户或密码不正确。" : "The account or the password is not right."
            return try logInPage(context, next: context.form["next"] ?? "/", problem: problem)
                .response(status: .unauthorized)
        case .welcome(let account):
            try await note(.loggedIn, Actor(person: account.person), account.name, address)
            let next = LocalPath.checked(context.form["next"] ?? "/")
            var response = Response(status: .seeOther, headers: [.location: next])
            try await visits.logIn(account.principal, after: try context.visit, in: &response)
            return response
        }
    }

    private func note(_ kind: RecordKind, _ actor: Actor, _ account: String, _ address: String) async throws {
        try await ledger.record([
            Draft(
                .administration,
                kind,
                actor: actor,
                detail: AccountNamed(account: account, note: address).canonical
            )
        ])
    }
}
