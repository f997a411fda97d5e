/// A simulated NTAG 424 DNA: what NXP's NT4H2421Gx and AN12196 say the chip answers to a command, as a pure value.
///
/// Written from those documents alone. It shares no line of protocol code with the product's own client, so that
/// one misreading cannot hide in both.
package struct NTAG424: Equatable, Sendable {
    /// The number of bytes in its serial number.
    package static let uidByteCount = 7
    /// The number of bytes in NXP's signature over the serial number.
    package static let originalitySignatureByteCount = 56
    /// The number of bytes that follow the serial number in the last part of the version: batch, key, week, year.
    package static let productionByteCount = 7

    /// The serial number, first byte 04 for NXP.
    package let uid: [UInt8]
    /// What the factory wrote about the production of this chip.
    package let production: [UInt8]
    /// What Read_Sig answers; a simulated tag cannot hold NXP's real signature over its own serial number.
    package let originalitySignature: [UInt8]

    var keys: [TagKey]
    var files: [TagFile]

    // What the loss of the field erases.
    var selection = Selection.card
    var progress = Progress.idle
    var session: SecureSession?
    /// Whether the counter of dynamic messaging has risen since the file was selected.
    var countedThisRead = false

    /// Which directory, and which file in it, ISO/IEC 7816-4 commands speak of.
    enum Selection: Equatable {
        case card
        case application(file: UInt8?)
    }

    /// What a command in several parts has come to.
    enum Progress: Equatable {
        case idle
        case challenged(Challenge)
        case version(part: Int)
    }

    /// A tag from the factory: five zero keys of version zero, three files, no failures.
    ///
    /// Returns nil when a count of bytes is not the chip's.
    package init?(uid: [UInt8], production: [UInt8], originalitySignature: [UInt8]) {
        guard uid.count == Self.uidByteCount, production.count == Self.productionByteCount,
            originalitySignature.count == Self.originalitySignatureByteCount
        else { return nil }
        self.uid = uid
        self.production = production
        self.originalitySignature = originalitySignature
        keys = [TagKey](repeating: .transport, count: 5)
        files = TagFile.factory
    }

    /// A tag from the factory whose serial number, production and signature are drawn.
    package init(using generator: inout some RandomNumberGenerator) {
        uid = [0x04] + generator.bytes(Self.uidByteCount - 1)
        production = generator.bytes(Self.productionByteCount - 2) + [0x21, 0x24]
        originalitySignature = generator.bytes(Self.originalitySignatureByteCount)
        keys = [TagKey](repeating: .transport, count: 5)
        files = TagFile.factory
    }

    /// What a forger makes of this tag without its keys: everything that can be read, and factory keys.
    package var counterfeit: NTAG424 {
        var copy = self
        copy.keys = keys.map { TagKey(bytes: TagKey.transport.bytes, version: $0.version) }
        copy.loseField()
        return copy
    }

    /// Forgets what a chip without power forgets: selection, session, half commands.
    package mutating func loseField() {
        selection = .card
        progress = .idle
        session = nil
        countedThisRead = false
    }

    /// The answer APDU to a command APDU; the challenges and the transaction identifier are drawn.
    package mutating func answer(
        _ command: [UInt8],
        using generator: inout some RandomNumberGenerator
    ) -> [UInt8] {
        guard let frame = CommandFrame(command) else {
            endSession()
            return StatusWord.isoWrongLength.bytes
        }
        do throws(Refusal) {
            return try execute(frame, using: &generator)
        } catch {
            // Any answer but success ends the session (NT4H2421Gx, 9.1.1).
            endSession()
            return error.status.bytes
        }
    }

    mutating func endSession() {
        session = nil
        progress = .idle
    }

    private mutating func execute(
        _ frame: CommandFrame,
        using generator: inout some RandomNumberGenerator
    ) throws(Refusal) -> [UInt8] {
        switch frame.instructionClass {
        case 0x00: try executeInterindustry(frame)
        case 0x90: try executeWrapped(frame, using: &generator)
        default: throw Refusal(.isoWrongClass)
        }
    }
}
