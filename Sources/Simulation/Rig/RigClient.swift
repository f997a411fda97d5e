import Cryptography
import FoundationEssentials
import Glibc

/// A hand in the simulated world, from another process or another thread.
package struct RigClient: Sendable {
    private static let answerByteCountMax = 8_388_608
    private static let readByteCountMax = 65_536
    private static let newline = UInt8(ascii: "\n")

    private let path: String
    private let answerWaitMax: Duration

    /// Speaks to the rig of a folder; an answer that takes longer than `answerWaitMax` is given up.
    package init(folder: RigFolder, answerWaitMax: Duration = .seconds(10)) {
        path = folder.controlSocket
        self.answerWaitMax = answerWaitMax
    }

    /// Sends one request and waits for its answer; a refusal is thrown with its code.
    @discardableResult
    package func send(_ request: RigRequest) throws(RigError) -> RigAnswer {
        let line: Data
        do {
            line = try JSONEncoder().encode(request)
        } catch {
            throw RigError(.unreadableRequest, "the request cannot be written as JSON: \(error)")
        }
        let answer = try decode(try exchange(Array(line) + [Self.newline]))
        if let failure = answer.error {
            throw RigError(RigError.Code(failure.code) ?? .system, failure.message)
        }
        return answer
    }

    /// Sends a request as a line of JSON and returns the answer's line, refusals included.
    package func sendLine(_ line: String) throws(RigError) -> String {
        String(decoding: try exchange(Array(line.utf8) + [Self.newline]).dropLast(), as: UTF8.self)
    }

    private func exchange(_ line: [UInt8]) throws(RigError) -> [UInt8] {
        let socket = try LocalSocket.connect(toPath: path)
        let deadline = ContinuousClock.now + answerWaitMax
        var unsent = line
        while !unsent.isEmpty {
            try wait(socket, POLLOUT, until: deadline)
            guard let count = socket.write(unsent) else { throw gone }
            unsent.removeFirst(count)
        }
        var heard: [UInt8] = []
        while heard.last != Self.newline {
            guard heard.count < Self.answerByteCountMax else { throw gone }
            try wait(socket, POLLIN, until: deadline)
            switch socket.read(countMax: Self.readByteCountMax) {
            case .bytes(let bytes): heard += bytes
            case .nothing: break
            case .end, .failed: throw gone
            }
        }
        return heard
    }

    private func decode(_ line: [UInt8]) throws(RigError) -> RigAnswer {
        do {
            return try JSONDecoder().decode(RigAnswer.self, from: Data(line))
        } catch {
            throw RigError(.unreadableRequest, "the answer cannot be read: \(error)")
        }
    }

    private func wait(
        _ socket: OpenDescriptor,
        _ events: Int32,
        until deadline: ContinuousClock.Instant
    ) throws(RigError) {
        var question = pollfd(fd: socket.value, events: Int16(events), revents: 0)
        let left = max(ContinuousClock.now.duration(to: deadline), .zero)
        guard unsafe poll(&question, 1, Int32(left / .milliseconds(1)) + 1) > 0 else {
            throw RigError(.timedOut, "the rig did not answer within \(answerWaitMax)")
        }
    }

    private var gone: RigError {
        RigError(.disconnected, "the rig closed its socket; look whether it still runs")
    }
}

/// The requests by name.
extension RigClient {
    /// Makes an NTAG 424 DNA as the factory makes it; drawn from the rig's own sequence without `uid` and `seed`.
    @discardableResult
    package func makeTag(
        _ name: String,
        uid: [UInt8]? = nil,
        signature: [UInt8]? = nil,
        seed: UInt64? = nil
    ) throws(RigError) -> RigSnapshot.Tag {
        var request = RigRequest(.make)
        request.tag = name
        request.kind = "ntag424"
        request.uid = uid.map { Hex.encode($0) }
        request.signature = signature.map { Hex.encode($0) }
        request.seed = seed
        return try made(request)
    }

    /// Makes a copy of a tag: same serial number, version and signature, other keys.
    @discardableResult
    package func makeCounterfeit(_ name: String, of original: String) throws(RigError) -> RigSnapshot.Tag {
        var request = RigRequest(.make)
        request.tag = name
        request.kind = "counterfeit"
        request.original = original
        return try made(request)
    }

