/// The way to one selected tag: a command goes out, its answer comes back.
///
/// A channel belongs to one selection and is useless after the tag has left.
package protocol TagChannel: Sendable {
    /// The tag at the other end, as the reader selected it.
    var target: TagTarget { get }

    /// Sends one command of at most `TagLimits.commandByteCountMax` bytes and returns the whole answer with its
    /// status word.
    ///
    /// Throws `tagGone` when the tag left and `readerIll` when the reader can say nothing.
    func transceive(_ command: [UInt8]) async throws(TagError) -> [UInt8]
}
