/// What the protocol between headquarters and the tag-key service bounds.
package enum KeyServiceLimits {
    /// The most bytes of one frame, its length not counted.
    package static let frameByteCountMax = 1 << 20
    /// The bytes of the length before each frame, highest first.
    package static let lengthByteCount = 4
    /// The most records of `authority` in one frame.
    package static let recordCountMax = 256
    /// What the records of one frame may have together, so that the rest of the frame finds room.
    package static let recordByteCountMax = frameByteCountMax - (128 << 10)
    /// The most cabinets that one job or one order serves; a site with more asks again.
    package static let cabinetCountMax = 64
    /// The longest that a frame may take from its first byte to its last, and an answer to be taken.
    package static let frameTime = Duration.seconds(10)
    /// The longest that headquarters waits for an answer, once it has sent its question.
    package static let answerTime = Duration.seconds(30)
}
