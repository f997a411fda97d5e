import Authority
import Cryptography
import Custody
import Records
import Screens

// Work at the front reader.
extension ScreenPages {
    func benchPage(_ bench: BenchStep) -> Document {
        switch bench {
        case .awaitingTag:
            return page(
                say(CabinetText.layTag),
                steps: benchSteps(1),
                actions: [cancel, Action(say(CabinetText.readTag), .post("/tag", token), weight: .main)]
            ) {
                Card {
                    Prose(say(CabinetText.layTagDetail), voice: .strong)
                    CardPicture()
                }
            }
        case .tagRead(let uid):
            let next = Action(say(CabinetText.readTag), .post("/tag", token))
            return page(say(CabinetText.tagReadTitle), steps: benchSteps(1), actions: [next, toStart()]) {
                Card {
                    Facts([.init(say(CabinetText.tagUID), monospaced: hex(uid))])
                    Prose(say(CabinetText.tagReadNext))
                }
            }
        case .choosingJob: return jobs(notice: nil)
        case .jobDone(let uid): return jobs(notice: .done("\(say(CabinetText.jobDone)) \(hex(uid))"))
        case .askingPerson(let isUnknown): return askPerson(isUnknown)
        case .awaitingCard(let person):
            return page(
                say(CabinetText.layNewCard, snapshot.name(of: person)),
                steps: benchSteps(1),
                actions: [
                    cancel, Action(say(CabinetText.pinAlone), .post("/card/skip", token)),
                    Action(say(CabinetText.proveCard), .post("/card", token), weight: .main),
                ]
            ) {
                Card {
                    Prose(say(CabinetText.layNewCardDetail), voice: .strong)
                    CardPicture()
                }
            }
        case .choosingPIN(let person, _, let problem):
            let notice = problem.map {
                Notice.remark(say(IdentityText.words(for: $0)), next: say(IdentityText.pinNext))
            }
            let title = say(CabinetText.choosePIN, snapshot.name(of: person))
            return pinPage(title, nil, benchSteps(2), notice, .keepPIN)
        case .repeatingPIN:
            return pinPage(say(CabinetText.repeatPIN), nil, benchSteps(2), nil, .keepPIN)
        case .requested(let person, let credentials):
            return page(
                say(CabinetText.requestedTitle),
                notice: .done(snapshot.name(of: person)),
                actions: [toStart()]
            ) {
                Card {
                    Facts(credentials.map { .init(say(CabinetText.credentialID), monospaced: "\($0)") })
                    Prose(say(CabinetText.requestedNext))
                }
            }
        case .working: return wait(.working)
        }
    }

    private func jobs(notice: Notice?) -> Document {
        page(say(CabinetText.chooseJob), steps: benchSteps(1), notice: notice, actions: [cancel]) {
            Choices(
                snapshot.surroundings.openJobs.map { job in
                    .init(
                        hex(job.uid),
                        detail: say(job.purpose == .card ? CabinetText.jobCard : CabinetText.jobSeal),
                        .post("/job", token, ["job": hex(job.job)])
                    )
                },
                empty: EmptyState(why: say(CabinetText.noJobs), advice: say(CabinetText.noJobsAdvice))
            )
        }
    }

    /// More people than this are not listed: their number is asked for.
    private static let listedPersonCountMax = 40

    private func askPerson(_ isUnknown: Bool) -> Document {
        let policy = snapshot.view.obeyed.policy
        guard policy.persons.count <= Self.listedPersonCountMax, !policy.persons.isEmpty else {
            return askPersonNumber(isUnknown)
        }
        let counts = Dictionary(grouping: policy.credentials.values, by: \.person).mapValues(\.count)
        let people = policy.persons.values.sorted {
            (counts[$0.person] ?? 0, $0.name) < (counts[$1.person] ?? 0, $1.name)
        }
        let notice = isUnknown ? Notice.remark(say(CabinetText.personUnknown)) : nil
        return page(say(CabinetText.askPerson), steps: benchSteps(0), notice: notice, actions: [cancel]) {
            Choices(
                people.map { person in
                    let count = counts[person.person] ?? 0
                    return .init(
                        person.name,
                        detail: count == 0
                            ? say(CabinetText.noCredentials) : say(CabinetText.hasCredentials, count),
                        .post("/person", token, ["person": "\(person.person)"])
                    )
                },
                empty: EmptyState(why: say(CabinetText.personUnknown), advice: say(CabinetText.personHint))
            )
        }
    }

    private func askPersonNumber(_ isUnknown: Bool) -> Document {
        page(say(CabinetText.askPerson), steps: benchSteps(0), actions: [cancel]) {
            Form(
                to: "/person",
                .post(token),
                submitTitle: say(CabinetText.goOn),
                fields: [
                    Field(
                        "person",
                        say(CabinetText.personID),
                        hint: say(CabinetText.personHint),
                        problem: isUnknown ? say(CabinetText.personUnknown) : nil,
                        characterCountMax: 32
                    )
                ]
            )
        }
    }

    private func hex(_ bytes: Bytes) -> String { Hex.encode(bytes.bytes) }
}
