import Authority
import Custody
import Records
import Screens

// Records whose own signature is not good, among the findings: each with its place and what it claims to be.
extension Visitor {
    func unattested(_ cabinet: CabinetStatement) -> [ShownFinding] {
        (view.cabinets[cabinet.cabinet]?.custody.unattested ?? []).map { record in
            ShownFinding(
                id: "\(cabinet.cabinet)-e\(record.epoch)-\(record.index)",
                kind: .unattested,
                note: note(record),
                site: cabinet.site,
                cabinet: cabinet.cabinet,
                seal: nil,
                time: record.time.milliseconds,
                position: "\(cabinet.cabinet)/acts/e\(record.epoch) @\(record.index)",
                grade: "unattested"
            )
        }
    }

    /// What the record claims to be, and what is wrong with it.
    private func note(_ record: UnattestedRecord) -> String {
        let claim = ActWord.word(record.kind, in: language)
        let fault =
            switch record.verdict {
            case .missing: say("缺少自有签名", "its own signature is missing")
            case .carriedInVain:
                say(
                    "所转载的并非该柜在先前一期签名写下，或已计入",
                    "what it carries was not signed in an earlier epoch, or counts already"
                )
            default: say("自有签名并非该柜所签", "its own signature is not by the cabinet's act key")
            }
        return say("“\(claim)”：\(fault)；不予采信", "«\(claim)»: \(fault); it says nothing")
    }
}
