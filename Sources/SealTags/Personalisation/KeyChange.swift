/// One key of a tag in a job: what it is, and what it becomes.
package struct KeyChange: Sendable {
    /// Which key.
    package let number: KeyNumber
    /// What the tag holds before the job.
    package let current: TagKey
    /// What it holds after; nil for a key that stays and is only needed.
    package let replacement: TagKey?

    /// Takes both keys.
    ///
    /// Throws `invalidArgument` when their versions are the same, because a job that was interrupted tells old from new
    /// by the version.
    package init(_ number: KeyNumber, from current: TagKey, to replacement: TagKey?) throws(TagError) {
        guard replacement?.version != current.version else {
            throw TagError(
                .invalidArgument,
                "key \(number): old and new version are both \(current.version); count up"
            )
        }
        self.number = number
        self.current = current
        self.replacement = replacement
    }

    /// What the tag holds after the job.
    package var final: TagKey { replacement ?? current }
}
