/// What a frame may be on any line, so that every transport and every session machine counts alike.
package enum LinkLimits {
    /// The greatest number of bytes in one frame: 64 KiB of bundle and 4 KiB of header around it.
    package static let frameByteCountMax = 64 * 1024 + 4 * 1024
}
