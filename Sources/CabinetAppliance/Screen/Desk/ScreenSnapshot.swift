import Authority
import Cryptography
import Custody
import Identity
import Records

/// Everything that one page of the screen needs, at one moment.
struct ScreenSnapshot: Sendable {
    let flow: ScreenFlow
    let surroundings: ScreenSurroundings
    let isOnline: Bool
    /// How many digits the pad has gathered without the page's script.
    let enteredCount: Int
    let wallSeconds: Int
    let settings: CabinetScreenSettings
    /// How much of each named file is here, by the digest of its content.
    var files: [Digest: FileStanding] = [:]

    var view: CabinetView { surroundings.view }
    var step: ScreenStep { flow.step }

    /// Records that are not at headquarters yet.
    var pendingCount: UInt64 { view.pendingCount }
    /// Records that headquarters has not cosigned yet.
    var unwitnessedCount: UInt64 { view.head.size - min(view.head.size, view.witnessedSize) }
    /// The cabinet's drawers in their order.
    var drawers: [UInt64] {
        view.obeyed.policy.lockMaps[view.identity.cabinet]?.drawers.map(\.drawer).sorted() ?? []
    }

    /// What people call a seal.
    func name(of seal: Identifier<Seal>) -> String {
        view.obeyed.policy.seals[seal]?.name ?? String(seal.description.prefix(8))
    }

    /// What people call a person.
    func name(of person: Identifier<Person>) -> String {
        view.obeyed.policy.persons[person]?.name ?? String(person.description.prefix(8))
    }
}
