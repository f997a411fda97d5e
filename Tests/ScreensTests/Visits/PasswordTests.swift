import Testing

@testable import Screens

@Suite struct PasswordTests {
    // Cheap, so that the test is quick; the standard work is measured elsewhere.
    private var cheap: PasswordParameters {
        get throws { try #require(PasswordParameters(costExponent: 10, blockSize: 8, parallelism: 1)) }
    }

    @Test func `a password matches its verifier and no other does`() throws {
        let verifier = try PasswordVerifier(password: "正确的密码", parameters: cheap)
        #expect(try verifier.matches("正确的密码"))
        #expect(try !verifier.matches("正确的密碼"))
        #expect(try !verifier.matches(""))
    }

    @Test func `a verifier is stored with its parameters and read as it was`() throws {
        let verifier = try PasswordVerifier(password: "x", parameters: cheap)
        #expect(verifier.stored.hasPrefix("$scrypt$ln=10,r=8,p=1$"))
        let read = try PasswordVerifier(stored: verifier.stored)
        #expect(read == verifier)
        #expect(try read.matches("x"))
        #expect(!"\(verifier)".contains(verifier.stored.suffix(20)))
    }

    @Test func `a verifier made by Python's hashlib is understood`() throws {
        // hashlib.scrypt(b"secret", salt=bytes(range(16)), n=2**15, r=8, p=3, dklen=32, maxmem=64 << 20), Python 3.11.
        let stored =
            "$scrypt$ln=15,r=8,p=3$AAECAwQFBgcICQoLDA0ODw$dJjH24E4NX6nzpVwT3tjaq4fioVPdvMyW6bGf5Y60ew"
        let verifier = try PasswordVerifier(stored: stored)
        #expect(verifier.parameters == .standard)
        #expect(try verifier.matches("secret"))
        #expect(try !verifier.matches("Secret"))
    }

    @Test func `the same password has another verifier each time`() throws {
        let one = try PasswordVerifier(password: "x", parameters: cheap)
        #expect(try PasswordVerifier(password: "x", parameters: cheap) != one)
    }

    @Test(arguments: [
        "", "$", "$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA",
        "$argon2$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$scrypt$ln=60,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=10,r=8$AAECAwQFBgcICQoLDA0ODw$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=10,r=8,p=1$AAECAwQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    ])
    func `a damaged verifier is refused`(stored: String) {
        #expect(throws: ScreensError(.password, "")) { try PasswordVerifier(stored: stored) }
    }

    @Test func `parameters beyond reason are refused`() {
        for (cost, block, parallelism) in [
            (9, 8, 1), (19, 8, 1), (15, 0, 1), (15, 17, 1), (15, 8, 0), (15, 8, 9), (18, 16, 1), (64, 8, 1),
        ] {
            #expect(PasswordParameters(costExponent: cost, blockSize: block, parallelism: parallelism) == nil)
        }
    }

    @Test func `a password that is too long is refused and not cut`() throws {
        let verifier = try PasswordVerifier(password: String(repeating: "a", count: 256), parameters: cheap)
        #expect(throws: ScreensError(.password, "")) {
            try verifier.matches(String(repeating: "a", count: 257))
        }
    }

    @Test func `an account that does not exist costs the work that one that does costs`() async throws {
        let bench = try PasswordBench()
        // A password that scrypt's own step refuses is refused for both: the work is done for both.
        let long = String(repeating: "a", count: PasswordVerifier.passwordByteCountMax + 1)
        let verifier = try await bench.verifier(of: "secret")
        await #expect(throws: ScreensError(.password, "")) { try await bench.isRight(long, for: verifier) }
        await #expect(throws: ScreensError(.password, "")) { try await bench.isRight(long, for: nil) }
        #expect(bench.dummy.parameters == verifier.parameters)
        #expect(try await !bench.isRight("secret", for: nil))
        #expect(try await bench.isRight("secret", for: verifier))
    }

    @Test func `so many passwords wait, and the next is told that it is busy`() async throws {
        let bench = try PasswordBench()
        let verifier = try PasswordVerifier(password: "secret", parameters: cheap)
        let outcomes = await withTaskGroup(of: Bool?.self) { group in
            for _ in 0..<PasswordBench.waitingCountMax * 4 {
                group.addTask { try? await bench.isRight("secret", for: verifier) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == true } >= PasswordBench.waitingCountMax)
        #expect(!outcomes.contains(false))
        #expect(try await bench.isRight("secret", for: verifier))
    }
}
