/// What a processor can do for an append while the disk is busy with it: neither part blocks, or asks the store for anything.
package struct BesideWriting: Sendable {
    /// Must succeed before anything is committed; where it throws, nothing is stored.
    package let check: @Sendable () throws(RecordsError) -> Void
    /// Done after the check; nothing of it may be given away before the append has returned.
    package let work: @Sendable () -> Void

    /// A check and some work; nothing to do where none are given.
    package init(
        check: @escaping @Sendable () throws(RecordsError) -> Void = { () throws(RecordsError) in },
        work: @escaping @Sendable () -> Void = {}
    ) {
        self.check = check
        self.work = work
    }
}
