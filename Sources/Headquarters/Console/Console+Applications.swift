import Authority
import Cryptography
import Enrolment
import Hummingbird
import Records
import Screens

extension Console {
    var applicationEntries: [Entry] {
        let readers = Route<HeadquartersRole>.Access.roles(Self.applicationReaders)
        let file = FormLimits.file(byteCountMax: FileShelf.byteCountMax)
        return [
            Entry(
                .get,
                "/applications",
                readers,
                shows: .open("申请列表", "Applications"),
                handler: page { visitor, _ in visitor.applicationList().response() }
            ),
            Entry(
                .get,
                "/applications/new",
                .roles([.applicant]),
                handler: page { visitor, _ in visitor.applicationForm().response() }
            ),
            Entry(
                .post,
                "/applications",
                .roles([.applicant]),
                form: file,
                handler: page { visitor, _ in
                    let problems = visitor.applicationProblems
                    guard problems.isEmpty else {
                        return visitor.applicationForm(problems: problems)
                            .response(status: .unprocessableContent)
                    }
                    do {
                        let application = try await visitor.file()
                        return Response(
                            status: .seeOther,
                            headers: [.location: "/applications/\(application.digest)"]
                        )
                    } catch let error as HeadquartersError {
                        return visitor.applicationForm(notice: visitor.notice(error))
                            .response(status: error.status)
                    }
                }
            ),
            Entry(
                .get,
                "/applications/:grant",
                readers,
                place: ofApplication,
                shows: .only("申请", "Application"),
                handler: page { visitor, _ in try visitor.applicationPage().response() }
            ),
            Entry(
                .get,
                "/applications/:grant/text",
                readers,
                place: ofApplication,
                shows: .only("申请全文", "Text of an application"),
                handler: page { visitor, _ in
                    let application = try visitor.application()
                    return Paper.response(
                        Armor(.statement, application.approved.bytes).text,
                        name: "grant-\(application.number).txt"
                    )
                }
            ),
            Entry(
                .get,
                "/applications/:grant/files/:file",
                readers,
                place: ofApplication,
                shows: .only("申请的文件", "File of an application"),
                handler: page { visitor, _ in
                    let (file, named) = try visitor.applicationFile()
                    return Paper.response(
                        bytes: try await self.shelf.content(of: named.original),
                        name: file.name
                    )
                }
            ),
            Entry(
                .get,
                "/applications/:grant/files/:file/preview",
                readers,
                place: ofApplication,
                shows: .only("文件预览", "Preview of a file"),
                handler: page { visitor, _ in
                    guard let preview = try visitor.applicationFile().named.preview else {
                        throw Refusal.notFound
                    }
                    return try Paper.picture(try await self.shelf.content(of: preview))
                }
            ),
            Entry(
                .post,
                "/applications/:grant/files/:file/preview",
                .roles([.applicant]),
                place: ofApplication,
                form: .file(byteCountMax: FileShelf.pictureByteCountMax),
                handler: page { visitor, _ in
                    let application = try await visitor.addPreview()
                    return Response(
                        status: .seeOther,
                        headers: [.location: "/applications/\(application.digest)"]
                    )
                }
            ),
            Entry(
                .post,
                "/applications/:grant/approvals",
                .roles([.approver, .applicant]),
                place: ofApplication,
                form: .file(byteCountMax: 64 << 10),
                handler: page { visitor, _ in
                    let application = try await visitor.approve()
                    return Response(
                        status: .seeOther,
                        headers: [.location: "/applications/\(application.digest)"]
                    )
                }
            ),
            Entry(
                .post,
                "/applications/:grant/end",
                .roles([.applicant, .custodian]),
                place: ofApplication,
                handler: page { visitor, _ in
                    let application = try visitor.application()
                    try await self.ledger.end(
                        application: application.digest,
                        reason: visitor.context.form["reason"] ?? "",
                        by: try visitor.actor()
                    )
                    return Response(
                        status: .seeOther,
                        headers: [.location: "/applications/\(application.digest)"]
                    )
                }
            ),
        ]
    }

    var ofApplication: Route<HeadquartersRole>.Place {
        let ledger = ledger
        return .of { parameters in
            guard let digest = parameters["grant"].flatMap(Paper.digest),
                let application = ledger.view.desks.applications[digest]
            else { return nil }
            return ledger.view.place(ofSite: application.statement.site)
        }
    }
}

