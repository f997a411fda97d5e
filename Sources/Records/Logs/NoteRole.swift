/// What a kept note of a log stands for.
package enum NoteRole: String, Sendable, CaseIterable {
    /// The log's own newest signed head.
    case checkpoint
    /// Cosigned as consistent with all heads before it.
    case witness
    /// Cosigned as lying with its cosigner, every leaf and body, on disk.
    case mirror
    /// Cosigned as lying in a backup that was read back.
    case safe
}
