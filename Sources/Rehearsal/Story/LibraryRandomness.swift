import CSeededOpenSSL
import Simulation
import Synchronization

/// What libcrypto draws in a story: salts, nonces, keys and identifiers follow from the seed like everything else.
///
/// It is a program's choice for its whole process and has no switch in what is shipped: nothing but stories is linked to it.
enum LibraryRandomness {
    private static let generator = Mutex(SeededGenerator(seed: 0))

    /// Begins the sequence of a seed.
    ///
    /// - Returns: false where libcrypto refused.
    static func install(seed: UInt64) -> Bool {
        generator.withLock { $0 = SeededGenerator(seed: seed) }
        return isInstalled
    }

    private static let isInstalled =
        unsafe signet_draw_from { bytes, count in
            guard let bytes = unsafe bytes else { return 0 }
            let drawn = LibraryRandomness.generator.withLock { generator in
                (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            }
            for (place, byte) in drawn.enumerated() { unsafe bytes[place] = byte }
            return 1
        } == 1
}
