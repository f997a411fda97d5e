import Authority
import Enrolment
import Records
import Screens

// Another machine under the name of a cabinet.
extension Visitor {
    /// The first of two: asks for the slip of a machine that is to take another's place, in a site of one's own part.
    func askReplacement(of cabinet: String) async throws -> [UInt8] {
        guard let site = view.standing.cabinets[cabinet]?.site,
            sites(for: [.systemAdministrator]).contains(site)
        else { throw HeadquartersError(.notFound, "the cabinet is not known to you") }
        return try await console.enrolment.askReplacement(of: cabinet, by: try actor())
    }

    /// Whether a slip is for a machine that takes another's place.
    static func isReplacement(_ slip: Slip) -> Bool { slip.cabinetVersion > 1 }

    /// What a slip of such a machine is called.
    func replacing(_ name: String) -> String { say("\(name)（更换设备）", "\(name) (replaces a machine)") }

    /// What is lost with a machine, before anybody releases the slip of the next.
    func replacementWarning(_ cabinet: String) -> Prose {
        let copy = view.cabinets[cabinet]
        let (witnessed, mirrored) = (copy?.witnessedSize ?? 0, copy?.mirroredSize ?? 0)
        return Prose(
            say(
                "更换设备：先断开旧设备。总部已会签本期 \(witnessed) 条记录，其中 \(mirrored) 条完整在总部；只在旧设备上的记录将不再作证。",
                "This replaces the machine: disconnect the old one first. Headquarters has cosigned \(witnessed) records of its present epoch and holds \(mirrored) whole; what only the old machine has will attest nothing."
            )
        )
    }

    /// The form in which the slip of such a machine is asked for.
    var replacementForm: Fold {
        let sites = Set(sites(for: [.systemAdministrator]))
        let cabinets = view.standing.cabinets.values.filter { sites.contains($0.site) }
            .sorted { $0.cabinet < $1.cabinet }
        return Fold(say("更换设备…", "Replace a machine…"), isOpen: false) {
            if cabinets.isEmpty {
                Prose(say("还没有入网的印章柜。", "No cabinet is enrolled yet."), voice: .quiet)
            } else {
                Form(
                    to: "/enrolment",
                    .post(token),
                    submitTitle: say("申请更换设备的入网单", "Ask for the slip of another machine"),
                    records: say("何人何时申请", "who asked and when"),
                    fields: [
                        Field(
                            "replaces",
                            say("丢失、损坏或被复制的设备所在的印章柜", "The cabinet whose machine is lost, broken or copied"),
                            .oneOf(cabinets.map { Field.Option($0.cabinet, $0.name) })
                        )
                    ]
                )
            }
        }
    }
}
