import Hummingbird
import Records
import Screens

extension Console {
    var accountEntries: [Entry] {
        let administrators = Route<HeadquartersRole>.Access.roles([.systemAdministrator])
        return [
            Entry(
                .get,
                "/accounts",
                administrators,
                place: .whole,
                shows: .open("账户", "Accounts"),
                handler: page { visitor, _ in try visitor.accountsPage().response() }
            ),
            Entry(
                .post,
                "/accounts",
                administrators,
                place: .whole,
                handler: page { visitor, _ in
                    try await visitor.putAccount()
                    return Response(status: .seeOther, headers: [.location: "/accounts"])
                }
            ),
        ]
    }
}

extension Visitor {
    /// Makes an account, or changes the one of the name; nobody gives themselves a role.
    func putAccount() async throws {
        let name = context.form["account"] ?? ""
        guard name != principal.account else {
            throw HeadquartersError(.refused, "nobody changes their own account")
        }
        let known = try console.accounts.account(name)
        let place: OrganisationPath
        do { place = try OrganisationPath(context.form["place"] ?? "") } catch {
            throw HeadquartersError(.malformed, error.message)
        }
        let words = context.form.all("roles").flatMap { $0.split(separator: " ").map(String.init) }
        let roles = words.compactMap { HeadquartersRole(rawValue: $0) }
        guard roles.count == words.count, !roles.isEmpty else {
            throw HeadquartersError(.malformed, "an account has at least one role")
        }
        // The roles that watch each other never meet in one person (features, "Roles are separated").
        let separated: Set<HeadquartersRole> = [.systemAdministrator, .securityAdministrator, .auditor]
        guard Set(roles).intersection(separated).count <= 1 else {
            throw HeadquartersError(
                .refused,
                "one person is not two of system, security administrator and auditor"
            )
        }
        let password = context.form["password"] ?? ""
        guard password.utf8.count >= 12 || (known != nil && password.isEmpty) else {
            throw HeadquartersError(.malformed, "a password has at least 12 characters")
        }
        let verifier: String =
            if password.isEmpty, let known {
                known.verifier
            } else {
                try await console.bench.verifier(of: password).stored
            }
        let person = context.form["person"].flatMap { Identifier<Person>(hexadecimal: $0) }
        let account = Account(
            name: name,
            displayName: context.form["name"] ?? known?.displayName ?? name,
            person: person ?? known?.person ?? .drawn(),
            posts: roles.map { AccountPost($0, at: place) },
            verifier: verifier,
            isActive: context.form["active"] != "no"
        )
        try console.accounts.put(account, replacing: true)
        await console.visits.endAll(of: name)
        let named = AccountNamed(
            account: name,
            note: roles.map(\.rawValue).joined(separator: " ") + " \(place)"
        )
        try await console.ledger.record([
            Draft(.administration, .accountChanged, actor: try actor(), detail: named.canonical)
        ])
    }

    fileprivate func accountsPage() throws -> ConsolePage {
        let accounts = try console.accounts.accounts().sorted { $0.name < $1.name }
        return page("/accounts", title: say("账户", "Accounts")) {
            Table(
                caption: say("账户", "Accounts"),
                columns: [
                    .text(say("账户", "Account")), .text(say("姓名", "Name")), .text(say("角色", "Roles")),
                    .text(say("状态", "State")),
                ],
                rows: accounts.map { account in
                    .init(
                        account.name,
                        [
                            .text(account.name), .text(account.displayName),
                            .text(
                                account.principal.posts.map {
                                    $0.role.phrase.text(in: language)
                                        + ($0.place == .whole ? "" : " · \($0.place)")
                                }.joined(separator: say("、", ", "))
                            ),
                            .pill(
                                account.isActive ? .inPlace : .unknown,
                                account.isActive ? say("可用", "In use") : say("停用", "Not in use")
                            ),
                        ]
                    )
                },
                empty: EmptyState(
                    why: say("还没有账户。", "There is no account yet."),
                    advice: say("在下面建立第一个账户。", "Make the first one below.")
                )
            )
            Fold(say("建立或更改账户…", "Make or change an account…"), isOpen: accounts.isEmpty) {
                Form(
                    to: "/accounts",
                    .post(token),
                    submitTitle: say("建立或更改账户", "Make or change an account"),
                    records: say("何人何时更改了哪个账户", "who changed which account and when"),
                    fields: [
                        Field("account", say("账户", "Account")), Field("name", say("姓名", "Name")),
                        Field(
                            "roles",
                            say("角色", "Roles"),
                            .anyOf(
                                HeadquartersRole.allCases.map {
                                    Field.Option($0.rawValue, $0.phrase.text(in: language))
                                }
                            )
                        ),
                        Field(
                            "place",
                            say("范围（留空为全部）", "Part of the organisation (empty: all of it)"),
                            isRequired: false
                        ),
                        Field(
                            "password",
                            say("密码", "Password"),
                            .password,
                            hint: say(
                                "至少 12 个字符；更改账户时留空即不变",
                                "At least 12 characters; left empty, a known account keeps its own"
                            ),
                            isRequired: false,
                            autocomplete: "new-password"
                        ),
                    ]
                )
            }
        }
    }
}
