import Cryptography
import Enrolment
import FoundationEssentials
import Replication
import ZeroMQTransport

@testable import Simulation

/// Somebody at one of headquarters' doors for cabinets who speaks for himself.
struct Stranger: Sendable {
    private let link: ZeroMQLink

    /// How an attempt ended, or one frame that came.
    enum Answer: Sendable {
        case frame([UInt8])
        case lost(LinkLoss)
    }

    /// Knocks with a key.
    init(port: Int, server: [UInt8], key: CurveKeyPair) throws {
        guard let serverKey = TransportKey(server) else { throw FleetError(.answer, "a key has 32 bytes") }
        link = try ZeroMQLink(
            ZeroMQLinkConfiguration(address: "tcp://127.0.0.1:\(port)", serverKey: serverKey, keyPair: key)
        )
    }

    /// Sends a frame once the line stands, and waits for what comes of it.
    func say(_ frame: [UInt8]) async throws -> Answer {
        let link = link
        return try await withDeadline(.seconds(60), "an answer to a stranger") {
            while let event = await link.events.next() {
                switch event {
                case .up(let connection): _ = link.send(frame, on: connection)
                case .frame(let bytes, _): return .frame(bytes)
                case .failed(let loss), .down(_, let loss): return .lost(loss)
                case .writable: break
                }
            }
            throw CancellationError()
        }
    }

    /// Goes away.
    func leave() async { await link.close() }
}

extension Stage {
    /// Headquarters' public keys, as its own file names them.
    var headquartersKeys: HeadquartersKeys {
        get throws {
            try HeadquartersKeys(
                ProtectedFile.read(
                    "\(fleet.folder.headquarters)/headquarters.keys",
                    readers: .anyone,
                    byteCountMax: HeadquartersKeys.byteCountMax
                )
            )
        }
    }

    /// The transport key of a cabinet, from its disk.
    func transportKey(of cabinet: String) throws -> CurveKeyPair {
        let state = "\(fleet.folder.cabinet(cabinet))/state"
        let secrets = try CabinetSecrets(
            ProtectedFile.read("\(state)/secrets", readers: .ownerOnly),
            under: CredentialKey(path: "\(state)/credential")
        )
        return try CurveKeyPair(secretKey: secrets.transport.bytes)
    }

    /// What the cabinets' door answers to one frame under a key.
    func answerToStranger(_ frame: [UInt8], key: CurveKeyPair) async throws -> Stranger.Answer {
        let stranger = try Stranger(
            port: fleet.ports.cabinets,
            server: try headquartersKeys.transport.bytes,
            key: key
        )
        let answer = try await stranger.say(frame)
        await stranger.leave()
        return answer
    }
}