extension Visitor {
    func application() throws -> Application {
        guard let digest = context.path["grant"].flatMap(Paper.digest),
            let application = view.desks.applications[digest]
        else { throw Refusal.notFound }
        return application
    }

    /// The applications that one may see, newest first.
    var applications: [Application] {
        view.desks.applications.values
            .filter { principal.holds(Console.applicationReaders, at: place(of: $0)) }
            .sorted { $0.filedAt > $1.filedAt }
    }

    /// Takes an approval from the form: a paper as `signet approve` writes it, typed or as a file.
    func approve() async throws -> Application {
        let application = try self.application()
        let bytes = try Paper.bytes(of: context.form, "approval", .approval)
        let approval: Approval
        do { approval = try Approval(decoding: bytes) } catch { throw HeadquartersError(error) }
        return try await console.ledger.approve(application.digest, approval, by: try actor())
    }

    /// Files what the form says.
    func file() async throws -> Application {
        var form = try ApplicationForm(context.form, visitor: self)
        let sites = Set(form.seals.compactMap { view.site(ofSeal: $0) })
        // What one may not see one cannot apply for, and is not told that it exists.
        guard sites.isSubset(of: Set(self.sites(for: [.applicant]))) else {
            throw HeadquartersError(.notFound, "one of the seals is not known to you")
        }
        var laidDown: [BlobReference] = []
        if let file = context.form.file, !file.bytes.isEmpty {
            let reference = try await console.shelf.put(file.bytes, mediaType: file.mediaType)
            let pages = UInt64(context.form["pages"] ?? "") ?? 0
            form.files = [
                ApprovedFile(
                    digest: reference.content,
                    name: String(file.fileName.prefix(120)),
                    pages: pages
                )
            ]
            laidDown.append(reference)
        }
        return try await console.ledger.file(form, applicant: try person(), laidDown: laidDown)
    }

    func applicationPill(_ application: Application) -> Pill {
        switch application.state {
        case .open: Pill(.unknown, say("待审批", "Waits for approval"))
        case .granted: Pill(.inPlace, say("已授权", "Granted"))
        case .ended: Pill(.wrong, say("已终止", "Ended"))
        }
    }

    fileprivate func applicationList() -> ConsolePage {
        page(
            "/applications",
            title: say("用印申请", "Applications"),
            live: ["desks"],
            mainAction: principal.holds([.applicant])
                ? Action(say("新的申请", "Apply for a seal"), .link("/applications/new"), weight: .main) : nil
        ) {
            Region("applications") {
                Table(
                    caption: say("申请", "Applications"),
                    columns: [
                        .text(say("单号", "Number")), .text(say("印章", "Seals")), .text(say("事由", "Reason")),
                        .text(say("取章人", "Takers")),
                        .text(say("状态", "State")), .number(say("审批", "Approvals")), .text(say("提交", "Filed")),
                    ],
                    rows: applications.prefix(200).map { application in
                        .init(
                            "\(application.digest)",
                            [
                                .link(application.number, to: "/applications/\(application.digest)"),
                                .text(sealNames(application)), .text(application.statement.reason),
                                .text(takerNames(application)),
                                .parts { applicationPill(application) },
                                .number(application.approved.approvals.count),
                                .text(near(application.filedAt)),
                            ]
                        )
                    },
                    empty: EmptyState(
                        why: say("还没有申请。", "Nobody has applied yet."),
                        advice: say("申请人填写用印申请后显示在这里。", "Applications show here when they are filed.")
                    )
                )
            }
        }
    }

    func sealNames(_ application: Application) -> String {
        let policy = view.policies[application.statement.site]
        return application.statement.seals.map { policy?.seals[$0]?.name ?? "?" }.joined(
            separator: say("、", ", ")
        )
    }

