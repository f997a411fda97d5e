import Authority
import Cryptography
import Enrolment
import Records

/// Any paper in words.
struct PaperRenderer {
    let language: LanguageOptions

    func text(of paper: Paper) throws -> String {
        switch paper.kind {
        case .statement: return try language.renderer.render(paper.bytes).text
        case .signedStatement: return try text(of: SignedStatement(decoding: paper.bytes))
        case .approvedGrant: return try text(of: ApprovedGrant(decoding: paper.bytes))
        case .signature:
            let signature = try StatementSignature(decoding: paper.bytes)
            return line("签名，公钥", "Signature, by the key", Hex.encode(signature.key))
        case .approval:
            let approval = try Approval(decoding: paper.bytes)
            return line("审批，审批人", "Approval, by the approver", "\(approval.approver)")
        case .slip: return try text(of: SignedSlip(decoding: paper.bytes))
        case .request: return try text(of: SignedRequest(decoding: paper.bytes))
        case .answer: return try text(of: EnrolmentAnswer(decoding: paper.bytes))
        }
    }

    private func text(of signed: SignedStatement) throws -> String {
        try language.renderer.render(signed.bytes).text
            + signed.signatures.map { signature in
                let verdict =
                    signature.isValid(for: signed.bytes)
                    ? pick("有效", "valid") : pick("无效：不可采信", "INVALID: do not rely on it")
                return line("签名", "Signed", "\(Hex.encode(signature.key)) \(verdict)")
            }.joined()
    }

    private func text(of grant: ApprovedGrant) throws -> String {
        // Whose key an approver has, only the log authority says.
        try language.renderer.render(grant.bytes).text
            + grant.approvals.map {
                line("审批（未核对密钥）", "Approved (key not checked here)", "\($0.approver)")
            }.joined()
    }

    private func text(of signed: SignedSlip) throws -> String {
        let slip = try signed.opened()
        return line("登记单", "Enrolment slip", "\(slip.slip)")
            + line("组织", "Organisation", ForeignText.escaped(slip.organisation))
            + line("印章柜代号", "Cabinet", slip.cabinet)
            + (slip.cabinetVersion > 1
                ? line(
                    "更换设备",
                    "Replaces a machine",
                    language.chosen == .chinese
                        ? "此前以此名入网的设备将不再有效" : "the one that stands under this name will count no more"
                ) : "")
            + line("名称", "Name", ForeignText.quoted(slip.name, in: language.chosen))
            + line("机构代号", "Site", slip.site)
            + line("根摘要", "Digest of the root", "\(slip.root)")
            + line("通知密钥", "Notes key", Hex.encode(slip.notesKey.bytes))
            + line(
                "同步线路",
                "Replication",
                "\(slip.replicationEndpoints.joined(separator: " ")) \(Hex.encode(slip.transportKey.bytes))"
            )
            + line(
                "登记线路",
                "Enrolment",
                "\(slip.enrolmentEndpoints.joined(separator: " ")) \(Hex.encode(slip.enrolmentKey.bytes))"
            )
            + line("失效", "Expires", language.clock.text(slip.expiry))
            + line("校验码", "Check code", "\(signed.shortCode)")
            + pick("含一次性密钥，请勿转发。\n", "It holds a one-time secret: do not pass it on.\n")
    }

    private func text(of signed: SignedRequest) throws -> String {
        let request = try signed.claimed()
        return line("登记请求，登记单", "Enrolment request, slip", "\(request.slip)")
            + line("印章柜代号（未核实）", "Cabinet (as it says)", ForeignText.escaped(request.cabinet))
            + line("请求摘要", "Digest", "\(request.digest)")
            + request.selfTest.map { result in
                let outcome =
                    switch result.outcome {
                    case .passed: pick("通过", "passed")
                    case .failed: pick("失败", "FAILED")
                    case .absent: pick("未应答", "ABSENT")
                    }
                let note =
                    result.note.isEmpty ? "" : " \(ForeignText.quoted(result.note, in: language.chosen))"
                return line("自检", "Self-test", "\(ForeignText.escaped(result.name)): \(outcome)\(note)")
            }.joined()
    }

    private func text(of answer: EnrolmentAnswer) throws -> String {
        try line("登记答复，登记单", "Enrolment answer, slip", "\(answer.slip)")
            + text(of: answer.statement)
            + line("根摘要", "Digest of the root", "\(answer.root.digest)")
    }

    private func line(_ chinese: String, _ english: String, _ value: String) -> String {
        pick("\(chinese)：\(value)\n", "\(english): \(value)\n")
    }

    private func pick(_ chinese: String, _ english: String) -> String {
        language.chosen.choose(chinese, english)
    }
}
