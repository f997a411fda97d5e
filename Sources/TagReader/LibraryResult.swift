import CNFC
import SealTags

/// What a negative answer of libnfc means to us: the one place that knows its numbers by name (nfc.h, "Error codes").
enum LibraryResult {
    /// The failure, and whether the reader must be closed before another answer of it is believed.
    static func failure(_ number: Int32) -> (failure: ReaderFailure, closes: Bool) {
        switch number {
        case NFC_EIO: (.lineLost, true)
        case NFC_ETIMEOUT: (.chipSilent, true)
        case NFC_ERFTRANS, NFC_ETGRELEASED, NFC_EMFCAUTHFAIL: (.tagGone, false)
        case NFC_EINVARG, NFC_EDEVNOTSUPP, NFC_ENOTIMPL: (.refused, false)
        case NFC_ENOTSUCHDEV: (.noReader, true)
        // An overflow, an abort that nobody asked for, a lack of memory, an error of the chip: nothing that may go on.
        default: (.chipFault, true)
        }
    }
}
