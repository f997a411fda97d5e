/// What is left to do for a job on a tag with these key versions: pure, and the same after every interruption.
struct PersonalisationPlan {
    /// Key 0 as the tag holds it now.
    let administrator: TagKey
    /// Keys still to be changed, with key 0 not among them.
    let others: [KeyChange]
    /// True when key 0 is still to be changed: the last step, so that one key opens the tag until all else is done.
    let changesAdministration: Bool

    /// `versions` are those that the tag told, by key number.
    ///
    /// Throws `versionUnknown` for a key that is neither old nor new, before anything was tried on the tag.
    init(_ job: PersonalisationJob, versions: [KeyNumber: UInt8]) throws(TagError) {
        let zero = try Self.isDone(job.administration, versions)
        administrator = zero ? job.administration.final : job.administration.current
        changesAdministration = !zero
        var left: [KeyChange] = []
        for change in job.others where try !Self.isDone(change, versions) { left.append(change) }
        others = left
    }

    private static func isDone(_ change: KeyChange, _ versions: [KeyNumber: UInt8]) throws(TagError) -> Bool {
        let version = versions[change.number]
        if version == change.final.version { return true }
        guard version == change.current.version else {
            let wanted = "\(change.current.version) or \(change.final.version)"
            throw TagError(
                .versionUnknown,
                "key \(change.number) has version \(version.map(String.init) ?? "none") instead of \(wanted); ask for a job that fits this tag"
            )
        }
        return false
    }
}
