import Authority
import Records

// What owners sign.
extension StatementRenderer {
    func lines(_ root: RootStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        let regime =
            switch root.regime {
            case .full: pick("完整：三位以上所有人，三权分立", "full: three owners or more, separated administrators")
            case .pair: pick("双人", "pair: two people")
            case .single: pick("单人", "single: one person")
            }
        return [
            line("根版本", "Root version", "\(root.rootVersion)"),
            line("制度", "Regime", regime, warning: root.regime != .full),
            line(
                "门限",
                "Threshold",
                pick(
                    "\(root.owners.count) 人中 \(root.threshold) 人",
                    "\(root.threshold) of \(root.owners.count)"
                )
            ),
        ]
            + root.owners.enumerated().map {
                line("所有人 \($0 + 1) 公钥", "Owner \($0 + 1), key", key($1), depth: 1)
            }
            + [
                line("authority 日志公钥", "Key of log authority", key(root.authorityKey)),
                line("acts 日志公钥", "Key of log acts", key(root.actsKey)),
                line("receipts 日志公钥", "Key of log receipts", key(root.receiptsKey)),
                line(
                    "前一版本摘要",
                    "Digest of the version before",
                    root.previous.map { "\($0)" } ?? pick("无（首版）", "none (first version)")
                ),
            ]
    }

    func lines(_ services: ServicesStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("版本", "Version", "\(services.version)"),
            line("通知密钥", "Notes key", key(services.notesKey)),
            line("见证联署密钥", "Witness cosigner", key(services.witnessKey)),
            line("镜像联署密钥", "Mirror cosigner", key(services.mirrorKey)),
            line("备份联署密钥", "Safe cosigner", key(services.safeKey)),
            line("同步线路密钥", "Replication line key", key(services.transportKey)),
            line("登记线路密钥", "Enrolment line key", key(services.enrolmentKey)),
            line("标签密钥服务密钥", "Tag-key service", key(services.tagServiceKey)),
        ]
    }

    func lines(_ statement: OfficersStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("版本", "Version", "\(statement.version)"),
            line("人数（取代此前全部名单）", "Officers (in place of all before)", "\(statement.officers.count)"),
        ]
            + statement.officers.enumerated().flatMap { index, officer in
                let duties = list(
                    (officer.isSecurityOfficer ? [pick("安全员", "security officer")] : [])
                        + (officer.isDutyOfficer ? [pick("值班员", "duty officer")] : [])
                )
                return [
                    line("安全员 \(index + 1)", "Officer \(index + 1)", duties),
                    line("人员编号", "Person", "\(officer.person)", depth: 1),
                    line("公钥", "Key", key(officer.key), depth: 1),
                ]
            }
    }

    func lines(_ statement: RulesStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("版本", "Version", "\(statement.version)"),
            line("规则数（取代此前全部规则）", "Rules (in place of all before)", "\(statement.rules.count)"),
        ] + statement.rules.flatMap(lines)
    }

    private func lines(_ rule: SealRule) -> [RenderedStatement.Line] {
        let steps = rule.approvals.map {
            pick("\(quoted($0.group)) \($0.count) 人", "\($0.count) of \(quoted($0.group))")
        }
        let least =
            rule.leastGrade == .proved
            ? pick("质询应答证明", "proved by challenge") : pick("弱：仅原厂签名", "weak: originality only")
        return [
            line("规则", "Rule", quoted(rule.name)),
            line("审批", "Approvals", list(steps), depth: 1),
            line(
                "须两人到场",
                "Two people at the cabinet",
                yesNo(rule.needsCompanion),
                depth: 1,
                warning: !rule.needsCompanion
            ),
            line("用印方式", "Modes", list(rule.modes.map(mode)), depth: 1),
            line("标签最低等级", "Least grade of tag", least, depth: 1, warning: rule.leastGrade != .proved),
            line(
                "离线上限",
                "Longest without contact",
                length(rule.offlineSecondsMax),
                depth: 1,
                warning: rule.offlineSecondsMax > 14 * 86_400
            ),
            line("断电后沿用电池时钟", "Battery clock carries time", yesNo(rule.acceptsCarriedTime), depth: 1),
            line(
                "接受柜前审批（由柜作证）",
                "Accepts approvals a cabinet states",
                yesNo(rule.acceptsWitnessedApproval),
                depth: 1,
                warning: rule.acceptsWitnessedApproval
            ),
            line(
                "接受总部代述的审批",
                "Accepts approvals headquarters states",
                yesNo(rule.acceptsVouchedApproval),
                depth: 1,
                warning: rule.acceptsVouchedApproval
            ),
        ]
    }

    func mode(_ mode: GrantMode) -> String {
        switch mode {
        case .borrow: pick("外借", "borrow: the taker carries it away")
        case .stampFor: pick("代盖章", "stamp for: a custodian takes and stamps")
        case .standing: pick("在岗持有", "standing: a post holds it for a shift")
        }
    }

    func lines(_ statement: WitnessPolicyStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("版本", "Version", "\(statement.version)"),
            line(
                "见证者",
                "Witnesses",
                pick(
                    "\(statement.witnesses.count) 个，须 \(statement.threshold) 个联署",
                    "\(statement.witnesses.count), of which \(statement.threshold) must cosign"
                ),
                warning: statement.witnesses.isEmpty
            ),
        ]
            + statement.witnesses.flatMap { witness in
                [
                    line("名称", "Name", quoted(witness.name), depth: 1),
                    line("公钥", "Key", key(witness.key), depth: 1),
                ]
            }
    }

    func lines(_ site: SiteStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("机构代号", "Site", site.site),
            line("版本", "Version", "\(site.version)"),
            line("名称", "Name", quoted(site.name)),
            line("所属", "Unit", quoted(site.unit)),
            line("policy 日志期次", "Epoch of its log policy", "\(site.policyEpoch)"),
            line("policy 日志公钥", "Key of its log policy", key(site.policyKey)),
        ]
    }
}
