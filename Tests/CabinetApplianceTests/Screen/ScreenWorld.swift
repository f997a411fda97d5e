import Authority
import Cryptography
import Identity
import Records
import Simulation

@testable import CabinetAppliance
@testable import Custody

/// A cabinet with two drawers, two seals and a grant, as a flow sees it.
struct ScreenWorld {
    var organisation: SimulatedOrganisation
    var custody = CustodyState(cabinet: "c1")
    var time = AuthorisingTime()
    var now: UInt64 = 1_000
    private let acts: Origin
    let seal: Identifier<Seal> = id(400)
    let tag = TagReference(uid: Bytes([4, 1, 2, 3, 4, 5, 6]), keyNumber: 1, keyVersion: 1)

    init(hasGrant: Bool = true, hasCredential: Bool = true) throws {
        organisation = try .founded()
        acts = try LogNames.acts(SimulatedOrganisation.name, cabinet: "c1", epoch: 1)
        let officers = Array(organisation.officers.prefix(2))
        for (number, rights) in [(3, []), (4, [.companion]), (5, [.custodian]), (6, [.custodian])]
            as [(Int, [SiteRight])]
        {
            let person = PersonStatement(
                head: organisation.head,
                person: id(number),
                generation: 1,
                version: 1,
                name: "人\(number)",
                rights: rights
            )
            _ = try organisation.file(person, by: officers)
        }
        let map = LockMapStatement(
            head: organisation.head,
            cabinet: "c1",
            version: 1,
            drawers: (1...2).map { number in
                DrawerPlace(
                    drawer: UInt64(number),
                    reader: "slot-\(number)",
                    lock: BoardPlace(board: "a", number: UInt64(number)),
                    bolt: SwitchPlace(
                        BoardPlace(board: "a", number: UInt64(number)),
                        isActiveWhenSecure: true
                    ),
                    door: nil,
                    light: nil
                )
            }
        )
        _ = try organisation.file(map, by: officers)
        let statement = SealStatement(
            head: organisation.head,
            seal: seal,
            version: 1,
            name: "合同专用章",
            tag: tag,
            grade: .proved,
            cabinet: "c1",
            drawer: 1,
            rule: "contract"
        )
        _ = try organisation.file(statement, by: officers)
        if hasCredential {
            let credential = CredentialStatement(
                head: organisation.head,
                credential: id(900),
                person: id(3),
                generation: 1,
                credentialKind: .pin
            )
            _ = try organisation.file(credential, by: officers)
        }
        if hasGrant { _ = try organisation.file(try organisation.approved(organisation.grant())) }
        custody.seals[seal] = .present(drawer: 1, proved: HybridTime(milliseconds: 1))
        _ = time.take(noteTime: 1_500_000, asked: 0, answered: 0)
        time.renewContact(asked: 0)
    }

    var digest: Digest? { organisation.policy.grants.keys.first }

    var view: CabinetView {
        var obeyed = ObeyedLogs(standing: organisation.standing, policy: organisation.policy)
        _ = obeyed.witness(upTo: 0)
        return CabinetView(
            identity: CabinetIdentity(
                organisation: SimulatedOrganisation.name,
                site: "east",
                cabinet: "c1",
                root: organisation.root
            ),
            obeyed: obeyed,
            custody: custody,
            acts: acts,
            epoch: 1,
            epochStanding: .enrolled,
            head: TreeHead(size: 7, root: SHA256.hash([1])),
            witnessedSize: 5,
            mirroredSize: 4,
            time: time
        )
    }

    var surroundings: ScreenSurroundings { ScreenSurroundings(view: view, now: now) }

    func known(_ number: Int) -> IdentifiedPerson {
        IdentifiedPerson(person: id(number), methods: [.card, .pin])
    }
}

/// A flow in its world, played event by event.
struct ScreenPlay {
    var world: ScreenWorld
    var flow = ScreenFlow()

    init(_ world: ScreenWorld) { self.world = world }

    @discardableResult
    mutating func send(_ event: ScreenEvent) -> [ScreenAction] {
        flow.receive(event, in: world.surroundings)
    }

    @discardableResult
    mutating func touch(_ command: ScreenCommand) -> [ScreenAction] { send(.command(command)) }

    /// Begins an errand and identifies people.
    @discardableResult
    mutating func identify(_ persons: Int..., for errand: Errand) -> [ScreenAction] {
        touch(.begin)
        touch(.errand(errand))
        return send(.identification(.end(.complete(persons.map(world.known), isDuress: false))))
    }

    /// A taker and a companion before what was approved.
    mutating func reachCheck() {
        identify(3, for: .take)
        touch(.take(world.seal, grant: world.digest))
        send(.identification(.end(.complete([world.known(3), world.known(4)], isDuress: false))))
    }
}
