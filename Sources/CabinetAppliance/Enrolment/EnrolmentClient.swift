import Cryptography
import Enrolment
import Logging
import Records
import Replication
import ZeroMQTransport

/// Asks headquarters' enrolment door until officers have signed; asking again is harmless.
struct EnrolmentClient: Sendable {
    /// How long to wait before asking again while officers have not signed.
    private static let askPause = Duration.seconds(2)
    /// How long to wait after a refusal, which people must look into.
    private static let refusalPause = Duration.seconds(30)

    private let secrets: CabinetSecrets
    private let logger: Logger

    init(secrets: CabinetSecrets, logger: Logger) {
        self.secrets = secrets
        self.logger = logger
    }

    /// Waits for the answer to a request, at the slip's first enrolment endpoint.
    func answer(to request: SignedRequest, under slip: Slip) async throws -> EnrolmentAnswer {
        guard let address = slip.enrolmentEndpoints.first,
            let serverKey = TransportKey(slip.enrolmentKey.bytes)
        else {
            throw CabinetError(.refused, "the slip names no enrolment endpoint; ask for another slip")
        }
        let link = try ZeroMQLink(
            ZeroMQLinkConfiguration(
                address: address,
                serverKey: serverKey,
                keyPair: try CurveKeyPair(secrets)
            )
        )
        do {
            let answer = try await exchange(request, over: link)
            await link.close()
            return answer
        } catch {
            await link.close()
            throw error
        }
    }

    private func exchange(_ request: SignedRequest, over link: ZeroMQLink) async throws -> EnrolmentAnswer {
        while let event = await link.events.next() {
            switch event {
            case .up(let connection), .writable(let connection):
                _ = link.send(request.encoded, on: connection)
            case .frame(let bytes, let connection):
                switch try EnrolmentReply(decoding: bytes) {
                case .answered(let answer): return answer
                case .waiting: try await Task.sleep(for: Self.askPause)
                case .refused(let message):
                    logger.warning("enrolment.refused", metadata: ["enrolment.message": "\(message)"])
                    try await Task.sleep(for: Self.refusalPause)
                }
                _ = link.send(request.encoded, on: connection)
            case .failed(let loss):
                logger.notice("enrolment.unreachable", metadata: ["line.loss": "\(loss)"])
            case .down: break
            }
        }
        // A daemon that is told to stop ends in order, also while it waits.
        try Task.checkCancellation()
        throw CabinetError(.notEnrolled, "the line to the enrolment door was closed before officers answered")
    }
}

extension CurveKeyPair {
    /// The transport key that a cabinet made on board.
    init(_ secrets: CabinetSecrets) throws {
        try self.init(secretKey: secrets.transport.bytes)
    }
}