    fileprivate func applicationPage() throws -> ConsolePage {
        let application = try self.application()
        let grant = application.statement
        let place = place(of: application)
        let isOpen = application.state == .open
        return page(
            "/applications",
            title: "\(say("申请", "Application")) \(application.number)",
            live: ["desks"]
        ) {
            Region("application") {
                Card(title: sealNames(application), aside: application.approved.checkCode) {
                    Facts([
                        .init(say("状态", "State"), applicationPill(application)),
                        .init(say("事由", "Reason"), grant.reason),
                        .init(
                            say("申请人", "Applicant"),
                            "\(name(of: grant.applicant))\(say("，", ", "))\(due(application.filedAt))"
                        ),
                        .init(
                            say("取章人", "Takers"),
                            takerNames(application)
                        ),
                        .init(say("份数 / 次数", "Copies / takes"), "\(grant.copies) / \(grant.uses)"),
                        .init(say("用印地点", "Place of use"), grant.placeOfUse),
                        .init(say("应还", "Due"), moment(grant.expectedReturn)),
                        .init(say("有效期", "Valid"), "\(moment(grant.notBefore)) – \(moment(grant.notAfter))"),
                        .init(say("文件", "File")) {
                            for file in grant.files {
                                Link(
                                    file.name,
                                    to: "/applications/\(application.digest)/files/\(file.digest)"
                                )
                                Code("\(file.digest)")
                                for pill in filePills(file, of: application) { pill }
                            }
                        },
                        .init(say("审批", "Approvals")) {
                            if application.approved.approvals.isEmpty {
                                Prose(say("还没有", "none yet"), voice: .quiet)
                            }
                            for approval in application.approved.approvals {
                                Pill(.inPlace, "\(name(of: approval.approver)) · \(say("本人密钥", "own key"))")
                            }
                        },
                        .init(say("还缺", "Still missing"), isOpen ? missing(application) : "–"),
                        .init(say("摘要", "Digest"), monospaced: "\(application.digest)"),
                    ])
                    Link(
                        say("下载待审批文本", "Download the text to approve"),
                        to: "/applications/\(application.digest)/text"
                    )
                }
            }
            for part in previewParts(of: application, at: place) { part }
            if isOpen, principal.holds([.approver, .applicant], at: place) {
                Form(
                    to: "/applications/\(application.digest)/approvals",
                    .post(token),
                    submitTitle: say("交入审批", "Hand in the approval"),
                    records: say("审批人、密钥与时间", "the approver, the key and the time"),
                    fields: [
                        Field(
                            "approval",
                            say("signet approve 写出的文件", "The file that signet approve wrote"),
                            .file(byteCountMax: 64 << 10, accept: ".txt,.signet")
                        )
                    ]
                )
            }
            if isOpen, principal.holds([.applicant, .custodian], at: place) {
                Fold(say("终止…", "End it…")) {
                    Form(
                        to: "/applications/\(application.digest)/end",
                        .post(token),
                        submitTitle: say("终止这份申请", "End this application"),
                        records: say("何人何时终止，原因", "who ended it, when and why"),
                        fields: [Field("reason", say("原因", "Reason"))]
                    )
                }
            }
        }
    }

    /// Each step of approval with how many of its group have signed, or what else stands in the way.
    private func missing(_ application: Application) -> String {
        guard let objection = (try? GrantReview(view).objection(to: application.approved)) ?? nil else {
            return "–"
        }
        guard objection.code == .signersInsufficient else { return objection.message }
        let filed = FiledGrant(index: 0, approved: application.approved, statement: application.statement)
        let valid = GrantJudge(standing: view.standing).validApprovers(of: filed).keys
        let policy = view.policies[application.statement.site]
        let rules = Set(application.statement.seals.compactMap { policy?.seals[$0]?.rule })
        let steps = (view.standing.rules?.rules ?? []).filter { rules.contains($0.name) }.flatMap(\.approvals)
        let lines = steps.map { step in
            let count = valid.count { view.standing.approvers[$0]?.groups.contains(step.group) ?? false }
            return say(
                "\(step.group) 组已批 \(min(count, Int(clamping: step.count))) / \(step.count)",
                "\(step.group): \(min(count, Int(clamping: step.count))) of \(step.count) approved"
            )
        }
        return lines.isEmpty ? objection.message : lines.joined(separator: say("；", "; "))
    }

    private func takerNames(_ application: Application) -> String {
        application.statement.takers.map { name(of: $0.person) }.joined(separator: say("、", ", "))
    }
}
