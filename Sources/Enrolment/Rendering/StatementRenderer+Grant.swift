import Authority
import Records

// What approvers sign.
extension StatementRenderer {
    func lines(_ grant: GrantStatement) throws(EnrolmentError) -> [RenderedStatement.Line] {
        [
            line("授权编号", "Grant", "\(grant.grant)"),
            line("申请编号", "Application", "\(grant.application)"),
            line("申请人", "Applicant", "\(grant.applicant)"),
            line("机构代号", "Site", grant.site),
        ]
            + grant.seals.enumerated().map { line("印章 \($0 + 1)", "Seal \($0 + 1)", "\($1)") }
            + grant.takers.enumerated().map { line("取用人 \($0 + 1)", "Taker \($0 + 1)", person($1)) }
            + [
                line("同行人", "Companion", grant.companion.map(person) ?? pick("未指定", "none named")),
                line("方式", "Mode", mode(grant.mode)),
                line("事由", "Reason", quoted(grant.reason)),
                line("用印地点", "Place of use", quoted(grant.placeOfUse)),
                line("每枚取用次数", "Takes of each seal", "\(grant.uses)", warning: grant.uses > 1),
                line("份数", "Copies", "\(grant.copies)"),
                line("文件数", "Files", "\(grant.files.count)", warning: grant.files.isEmpty),
            ]
            + grant.files.flatMap { file in
                [
                    line("文件", "File", quoted(file.name), depth: 1),
                    line("页数", "Pages", "\(file.pages)", depth: 1),
                    line("SHA-256", "SHA-256", "\(file.digest)", depth: 1),
                ]
            }
            + [
                line("生效", "Not before", clock.text(grant.notBefore)),
                line("失效", "Not after", clock.text(grant.notAfter)),
                line("预计归还", "Expected back", clock.text(grant.expectedReturn)),
                line("离线上限", "Longest without contact", length(grant.offlineSecondsMax)),
            ]
    }

    private func person(_ person: PersonInGeneration) -> String {
        pick(
            "\(person.person)（第 \(person.generation) 代）",
            "\(person.person) (generation \(person.generation))"
        )
    }
}
