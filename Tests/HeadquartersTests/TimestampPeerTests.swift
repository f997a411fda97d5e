import Cryptography
import Enrolment
import Foundation
import Logging
import PeerPrograms
import Records
import Testing

@testable import Headquarters

/// Headquarters asks OpenSSL's time-stamping authority, behind the HTTP of another program.
@Suite(.enabled(if: Peer.python != nil, "SIGNET_PEERS_PYTHON names no Python"), .timeLimit(.minutes(3)))
struct TimestampPeerTests {
    /// A headquarters and an authority, and one more authority that nobody trusts.
    private struct Scene {
        let office: Office
        let server: Peer.Server
        let folder: URL

        init() async throws {
            office = try await Office.founded()
            folder = FileManager.default.temporaryDirectory.appending(path: "signet-tsa-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            server = try #require(try Peer.server("time_stamp_authority.py", [folder.path]))
        }

        var trust: TimeStampTrust {
            get throws { try TimeStampTrust(text: Array(Data(contentsOf: folder.appending(path: "ca.pem")))) }
        }

        func service(_ path: String, trust: TimeStampTrust? = nil) throws -> TimestampService {
            TimestampService(
                ledger: office.ledger,
                authority: .init(
                    url: "http://127.0.0.1:\(server.firstLine)/\(path)",
                    certificatesPath: folder.appending(path: "ca.pem").path
                ),
                trust: try trust ?? self.trust,
                logger: Logger(label: "test")
            )
        }

        /// Asks once, and ends the line.
        func stamp(_ path: String, trust: TimeStampTrust? = nil) async throws {
            let service = try service(path, trust: trust)
            let result: Result<Void, any Error>
            do { result = .success(try await service.stamp()) } catch { result = .failure(error) }
            try await service.close()
            try result.get()
        }

        /// What OpenSSL itself finds of a token.
        func verify(_ anchor: HeadTimestamped) throws -> Int32 {
            let (data, token) = (folder.appending(path: "data"), folder.appending(path: "token"))
            try Data(anchor.note.bytes).write(to: data)
            try Data(anchor.token.bytes).write(to: token)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/openssl")
            process.arguments = [
                "ts", "-verify", "-data", data.path, "-in", token.path, "-token_in", "-CAfile",
                folder.appending(path: "ca.pem").path,
            ]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    @Test func `the head of receipts is stamped once a day, and the record holds what OpenSSL verifies`()
        async throws
    {
        let scene = try await Scene()
        defer { try? FileManager.default.removeItem(at: scene.folder) }
        let service = try scene.service("good")
        #expect(service.isDue)
        let head = try #require(scene.office.ledger.view.heads[scene.office.ledger.origins.receipts])
        try await service.stamp()
        let place = try #require(scene.office.ledger.view.anchors.timestamp)
        #expect(place.index == head.size)
        #expect(try place.anchor.checkpoint().head == head)
        try scene.trust.check(place.anchor.stamp(), at: place.anchor.stamp().seconds)
        #expect(try scene.verify(place.anchor) == 0)

        #expect(!service.isDue)
        scene.office.clock.pass(TimestampService.periodMilliseconds - 1)
        #expect(!service.isDue)
        scene.office.clock.pass(1)
        #expect(service.isDue)
        try await service.stamp()
        try await service.close()
        #expect(scene.office.ledger.view.anchors.timestamp?.index == head.size + 1)

        let again = try await Office.open(
            scene.office.folder,
            scene.office.keys,
            scene.office.root,
            scene.office.clock
        )
        #expect(again.view.anchors == scene.office.ledger.view.anchors)
    }

    @Test(arguments: ["nonce", "imprint", "refuse", "garbage", "large", "error"])
    func `an answer that is none to this question leaves no record`(path: String) async throws {
        let scene = try await Scene()
        defer { try? FileManager.default.removeItem(at: scene.folder) }
        await #expect(throws: (any Error).self) { try await scene.stamp(path) }
        #expect(scene.office.ledger.view.anchors.isEmpty)
    }

    @Test func `an earlier answer, another authority and an expired certificate are refused`() async throws {
        let scene = try await Scene()
        defer { try? FileManager.default.removeItem(at: scene.folder) }
        try await scene.stamp("again")
        let first = scene.office.ledger.view.anchors
        await #expect(throws: CryptographyError.self) { try await scene.stamp("again") }

        let other = try await Scene()
        defer { try? FileManager.default.removeItem(at: other.folder) }
        await #expect(throws: CryptographyError.self) { try await scene.stamp("good", trust: other.trust) }

        // The authority's certificate lasts ten years.
        scene.office.clock.pass(11 * 366 * 86_400_000)
        await #expect(throws: CryptographyError.self) { try await scene.stamp("good") }
        #expect(scene.office.ledger.view.anchors == first)
    }
}
