import Cryptography
import Enrolment
import Testing

@testable import CabinetAppliance

@Suite struct CabinetLogKeysTests {
    @Test func `a rotation that was begun before skips no epoch`() async throws {
        try await KeptCabinet.with { kept in
            let credential = try CredentialKey.readOrMake(path: kept.folder + "/credential")
            let secrets = try CabinetSecrets(making: credential)
            let keys = try CabinetLogKeys(secrets, path: kept.folder + "/secrets", under: credential)
            let begun = try keys.rotated()
            // An error came before the next epoch was open: the program goes on with the keys before.
            let again = try keys.rotated()
            #expect([keys.epoch, begun.epoch, again.epoch] == [1, 2, 2])
            #expect(again.acts.publicKey == begun.acts.publicKey)
            #expect(try again.rotated().epoch == 3)
        }
    }
}
