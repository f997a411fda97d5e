import FoundationEssentials

/// The control socket: lines of JSON in, a line of JSON out for each, in order.
final class ControlServer: RigPart {
    private static let clientCountMax = 16
    private static let lineByteCountMax = 65_536
    private static let unsentByteCountMax = 4_194_304
    private static let readByteCountMax = 16_384
    private static let newline = UInt8(ascii: "\n")

    private final class Client {
        let socket: OpenDescriptor
        var heard: [UInt8] = []
        var unsent: [UInt8] = []
        var isOver = false

        init(_ socket: OpenDescriptor) {
            self.socket = socket
        }
    }

    private let listener: OpenDescriptor
    private let answer: (RigRequest) -> RigAnswer
    private var clients: [Client] = []

    init(path: String, answer: @escaping (RigRequest) -> RigAnswer) throws(RigError) {
        listener = try LocalSocket.listen(atPath: path)
        self.answer = answer
    }

    var watched: [WatchedDescriptor] {
        let door = WatchedDescriptor(
            descriptor: listener.value,
            wantsRead: clients.count < Self.clientCountMax
        )
        return [door]
            + clients.map { WatchedDescriptor(descriptor: $0.socket.value, wantsWrite: !$0.unsent.isEmpty) }
    }

    var deadline: ContinuousClock.Instant? { nil }

    func turn(at now: ContinuousClock.Instant) {
        while clients.count < Self.clientCountMax, let socket = LocalSocket.accept(listener) {
            clients.append(Client(socket))
        }
        for client in clients { serve(client) }
        clients.removeAll { $0.isOver }
    }

    private func serve(_ client: Client) {
        reading: while true {
            switch client.socket.read(countMax: Self.readByteCountMax) {
            case .bytes(let bytes): client.heard += bytes
            case .nothing: break reading
            case .end, .failed:
                client.isOver = true
                break reading
            }
            guard client.heard.count <= Self.lineByteCountMax else {
                client.isOver = true
                return
            }
            answerLines(client)
        }
        guard let count = client.socket.write(client.unsent) else {
            client.isOver = true
            return
        }
        client.unsent.removeFirst(count)
        if client.unsent.count > Self.unsentByteCountMax { client.isOver = true }
    }

    private func answerLines(_ client: Client) {
        while let end = client.heard.firstIndex(of: Self.newline) {
            let line = Array(client.heard[..<end])
            client.heard.removeFirst(end + 1)
            client.unsent += encode(reply(to: line)) + [Self.newline]
        }
    }

    private func reply(to line: [UInt8]) -> RigAnswer {
        do {
            return answer(try JSONDecoder().decode(RigRequest.self, from: Data(line)))
        } catch {
            return RigAnswer(RigError(.unreadableRequest, "the line is no request: \(error)"))
        }
    }

    private func encode(_ answer: RigAnswer) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // An answer is text, numbers and truth values: there is nothing in it that JSON cannot say.
        guard let data = try? encoder.encode(answer) else { return Array(#"{"ok":false}"#.utf8) }
        return Array(data)
    }
}
