import Cryptography
import Enrolment
import Replication
import ZeroMQTransport

@testable import CabinetAppliance
@testable import Measures

/// A cabinet's end of a line that says everything again and again, within the credit that it is given.
struct Repeater {
    private let link: ZeroMQLink
    private let connection: LinkConnection
    /// The bytes of each class that headquarters has allowed so far, and those that were sent.
    private(set) var credit: [TrafficClass: UInt64] = [:]
    private(set) var sent: [TrafficClass: UInt64] = [:]
    /// The most bytes of a class that headquarters allowed to be under way at once.
    private(set) var windowMax: UInt64 = 0
    /// How many cosignatures came.
    private(set) var cosignatureCount = 0

    /// Connects, greets and waits for WELCOME.
    init(_ cabinet: MeasuredCabinet, _ hello: Hello, to line: HeadquartersLine) async throws {
        link = try ZeroMQLink(
            ZeroMQLinkConfiguration(
                address: line.address,
                serverKey: line.serverKey,
                keyPair: try CurveKeyPair(secretKey: cabinet.secrets.transport.secretBytes.exposedCopy())
            )
        )
        self.connection = try await Self.connection(of: link)
        try await send(.hello(hello))
        while credit.isEmpty { try await listen() }
    }

    /// Waits for the line; a first attempt may come before headquarters listens.
    private static func connection(of link: ZeroMQLink) async throws -> LinkConnection {
        while let event = await link.events.next() {
            if case .up(let connection) = event { return connection }
        }
        throw MeasureError("the line was closed")
    }

    /// Sends a frame that counts against a class as soon as there is credit for it.
    mutating func send(_ frame: Frame, counting byteCount: UInt64, as trafficClass: TrafficClass) async throws
    {
        while sent[trafficClass, default: 0] + byteCount > credit[trafficClass, default: 0] {
            try await listen()
        }
        sent[trafficClass, default: 0] += byteCount
        try await send(frame)
    }

    /// Sends a head and waits for its cosignature.
    mutating func offer(_ head: HeadOffer) async throws {
        let before = cosignatureCount
        try await send(.checkpoint(head))
        while cosignatureCount == before { try await listen() }
    }

    /// Goes away.
    func leave() async { await link.close() }

    private mutating func send(_ frame: Frame) async throws {
        let bytes = frame.encoded
        while true {
            switch link.send(bytes, on: connection) {
            case .accepted: return
            case .wouldBlock: try await listen()
            case .unreachable, .illSized: throw MeasureError("the line does not take a frame")
            }
        }
    }

    private mutating func listen() async throws {
        guard let event = await link.events.next() else { throw MeasureError("the line was closed") }
        switch event {
        case .frame(let bytes, _): try take(try Frame(decoding: bytes))
        case .writable: break
        case .up, .down, .failed: throw MeasureError("the line ended: \(event)")
        }
    }

    private mutating func take(_ frame: Frame) throws {
        switch frame {
        case .welcome(let welcome): for credit in welcome.credit { allow(credit) }
        case .credit(let credit): allow(credit)
        case .cosignature: cosignatureCount += 1
        case .bye(let bye): throw MeasureError("headquarters ended the session: \(bye.message)")
        default: break
        }
    }

    private mutating func allow(_ new: Credit) {
        credit[new.trafficClass] = new.byteTotal
        let settled = sent[new.trafficClass, default: 0]
        windowMax = max(windowMax, new.byteTotal - min(new.byteTotal, settled))
    }
}
