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
            ) { Card { Prose(say(CabinetText.layTagDetail), voice: .strong) } }
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
            ) { Card { Prose(say(CabinetText.layNewCardDetail), voice: .strong) } }
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

    private func askPerson(_ isUnknown: Bool) -> Document {
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
