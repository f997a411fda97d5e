import CNFC
import Glibc
import SealTags

/// An open PN532 on a serial port, through libnfc.
///
/// Closing it switches the field off and lets the chip sleep. Every call may end this process: see the table of
/// faults in Documentation/Readers.md.
@safe struct NearFieldReader: ~Copyable {
    private let context: OpaquePointer
    private let device: OpaquePointer
    /// A field that is on holds a tag in the state in which we left it.
    private var fieldIsOn = true
    private var hasSelected = false

    /// libnfc waits so long for the chip's answer to an exchange, in milliseconds; the limit of the whole request is
    /// the watchdog's.
    private static let exchangeMilliseconds: Int32 = 800
    /// libnfc ends the process when its descriptor does not fit an fd_set (select(2), FD_SETSIZE).
    private static let descriptorMax: Int32 = 1000

    private init(context: OpaquePointer, device: OpaquePointer) {
        unsafe self.context = unsafe context
        unsafe self.device = unsafe device
    }

    /// Opens the reader at `port`, 115,200 baud: the chip's speed after power-up, which libnfc never changes.
    static func opened(port: String) throws(LibraryFailure) -> NearFieldReader {
        guard lowestFreeDescriptor() < descriptorMax else { throw LibraryFailure(.noPort, closes: true) }
        var context: OpaquePointer?
        unsafe nfc_init(&context)
        guard let context = unsafe context else { throw LibraryFailure(.chipFault, closes: true) }
        guard let device = unsafe nfc_open(context, "pn532_uart:\(port):115200") else {
            unsafe nfc_exit(context)
            throw LibraryFailure(.noReader, closes: true)
        }
        let reader = unsafe NearFieldReader(context: context, device: device)
        _ = try checked(unsafe nfc_initiator_init(device))
        // Without a limit on its attempts the chip would look for a tag for ever, deaf to all else.
        _ = try checked(unsafe nfc_device_set_property_bool(device, NP_INFINITE_SELECT, false))
        return reader
    }

    deinit {
        unsafe nfc_close(device)
        unsafe nfc_exit(context)
    }

    /// Looks for one tag of type A; nil when a working reader found none.
    mutating func select() throws(LibraryFailure) -> TagTarget? {
        // A tag that is in a session answers no second selection: only dropping the field makes it forget.
        if hasSelected { try setField(false) }
        if !fieldIsOn { try setField(true) }
        hasSelected = false
        var target = nfc_target()
        let modulation = nfc_modulation(nmt: NMT_ISO14443A, nbr: NBR_106)
        let count = try Self.checked(
            unsafe nfc_initiator_select_passive_target(device, modulation, nil, 0, &target)
        )
        guard count > 0 else { return nil }
        hasSelected = true
        guard let found = Self.target(target) else { throw LibraryFailure(.absurdTarget, closes: true) }
        return found
    }

    /// Sends a command to the selected tag and returns its whole answer.
    func exchange(_ command: [UInt8]) throws(LibraryFailure) -> [UInt8] {
        // From 263 bytes on libnfc aborts the process instead of refusing.
        guard hasSelected, (1...TagLimits.commandByteCountMax).contains(command.count) else {
            throw LibraryFailure(.refused, closes: false)
        }
        var answer = [UInt8](repeating: 0, count: TagLimits.answerByteCountMax)
        let count = try Self.checked(
            unsafe nfc_initiator_transceive_bytes(
                device,
                command,
                command.count,
                &answer,
                answer.count,
                Self.exchangeMilliseconds
            )
        )
        return Array(answer.prefix(Int(count)))
    }

    /// Whether the selected tag still answers.
    mutating func isPresent() throws(LibraryFailure) -> Bool {
        guard hasSelected else { return false }
        do throws(LibraryFailure) {
            _ = try Self.checked(unsafe nfc_initiator_target_is_present(device, nil))
            return true
        } catch  where error.failure == .tagGone {
            return false
        }
    }

    /// Lets the tag go by switching the field off, which makes any tag forget; costs one command.
    mutating func release() throws(LibraryFailure) {
        hasSelected = false
        if fieldIsOn { try setField(false) }
    }

    private mutating func setField(_ on: Bool) throws(LibraryFailure) {
        _ = try Self.checked(unsafe nfc_device_set_property_bool(device, NP_ACTIVATE_FIELD, on))
        fieldIsOn = on
    }
}

extension NearFieldReader {
    private static func checked(_ result: Int32) throws(LibraryFailure) -> Int32 {
        guard result < 0 else { return result }
        let (failure, closes) = LibraryResult.failure(result)
        throw LibraryFailure(failure, closes: closes, number: Int8(clamping: result))
    }

    /// The structure is packed in C, with lengths that came from the wire: none of them is believed.
    private static func target(_ target: nfc_target) -> TagTarget? {
        let info = unsafe target.nti.nai
        guard (1...10).contains(info.szUidLen), info.szAtsLen <= TagTarget.answerToSelectByteCountMax,
            let uid = TagUID(bytes(of: info.abtUid).prefix(info.szUidLen))
        else { return nil }
        return TagTarget(
            uid: uid,
            answerToRequest: bytes(of: info.abtAtqa),
            selectAcknowledge: info.btSak,
            answerToSelect: Array(bytes(of: info.abtAts).prefix(info.szAtsLen))
        )
    }

    /// The bytes of a C array, which Swift shows as a tuple.
    private static func bytes<Tuple: BitwiseCopyable>(of tuple: Tuple) -> [UInt8] {
        unsafe withUnsafeBytes(of: tuple) { unsafe Array($0) }
    }

    /// The number that the next descriptor will have (open(2)).
    private static func lowestFreeDescriptor() -> Int32 {
        let descriptor = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .max }
        _ = close(descriptor)
        return descriptor
    }
}
