import Authority
import Records

// What owners sign so that headquarters may go on.
extension StatementRenderer {
    func lines(_ statement: LogEpochsStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        var lines = [
            line("原因", "Reason", try reason(statement.reason)),
            line("另起一期的日志数", "Logs that begin anew", "\(statement.epochs.count)"),
        ]
        for epoch in statement.epochs { lines += self.lines(epoch) }
        let lost = statement.epochs.contains { epoch in
            epoch.last.size < epoch.cut.size
                && (try? epoch.log(of: statement.head.organisation))?.log == .authority
        }
        if lost {
            lines.append(
                line(
                    "总部将忘记",
                    "Headquarters forgets",
                    pick(
                        "丢失记录中的除名、停用与更换：须重新提交",
                        "who was removed, suspended or changed in the lost records: file it anew"
                    ),
                    warning: true
                )
            )
        }
        lines.append(
            line(
                "其后的记录",
                "Records beyond",
                pick("保留，不再作证；须查明原因", "kept, attest nothing any more; find out why they are missing"),
                warning: true
            )
        )
        return lines
    }

    private func lines(_ epoch: LogEpoch) -> [RenderedStatement.Line] {
        let missing = epoch.cut.size - epoch.last.size
        return [
            line("新的一期", "New epoch", ForeignText.escaped(epoch.origin)),
            line("本期公钥", "Its key", key(epoch.key), depth: 1),
            line("前一期日志", "Log of the epoch before", ForeignText.escaped(epoch.cut.origin), depth: 1),
            line(
                "前一期止于",
                "It ends after",
                pick("\(epoch.cut.size) 条记录", "\(epoch.cut.size) records"),
                depth: 1,
                warning: epoch.cut.size == 0
            ),
            line("该处的树根", "Root of the tree there", "\(epoch.cut.root)", depth: 1),
            line(
                "总部尚存",
                "Of these headquarters has",
                pick("前 \(epoch.last.size) 条", "the first \(epoch.last.size)"),
                depth: 1
            ),
            line("总部尚存部分的树根", "Root of the tree of these", "\(epoch.last.root)", depth: 1),
            line(
                "已丢失",
                "Lost",
                pick("\(missing) 条", "\(missing) records"),
                depth: 1,
                warning: missing > 0
            ),
        ]
    }

    private func reason(_ reason: EpochReason) throws(EnrolmentError) -> String {
        switch reason {
        case .rotation: pick("更换密钥", "the key is changed")
        case .restore: pick("由备份恢复，其后的记录缺失", "restored from a backup; later records are missing")
        case .fork: pick("同一密钥下出现相互矛盾的记录", "records under one key contradict each other")
        default:
            throw EnrolmentError(
                .unknownKind,
                "reason \(reason.rawValue) of an epoch is newer than this program; renew it before signing"
            )
        }
    }
}