    /// Makes a chip of another kind, classic or phone.
    @discardableResult
    package func makeOther(_ name: String, kind: String, uid: [UInt8]? = nil) throws(RigError)
        -> RigSnapshot.Tag
    {
        var request = RigRequest(.make)
        request.tag = name
        request.kind = kind
        request.uid = uid.map { Hex.encode($0) }
        return try made(request)
    }

    /// Throws a tag away.
    package func discard(_ tag: String) throws(RigError) {
        try send(with(.discard) { $0.tag = tag })
    }

    /// Puts a tag that is in hand on a reader, such as beijing/slot1; `drawerClosed` when the drawer is.
    package func put(_ tag: String, on reader: String) throws(RigError) {
        try send(
            with(.put) {
                $0.tag = tag
                $0.reader = reader
            }
        )
    }

    /// Takes a tag in hand; `drawerClosed` when it is in a closed drawer.
    package func take(_ tag: String) throws(RigError) {
        try send(with(.take) { $0.tag = tag })
    }

    /// Pushes a drawer shut.
    package func close(_ drawer: String) throws(RigError) {
        try send(with(.close) { $0.drawer = drawer })
    }

    /// Holds a drawer where it is.
    package func hold(_ drawer: String) throws(RigError) {
        try send(with(.hold) { $0.drawer = drawer })
    }

    /// Lets go of a drawer.
    package func letGo(_ drawer: String) throws(RigError) {
        try send(with(.letGo) { $0.drawer = drawer })
    }

    /// Opens a drawer with a crowbar.
    package func pry(_ drawer: String) throws(RigError) {
        try send(with(.pry) { $0.drawer = drawer })
    }

    /// Cuts a cabinet's line to headquarters.
    package func cut(_ cabinet: String, _ how: NetworkCut = .silent) throws(RigError) {
        try send(
            with(.cut) {
                $0.cabinet = cabinet
                $0.cut = how
            }
        )
    }

    /// Mends a cabinet's line to headquarters.
    package func mend(_ cabinet: String) throws(RigError) {
        try send(with(.mend) { $0.cabinet = cabinet })
    }

    /// Makes each byte on a cabinet's line to headquarters so late, in whole milliseconds.
    package func delay(_ cabinet: String, _ duration: Duration) throws(RigError) {
        try send(
            with(.delay) {
                $0.cabinet = cabinet
                $0.milliseconds = Int(duration / .milliseconds(1))
            }
        )
    }

    /// Lets no more than so many bytes a second through a cabinet's line in each direction; nil for as many as come.
    package func narrow(_ cabinet: String, to bytesPerSecond: Int?) throws(RigError) {
        try send(
            with(.narrow) {
                $0.cabinet = cabinet
                $0.bytesPerSecond = bytesPerSecond ?? 0
            }
        )
    }

    /// Gives a reader a fault, for good or for so many answers.
    package func fault(_ fault: ReaderFault, reader: String, count: Int? = nil) throws(RigError) {
        try send(
            with(.fault) {
                $0.reader = reader
                $0.fault = fault.name
                $0.count = count
                switch fault {
                case .late(let duration), .belated(let duration), .dripping(let duration):
                    $0.milliseconds = Int(duration / .milliseconds(1))
                default: break
                }
            }
        )
    }

    /// Takes a fault away from a reader, by its name.
    package func mendFault(_ fault: String, reader: String) throws(RigError) {
        try send(
            with(.mendFault) {
                $0.reader = reader
                $0.fault = fault
            }
        )
    }

    /// Everything at this moment.
    package func snapshot() throws(RigError) -> RigSnapshot {
        guard let snapshot = try send(RigRequest(.snapshot)).snapshot else {
            throw RigError(.unreadableRequest, "the rig answered without a snapshot")
        }
        return snapshot
    }

    private func made(_ request: RigRequest) throws(RigError) -> RigSnapshot.Tag {
        guard let tag = try send(request).tag else {
            throw RigError(.unreadableRequest, "the rig answered without a tag")
        }
        return tag
    }

    private func with(_ action: RigRequest.Action, _ fill: (inout RigRequest) -> Void) -> RigRequest {
        var request = RigRequest(action)
        fill(&request)
        return request
    }
}
