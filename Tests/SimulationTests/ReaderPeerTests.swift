import FoundationEssentials
import Glibc
import Testing

@testable import Simulation

/// Readers and tags of the rig, held against clients that others wrote.
///
/// `nfc-list` is Debian's, of libnfc-bin; nfcpy and pylibsdm are PyPI's, in the environment whose python
/// SIGNET_PEERS_PYTHON names. `./test peers` brings both.
@Suite(.timeLimit(.minutes(5)), .serialized) struct ReaderPeerTests {
    static let python = value(of: "SIGNET_PEERS_PYTHON")
    static let lister = "/usr/bin/nfc-list"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: lister)))
    func `nfc-list finds the tag, names it and finds nothing when it is gone`() throws {
        try withRig(radioMilliseconds: 1, isPaced: true) { rig in
            let made = try rig.client.makeTag("seal", uid: [0x04, 0x78, 0x2E, 0x21, 0x80, 0x1D, 0x80])
            try rig.client.put("seal", on: "beijing/front")
            #expect(made.uid == "04782e21801d80")
            let device = "pn532_uart:\(rig.folder.frontReader("beijing")):115200"
            let found = try run([Self.lister, "-v"], environment: ["LIBNFC_DEFAULT_DEVICE": device])
            #expect(found.contains("1 ISO14443A passive target(s) found"))
            #expect(found.contains("ATQA (SENS_RES): 03  44"))
            #expect(found.contains("UID (NFCID1): 04  78  2e  21  80  1d  80"))
            #expect(found.contains("SAK (SEL_RES): 20"))
            #expect(found.contains("ATS: 77  77  71  02  80"))
            #expect(found.contains("0 ISO14443B passive target(s) found"))
            #expect(found.contains("0 ISO14443A-2 NFC Barcode passive target(s) found"))
            try rig.client.take("seal")
            let gone = try run([Self.lister, "-v"], environment: ["LIBNFC_DEFAULT_DEVICE": device])
            #expect(gone.contains("0 ISO14443A passive target(s) found"))
        }
    }

    @Test(.enabled(if: python != nil))
    func `nfcpy raises the line's rate, activates the tag and exchanges blocks of its own`() throws {
        try withRig(radioMilliseconds: 1, isPaced: true) { rig in
            let made = try rig.client.makeTag("seal")
            try rig.client.put("seal", on: "beijing/front")
            let seen: NFCPySight = try script("nfcpy_peer.py", rig.folder.frontReader("beijing"))
            #expect(seen.chip == "PN532v1.6")
            #expect(seen.baudrate == 921_600)
            #expect(seen.type == "Type4Tag")
            #expect(seen.uid == made.uid)
            #expect(seen.version?.first == "0404023000110591af")
            #expect(seen.version?.last?.hasPrefix(try #require(made.uid)) == true)
            #expect(seen.written == "9100")
            #expect(seen.read == true)
            #expect(seen.ndefCapacity == 254)
            #expect(seen.absent == false)
            // The line's rate was set back: a second run begins where the first did.
            let again: NFCPySight = try script("nfcpy_peer.py", rig.folder.frontReader("beijing"))
            #expect(again.uid == made.uid)
        }
    }

    @Test(.enabled(if: python != nil))
    func `nfcpy sees that nobody is there`() throws {
        try withRig { rig in
            let seen: NFCPySight = try script("nfcpy_peer.py", rig.folder.frontReader("beijing"))
            #expect(seen.chip == "PN532v1.6")
            #expect(seen.type == nil)
        }
    }

    @Test(.enabled(if: python != nil))
    func `pylibsdm authenticates, reads and changes settings, and changes the master key`() throws {
        try withRig { rig in
            let made = try rig.client.makeTag("seal")
            try rig.client.put("seal", on: "beijing/front")
            let seen: LibSDMSight = try script("pylibsdm_peer.py", rig.folder.frontReader("beijing"))
            #expect(seen.authenticated)
            #expect(seen.settings.fileSize == 256)
            #expect(seen.uid == made.uid)
            #expect(seen.commMode == "MAC")
            #expect(seen.oldKey == "91ae")
            #expect(seen.newKey)
        }
    }
}

/// What nfcpy_peer.py prints.
private struct NFCPySight: Decodable {
    var chip: String
    var baudrate: Int
    var type: String?
    var uid: String?
    var version: [String]?
    var written: String?
    var read: Bool?
    var ndefCapacity: Int?
    var absent: Bool
}

/// What pylibsdm_peer.py prints.
private struct LibSDMSight: Decodable {
    struct Settings: Decodable {
        var fileSize: Int

        enum CodingKeys: String, CodingKey {
            case fileSize = "file_size"
        }
    }

    var authenticated: Bool
    var settings: Settings
    var uid: String
    var commMode: String
    var oldKey: String?
    var newKey: Bool
}

extension ReaderPeerTests {
    private func script<Sight: Decodable>(_ name: String, _ line: String) throws -> Sight {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let path = folder.appending(path: "Peers/\(name)").path()
        let printed = try run([try #require(Self.python), path, line])
        return try JSONDecoder().decode(Sight.self, from: Data(printed.utf8))
    }

    private static func value(of name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
