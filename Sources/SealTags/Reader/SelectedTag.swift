/// The channel to the tag that a supervisor's reader has selected; useless after the next selection.
package struct SelectedTag: TagChannel {
    package let target: TagTarget

    private let supervisor: TagReaderSupervisor
    private let selection: UInt64

    init(_ target: TagTarget, _ supervisor: TagReaderSupervisor, selection: UInt64) {
        self.target = target
        self.supervisor = supervisor
        self.selection = selection
    }

    package func transceive(_ command: [UInt8]) async throws(TagError) -> [UInt8] {
        try await supervisor.transceive(command, in: selection)
    }

    /// True while the tag is still in the field; a tag that moved only a little may have to be selected again.
    package func isPresent() async throws(TagError) -> Bool {
        try await supervisor.isPresent(in: selection)
    }
}
