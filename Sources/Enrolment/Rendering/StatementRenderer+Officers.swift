import Authority
import Cryptography
import Records

// What officers sign.
extension StatementRenderer {
    func lines(_ cabinet: CabinetStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("印章柜代号", "Cabinet", cabinet.cabinet),
            line("版本", "Version", "\(cabinet.version)"),
            line("机构代号", "Site", cabinet.site),
            line("名称", "Name", quoted(cabinet.name)),
            line("请求摘要", "Digest of its request", Hex.encode(cabinet.request.bytes)),
            line("acts 日志公钥", "Key of its log acts", key(cabinet.keys.acts)),
            line("telemetry 日志公钥", "Key of its log telemetry", key(cabinet.keys.telemetry)),
            line("行为签名公钥", "Key of its own signatures", key(cabinet.keys.act)),
            line("见证公钥", "Witness key", key(cabinet.keys.witness)),
            line("设备公钥", "Device key", key(cabinet.keys.device)),
            line("线路公钥", "Line key", key(cabinet.keys.transport)),
            line("密封公钥", "Sealing key", key(cabinet.keys.sealing)),
            line("下一期 acts 密钥承诺", "Commitment to its next key", key(cabinet.keys.nextActs)),
        ] + (cabinet.replacement.map { lines($0, of: cabinet) } ?? [])
    }

    private func lines(_ replacement: Replacement, of cabinet: CabinetStatement) -> [RenderedStatement.Line] {
        let (cut, name) = (replacement.cut, cabinet.cabinet)
        return [
            line(
                "更换设备",
                "Replaces a machine",
                pick("此前以 \(name) 之名入网的设备从此无效", "the one that stood as \(name) before counts no more"),
                warning: true
            ),
            line("此前记录的日志", "Log of the record before", ForeignText.escaped(cut.origin)),
            line(
                "此前记录止于",
                "It ends after",
                pick("\(cut.size) 条记录", "\(cut.size) records"),
                warning: cut.size == 0
            ),
            line("该处的树根", "Root of the tree there", "\(cut.root)"),
            line(
                "其后的记录，包括只在旧设备上的",
                "Records beyond, also those that only the old machine has",
                pick("不再作证", "attest nothing any more"),
                warning: true
            ),
            line("新设备的 acts 自此期起", "Its acts begin with epoch", "\(replacement.actsEpoch)"),
            line("新设备的 telemetry 自此期起", "Its telemetry begins with epoch", "\(replacement.telemetryEpoch)"),
        ]
    }

    func lines(_ epoch: EpochStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("印章柜代号", "Cabinet", epoch.cabinet),
            line("新的一期", "New epoch", "\(epoch.epoch)"),
            line("本期公钥", "Its key", key(epoch.key)),
            line("前一期日志", "Log of the epoch before", ForeignText.escaped(epoch.cut.origin)),
            line(
                "前一期止于",
                "It ends after",
                pick("\(epoch.cut.size) 条记录", "\(epoch.cut.size) records"),
                warning: epoch.cut.size == 0
            ),
            line("该处的树根", "Root of the tree there", "\(epoch.cut.root)"),
            line(
                "其后的记录",
                "Records beyond",
                pick("保留，不再作证", "kept, attest nothing any more"),
                warning: true
            ),
        ]
    }

    func lines(_ approver: ApproverStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("人员编号", "Person", "\(approver.person)"),
            line("代次", "Generation", "\(approver.generation)"),
            line("公钥", "Key", key(approver.key)),
            line("审批组", "Groups", list(approver.groups.map(quoted)), warning: approver.groups.isEmpty),
        ]
    }

    func lines(_ map: LockMapStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("印章柜代号", "Cabinet", map.cabinet),
            line("版本", "Version", "\(map.version)"),
            line("抽屉数", "Drawers", "\(map.drawers.count)"),
        ]
            + map.drawers.flatMap { place in
                [
                    line("抽屉 \(place.drawer)", "Drawer \(place.drawer)", ""),
                    line("读写器", "Reader", quoted(place.reader), depth: 1),
                    line("锁", "Lock", self.place(place.lock), depth: 1),
                    line("锁舌开关", "Switch of the bolt", self.switch(place.bolt), depth: 1),
                    line(
                        "门开关",
                        "Switch of the door",
                        place.door.map(self.switch) ?? pick("无，由锁舌开关代表", "none; the bolt's stands for both"),
                        depth: 1
                    ),
                    line(
                        "指示灯",
                        "Light",
                        place.light.map(self.place) ?? pick("无", "none"),
                        depth: 1
                    ),
                ]
            }
    }

    private func place(_ place: BoardPlace) -> String {
        pick(
            "板\(quoted(place.board)) \(place.number) 号",
            "board \(quoted(place.board)), number \(place.number)"
        )
    }

    private func `switch`(_ place: SwitchPlace) -> String {
        let meaning =
            place.isActiveWhenSecure
            ? pick("有信号表示关好", "active means shut") : pick("有信号表示打开", "active means open")
        return pick("\(self.place(place.place))，\(meaning)", "\(self.place(place.place)); \(meaning)")
    }

    func lines(_ person: PersonStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        let rights = person.rights.map { right in
            switch right {
            case .custodian: pick("印章管理员", "custodian")
            case .companion: pick("第二人", "companion")
            case .installer: pick("安装员", "installer")
            }
        }
        return [
            line("人员编号", "Person", "\(person.person)"),
            line("姓名", "Name", quoted(person.name)),
            line("代次", "Generation", "\(person.generation)"),
            line("版本", "Version", "\(person.version)"),
            line("权限（取用须另有授权）", "Rights (taking needs a grant besides)", list(rights)),
        ]
    }

    func lines(_ credential: CredentialStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        let kind: String
        switch credential.credentialKind {
        case .card: kind = pick("卡", "card")
        case .pin: kind = pick("密码", "PIN")
        case .fingerprint: kind = pick("指纹", "fingerprint")
        case .face: kind = pick("人脸", "face")
        default:
            throw EnrolmentError(
                .unknownKind,
                "credentials of kind \(credential.credentialKind.rawValue) are newer than this program; renew it before signing"
            )
        }
        return [
            line("凭证编号", "Credential", "\(credential.credential)"),
            line("人员编号", "Person", "\(credential.person)"),
            line("代次", "Generation", "\(credential.generation)"),
            line("种类", "Kind", kind),
        ]
            + (credential.card.map { lines(tag: $0, "卡", "Card") } ?? [])
            + credential.verifiers.map { verifier in
                line(
                    "密封给印章柜",
                    "Sealed for cabinet",
                    "\(ForeignText.escaped(verifier.cabinet)), SHA-256 \(SHA256.hash(verifier.sealed.bytes))",
                    depth: 1
                )
            }
    }

    func lines(_ seal: SealStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        let grade =
            seal.grade == .proved
            ? pick("质询应答证明", "proved by challenge") : pick("弱：仅原厂签名", "weak: originality only")
        return [
            line("印章编号", "Seal", "\(seal.seal)"),
            line("版本", "Version", "\(seal.version)"),
            line("名称", "Name", quoted(seal.name)),
        ]
            + lines(tag: seal.tag, "标签", "Tag")
            + [
                line("标签等级", "Grade of the tag", grade, warning: seal.grade != .proved),
                line("印章柜代号", "Cabinet", seal.cabinet),
                line("抽屉", "Drawer", "\(seal.drawer)"),
                line("规则", "Rule", quoted(seal.rule)),
            ]
            + (seal.impression.map { [line("印模图片", "Picture of its impression", "SHA-256 \($0)")] } ?? [])
    }

    func lines(_ job: TagJobStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("任务编号", "Job", Hex.encode(job.job.bytes)),
            line("印章柜代号", "Cabinet", job.cabinet),
            line("标签 UID", "Tag, UID", Hex.encode(job.uid.bytes)),
            line(
                "用途",
                "Purpose",
                job.purpose == .seal ? pick("印章", "in a seal") : pick("人员卡", "a person's card")
            ),
            line("新密钥版本", "Version of the new keys", "\(job.keyVersion)"),
        ]
    }

    private func lines(tag: TagReference, _ chinese: String, _ english: String) -> [RenderedStatement.Line] {
        [
            line("\(chinese) UID", "\(english), UID", Hex.encode(tag.uid.bytes)),
            line(
                "密钥",
                "Key",
                pick(
                    "\(tag.keyNumber) 号，版本 \(tag.keyVersion)",
                    "number \(tag.keyNumber), version \(tag.keyVersion)"
                ),
                depth: 1
            ),
        ]
    }
}
