import COpenSSL

/// One run of a cipher (EVP_EncryptInit(3)); libcrypto wipes its key schedule when the run ends.
@safe struct CipherContext: ~Copyable {
    private let pointer: OpaquePointer

    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    /// Starts a run without padding.
    ///
    /// The caller has checked the counts of key and initial vector.
    init(
        _ algorithm: FetchedAlgorithm,
        _ direction: Direction,
        key: Span<UInt8>,
        initialVector: [UInt8]
    ) throws(CryptographyError) {
        let cipher = try unsafe algorithm.cipher()
        guard let pointer = unsafe EVP_CIPHER_CTX_new() else { throw .library("a cipher context") }
        let started = unsafe key.withUnsafeBufferPointer {
            unsafe EVP_CipherInit_ex2(
                pointer,
                cipher,
                $0.baseAddress,
                initialVector.isEmpty ? nil : initialVector,
                direction.rawValue,
                nil
            )
        }
        guard started == 1, unsafe EVP_CIPHER_CTX_set_padding(pointer, 0) == 1 else {
            unsafe EVP_CIPHER_CTX_free(pointer)
            throw .library("starting a cipher")
        }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(pointer)
    }

    /// Takes in associated data of an authenticating cipher.
    func authenticate(_ bytes: [UInt8]) throws(CryptographyError) {
        guard !bytes.isEmpty else { return }
        var written: Int32 = 0
        guard let count = Int32(exactly: bytes.count),
            unsafe EVP_CipherUpdate(pointer, nil, &written, bytes, count) == 1
        else { throw .library("authenticating data") }
    }

    /// The whole output for the whole input; of the same count, since nothing pads.
    func update(_ bytes: [UInt8]) throws(CryptographyError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var written: Int32 = 0
        guard let count = Int32(exactly: bytes.count),
            unsafe EVP_CipherUpdate(pointer, &output, &written, bytes, count) == 1, written == count
        else { throw .library("running a cipher") }
        return output
    }

    /// Ends the run.
    ///
    /// False when an authenticating cipher finds that the tag is not that of what it saw.
    func finish() -> Bool {
        // A cipher without padding writes nothing here; the block is room that the call may ask for.
        var rest = [UInt8](repeating: 0, count: Int(EVP_MAX_BLOCK_LENGTH))
        var written: Int32 = 0
        let finished = unsafe EVP_CipherFinal_ex(pointer, &rest, &written) == 1
        if !finished { ERR_clear_error() }
        return finished
    }

    /// The tag that an authenticating cipher made.
    func tag(byteCount: Int) throws(CryptographyError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: byteCount)
        guard unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_GET_TAG, Int32(byteCount), &tag) == 1 else {
            throw .library("taking an authentication tag")
        }
        return tag
    }

    /// Says which tag `finish` shall find.
    func expect(tag: [UInt8]) throws(CryptographyError) {
        var tag = tag
        guard unsafe EVP_CIPHER_CTX_ctrl(pointer, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
            throw .library("expecting an authentication tag")
        }
    }
}
