extension TagExaminer {
    /// Makes a tag what the job says, from wherever an earlier run left it.
    ///
    /// The versions of the keys, which cost no failure, say what is done. Key 0 goes last, so the tag opens with a key
    /// of this job at every moment, and a tag that was pulled away is laid back and the same job run again. In the end
    /// every key is proved, because what was never used may have been written wrong.
    package func personalise(
        _ channel: some TagChannel,
        _ job: PersonalisationJob
    ) async throws(TagError) -> PersonalisationReport {
        let found = channel.target.uid
        guard found == job.uid else {
            throw TagError(.otherTag, "tag \(found) lies there, the job is for \(job.uid)")
        }
        var conversation = TagConversation(channel)
        try await conversation.selectApplication()
        var versions: [KeyNumber: UInt8] = [:]
        for change in [job.administration] + job.others {
            versions[change.number] = try await conversation.keyVersion(change.number)
        }
        let plan = try PersonalisationPlan(job, versions: versions)

        try await authenticate(.administration, plan.administrator, in: &conversation)
        var changedKeys: [KeyNumber] = []
        for change in plan.others {
            guard let replacement = change.replacement else { continue }
            try await conversation.changeKey(change.number, from: change.current, to: replacement)
            changedKeys.append(change.number)
        }
        var changedFiles: [FileNumber] = []
        for (number, settings) in job.files where try await conversation.fileSettings(number) != settings {
            try await conversation.changeFileSettings(number, to: settings)
            changedFiles.append(number)
        }
        if plan.changesAdministration, let replacement = job.administration.replacement {
            try await conversation.changeKey(
                .administration,
                from: job.administration.current,
                to: replacement
            )
            changedKeys.append(.administration)
        }

        let final = [job.administration] + job.others
        for change in final { try await authenticate(change.number, change.final, in: &conversation) }
        return PersonalisationReport(
            uid: job.uid,
            keyVersions: Dictionary(uniqueKeysWithValues: final.map { ($0.number, $0.final.version) }),
            changedKeys: changedKeys,
            foundKeys: final.filter { $0.replacement != nil }.map(\.number).filter {
                !changedKeys.contains($0)
            },
            changedFiles: changedFiles,
            transcript: conversation.transcript.digest
        )
    }

    private func authenticate(
        _ number: KeyNumber,
        _ key: TagKey,
        in conversation: inout TagConversation<some TagChannel>
    ) async throws(TagError) {
        try await conversation.authenticate(number, key, challenge: try challenge(), ledger: ledger)
    }
}
