/// Limits of what passes between us and a tag.
package enum TagLimits {
    /// A short APDU: CLA INS P1 P2 Lc, 255 bytes, Le.
    ///
    /// libnfc 1.8.0 ends its process from 263 bytes on.
    package static let commandByteCountMax = 261
    /// 256 bytes and a status word (ISO/IEC 7816-4, 5.1), and room for what a PN532 can carry.
    package static let answerByteCountMax = 264
    /// Bytes of data in one command, with header and MAC.
    static let dataByteCountMax = 255
    /// Bytes asked for or written with one ReadData or WriteData; leaves room for header, padding and MAC.
    static let chunkByteCountMax = 128
    /// Frames of one answer that comes in parts; GetVersion has three.
    static let frameCountMax = 3
}
