import Cryptography
import Enrolment
import Records
import Replication
import Testing
import ZeroMQTransport

@testable import Simulation

extension Scenarios {
    /// The door where cabinets ask to be enrolled.
    @Suite(.serialized) struct EnrolmentDoorTests {
        @Test(.timeLimit(.minutes(5)))
        func `a slip serves one cabinet, none once withdrawn, and nobody before officers sign`() async throws
        {
            try await Stage.play([]) { stage in
                let slip = try await issue("beijing-2", stage)
                let cabinet = try CabinetSecrets(making: CredentialKey.made())
                try #require(try await ask(under: slip, with: cabinet, stage) == .waiting)
                try #require(try await ask(under: slip, with: cabinet, stage) == .waiting)

                // Officers have not signed: the line stays shut.
                let key = try CurveKeyPair(secretKey: cabinet.transport.bytes)
                guard case .lost(.refused) = try await stage.answerToStranger([1], key: key) else {
                    throw FleetError(.outcome, "a cabinet that officers did not sign came in")
                }

                // Somebody who photographed the slip.
                let thief = try CabinetSecrets(making: CredentialKey.made())
                try requireRefused(
                    try await ask(under: slip, with: thief, stage),
                    "redeemed the slip already"
                )

                try await withdraw(slip, stage)
                try requireRefused(try await ask(under: slip, with: cabinet, stage), "withdrawn")

                let unused = try await issue("beijing-3", stage)
                try await withdraw(unused, stage)
                try requireRefused(try await ask(under: unused, with: cabinet, stage), "withdrawn")

                // A slip that headquarters never issued, or whose text was changed, is worth nothing.
                let door = try await answer(to: [0xA0], under: slip, with: thief, stage)
                try requireRefused(door, "no request")
            }
        }

        private func issue(_ cabinet: String, _ stage: Stage) async throws -> Slip {
            struct Asked: Decodable { let request: String }
            struct Released: Decodable { let slip: String }
            let asked: Asked = try await stage.company.console(as: "admin").send(
                "/api/enrolment",
                [("cabinet", cabinet), ("site", stage.site.site), ("name", cabinet)]
            )
            let released: Released = try await stage.company.console(as: "security").send(
                "/api/enrolment/\(asked.request)/release"
            )
            return try SignedSlip(text: Array(released.slip.utf8)).opened()
        }

        private func withdraw(_ slip: Slip, _ stage: Stage) async throws {
            let answer = try await stage.browser(as: "security").submit(
                "/enrolment/slips/\(slip.slip)/withdraw",
                WebForm()
            )
            try #require(answer.status == 303, "\(answer.status)")
        }

        private func ask(under slip: Slip, with secrets: CabinetSecrets, _ stage: Stage) async throws
            -> EnrolmentReply
        {
            let request = try SignedRequest(
                EnrolmentRequest(slip: slip, keys: secrets.publicKeys(), selfTest: []),
                secrets: secrets,
                slip: slip
            )
            return try await answer(to: request.encoded, under: slip, with: secrets, stage)
        }

        private func answer(to frame: [UInt8], under slip: Slip, with secrets: CabinetSecrets, _ stage: Stage)
            async throws -> EnrolmentReply
        {
            let stranger = try Stranger(
                port: stage.fleet.ports.enrolment,
                server: slip.enrolmentKey.bytes,
                key: CurveKeyPair(secretKey: secrets.transport.bytes)
            )
            let answer = try await stranger.say(frame)
            await stranger.leave()
            guard case .frame(let bytes) = answer else {
                throw FleetError(.outcome, "no answer but \(answer)")
            }
            return try EnrolmentReply(decoding: bytes)
        }

        private func requireRefused(_ reply: EnrolmentReply, _ word: String) throws {
            guard case .refused(let message) = reply, message.contains(word) else {
                throw FleetError(.outcome, "should be refused with «\(word)» and is answered \(reply)")
            }
        }
    }
}

extension CredentialKey {
    /// A key of a machine that nobody has.
    fileprivate static func made() throws -> CredentialKey {
        try CredentialKey(SecretBytes(randomByteCount: 32))
    }
}
