import Authority
import Custody
import Records
import Screens

// What may be taken, what was approved, why not.
extension ScreenPages {
    var takes: Document {
        let offers = TakeOffer.offers(to: snapshot.flow.persons, in: snapshot.surroundings)
        return page(say(CabinetText.chooseTake), steps: takeSteps(1), actions: [cancel]) {
            Choices(
                offers.map(choice),
                empty: EmptyState(
                    why: say(CabinetText.nothingToTake),
                    advice: say(CabinetText.nothingToTakeAdvice)
                )
            )
        }
    }

    private func choice(_ offer: TakeOffer) -> Choices.Choice {
        var fields = ["seal": offer.seal.description]
        fields["grant"] = offer.grant.map { "\($0.digest)" }
        let detail =
            if let reason = offer.reasons.first {
                say(TakeRefusalText(refusal: reason, part: .why))
            } else if let grant = offer.grant?.statement {
                say(
                    CabinetText.offerDetail,
                    grant.reason,
                    Int(clamping: grant.copies),
                    due(grant.expectedReturn)
                )
            } else {
                say(CabinetText.noGrantLine)
            }
        return .init(
            snapshot.name(of: offer.seal),
            detail: detail,
            pill: pill(of: offer.seal),
            .post("/take", token, fields)
        )
    }

    private func pill(of seal: Identifier<Seal>) -> Pill {
        switch snapshot.view.custody.seals[seal] {
        case .present: Pill(.inPlace)
        case .unproved: Pill(.inQuestion)
        case .out: Pill(.out)
        case nil: Pill(.unknown)
        }
    }

    func due(_ milliseconds: Int64) -> String {
        formats.near(Int(milliseconds / 1_000), now: snapshot.wallSeconds, namingToday: true)
    }

    func checkTake(_ choice: TakeChoice) -> Document {
        guard let filed = choice.grant.flatMap({ snapshot.view.obeyed.policy.grants[$0] }),
            case .present(let drawer, _)? = snapshot.view.custody.seals[choice.seal]
        else { return troublePage(.goneMeanwhile) }
        return page(
            say(CabinetText.checkTake),
            steps: takeSteps(2),
            actions: [
                cancel,
                Action(
                    say(CabinetText.openDrawer, "\(drawer)"),
                    .post("/open", token),
                    weight: .main,
                    records: say(CabinetText.recordTake)
                ),
            ]
        ) {
            Card { Facts(facts(of: filed, seal: choice.seal)) }
            drawerCard(drawer)
            for part in pictures(of: filed, seal: choice.seal) { part }
        }
    }

    /// The impression that the seal should leave, and what the paper to be stamped looks like.
    private func pictures(of filed: FiledGrant, seal: Identifier<Seal>) -> [any Component] {
        let impression = snapshot.view.obeyed.policy.seals[seal]?.impression.flatMap { snapshot.files[$0] }
        var parts: [any Component] = []
        if let picture = impression?.picture {
            parts.append(
                Card(title: say(CabinetText.impression)) {
                    Picture("/pictures/\(picture)", words: snapshot.name(of: seal))
                }
            )
        }
        for file in filed.statement.files {
            guard let standing = snapshot.files[file.digest], let picture = standing.picture else { continue }
            parts.append(
                Card(title: file.name) {
                    Picture("/pictures/\(picture)", words: file.name)
                    if !standing.isPictureSigned {
                        Prose(say(CabinetText.previewUnsigned), voice: .quiet)
                    }
                }
            )
        }
        return parts
    }

    /// The grant as its approvers signed it.
    func facts(of filed: FiledGrant, seal: Identifier<Seal>) -> [Facts.Fact] {
        let grant = filed.statement
        let (mode, persons) = (mode(grant.mode), snapshot.flow.persons)
        return [
            .init(say(CabinetText.seal), snapshot.name(of: seal)),
            .init(say(CabinetText.file)) {
                Markup.escaped(files(grant.files))
                if let pill = filePill(grant.files.first) { pill }
            },
            .init(say(CabinetText.checkCode), monospaced: filed.approved.checkCode),
            .init(say(CabinetText.reason), grant.reason),
            .init(say(CabinetText.useLine), "\(say(mode)) · \(grant.copies) · \(grant.placeOfUse)"),
            .init(say(CabinetText.approvers), approvers(of: filed)),
            .init(say(CabinetText.taker), persons.first.map { snapshot.name(of: $0.person) } ?? ""),
        ]
            + persons.dropFirst().map { .init(say(CabinetText.companion), snapshot.name(of: $0.person)) }
            + [.init(say(CabinetText.dueBack), say(CabinetText.duePoint, due(grant.expectedReturn)))]
    }

    private func files(_ files: [ApprovedFile]) -> String {
        guard let first = files.first else { return say(CabinetText.noFile) }
        let line = say(CabinetText.filePages, first.name, Int(clamping: first.pages))
        return files.count == 1 ? line : line + " · " + say(CabinetText.moreFiles, files.count - 1)
    }

    /// Whether the file that was approved is here, whole and the very one.
    private func filePill(_ file: ApprovedFile?) -> Pill? {
        guard let file, let standing = snapshot.files[file.digest] else { return nil }
        if standing.isWhole { return Pill(.inPlace, say(CabinetText.fileWhole)) }
        return standing.heldCount == 0
            ? Pill(.unknown, say(CabinetText.fileAwaited))
            : Pill(.unknown, say(CabinetText.fileComing, standing.percent))
    }

    private func mode(_ mode: GrantMode) -> CabinetText {
        switch mode {
        case .borrow: .modeBorrow
        case .stampFor: .modeStampFor
        case .standing: .modeStanding
        }
    }

    private func approvers(of filed: FiledGrant) -> String {
        let judge = GrantJudge(standing: snapshot.view.obeyed.standing)
        return judge.validApprovers(of: filed).sorted { $0.key < $1.key }.map { person, grade in
            let text: CabinetText =
                switch grade {
                case .ownKey: .ownKey
                case .witnessed: .witnessedGrade
                case .vouched: .vouched
                }
            return say(text, name(ofApprover: person))
        }.joined(separator: language == .chinese ? "、" : ", ")
    }

    /// Approvers have no name in any statement that cabinets know, unless they work at the site: their groups say who
    /// they are.
    private func name(ofApprover person: Identifier<Person>) -> String {
        let view = snapshot.view.obeyed
        guard view.policy.persons[person] == nil, let groups = view.standing.approvers[person]?.groups,
            !groups.isEmpty
        else { return snapshot.name(of: person) }
        return say(CabinetText.groups, groups.joined(separator: language == .chinese ? "、" : ", "))
    }

    func refused(_ choice: TakeChoice, _ reasons: [TakeRefusal]) -> Document {
        let first = reasons.first ?? .noGrant
        return page(
            say(CabinetText.refusedTitle),
            notice: .problem(
                say(TakeRefusalText(refusal: first, part: .why)),
                meaning: say(CabinetText.refusedRecorded),
                next: say(TakeRefusalText(refusal: first, part: .next)),
                call: help
            ),
            actions: [toStart()]
        ) {
            Card {
                for reason in reasons.dropFirst() {
                    Prose(say(TakeRefusalText(refusal: reason, part: .why)))
                }
                Facts(
                    [.init(say(CabinetText.seal), snapshot.name(of: choice.seal))]
                        + snapshot.flow.persons.prefix(1).map {
                            .init(say(CabinetText.taker), snapshot.name(of: $0.person))
                        }
                        + snapshot.flow.persons.dropFirst().map {
                            .init(say(CabinetText.companion), snapshot.name(of: $0.person))
                        }
                )
            }
        }
    }
}
