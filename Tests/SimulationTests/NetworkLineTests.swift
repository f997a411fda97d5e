import Glibc
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(2))) struct NetworkLineTests {
    /// A rig whose cabinet has a line to a listener of the test.
    static func withLine(_ body: (RunningRig, OpenDescriptor, LocalSocket.Address) throws -> Void) throws {
        let listen = try freeAddress()
        let target = try freeAddress()
        let headquarters = try LocalSocket.listen(at: target)
        let cabinet = RigConfiguration.Cabinet(
            name: "beijing",
            line: .init(listen: listen.text, target: target.text)
        )
        try withRig([cabinet]) { rig in try body(rig, headquarters, listen) }
    }

    @Test func `bytes pass in both directions and an end is an end`() throws {
        try Self.withLine { rig, headquarters, address in
            let near = try LocalSocket.connect(to: address)
            let far = try Self.accepted(headquarters)
            let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            #expect(Self.pass(sent, from: near, to: far) == sent)
            #expect(Self.pass(Array(sent.reversed()), from: far, to: near) == sent.reversed())
            LocalSocket.shutdownWriting(near)
            #expect(eventually { far.read(countMax: 1) == .end })
            #expect(Self.pass([1, 2, 3], from: far, to: near) == [1, 2, 3])
            LocalSocket.shutdownWriting(far)
            let isSo = try eventually { try rig.client.snapshot().lines[0].connectionCount == 0 }
            #expect(isSo)
        }
    }

    @Test func `a refusing cut tears what stands and takes nothing new until it is mended`() throws {
        try Self.withLine { rig, headquarters, address in
            let near = try LocalSocket.connect(to: address)
            let far = try Self.accepted(headquarters)
            #expect(Self.pass([1], from: near, to: far) == [1])
            try rig.client.cut("beijing", .refusing)
            #expect(eventually { near.read(countMax: 1) == .failed })
            #expect(eventually { far.read(countMax: 1) == .failed })
            let refused = try? LocalSocket.connect(to: address)
            #expect(eventually { refused.map { !LocalSocket.isConnected($0) } ?? true })
            try rig.client.mend("beijing")
            let again = try LocalSocket.connect(to: address)
            let other = try Self.accepted(headquarters)
            #expect(Self.pass([2], from: again, to: other) == [2])
        }
    }

    @Test func `a silent cut holds everything back and tells nobody`() throws {
        try Self.withLine { rig, headquarters, address in
            let near = try LocalSocket.connect(to: address)
            let far = try Self.accepted(headquarters)
            #expect(Self.pass([1], from: near, to: far) == [1])
            try rig.client.cut("beijing", .silent)
            #expect(try rig.client.snapshot().lines[0].cut == .silent)
            #expect(near.write([2]) == 1)
            #expect(!eventually(within: .milliseconds(100)) { far.read(countMax: 1) != .nothing })
            #expect(near.read(countMax: 1) == .nothing)
            try rig.client.mend("beijing")
            #expect(eventually { far.read(countMax: 1) == .bytes([2]) })
        }
    }

    @Test func `a delay holds each byte and loses none`() throws {
        try Self.withLine { rig, headquarters, address in
            try rig.client.delay("beijing", .milliseconds(80))
            let near = try LocalSocket.connect(to: address)
            let far = try Self.accepted(headquarters)
            var heard: [UInt8] = []
            let duration = ContinuousClock().measure { heard = Self.pass([1, 2, 3], from: near, to: far) }
            #expect(heard == [1, 2, 3])
            #expect(duration >= .milliseconds(80))
        }
    }

    @Test func `a narrow line carries no more than its rate, in order, and all of it`() throws {
        try Self.withLine { rig, headquarters, address in
            try rig.client.narrow("beijing", to: 1_000)
            #expect(try rig.client.snapshot().lines[0].bytesPerSecond == 1_000)
            let near = try LocalSocket.connect(to: address)
            let far = try Self.accepted(headquarters)
            let bytes = (0..<200).map { UInt8($0) }
            var heard: [UInt8] = []
            let duration = ContinuousClock().measure { heard = Self.pass(bytes, from: near, to: far) }
            #expect(heard == bytes)
            #expect(duration >= .milliseconds(200))
            try rig.client.narrow("beijing", to: nil)
            #expect(try rig.client.snapshot().lines[0].bytesPerSecond == nil)
            #expect(Self.pass([7], from: near, to: far) == [7])
        }
    }

    @Test(arguments: [-1, 1_000_000_001])
    func `a rate that no line has is refused`(rate: Int) throws {
        try Self.withLine { rig, _, _ in
            #expect(throws: RigError.self) { try rig.client.narrow("beijing", to: rate) }
            let line = try rig.client.snapshot().lines[0]
            #expect(line.bytesPerSecond == nil)
        }
    }

    @Test func `a connection to a headquarters that is not there is torn`() throws {
        let listen = try Self.freeAddress()
        let target = try Self.freeAddress()
        let cabinet = RigConfiguration.Cabinet(
            name: "beijing",
            line: .init(listen: listen.text, target: target.text)
        )
        try withRig([cabinet]) { _ in
            let near = try LocalSocket.connect(to: listen)
            #expect(eventually { near.read(countMax: 1) == .failed })
        }
    }
}

extension NetworkLineTests {
    /// An address that the kernel found free; somebody else may take it before it is used, which no test survives.
    static func freeAddress() throws -> LocalSocket.Address {
        let socket = try LocalSocket.listen(at: try #require(LocalSocket.Address("127.0.0.1:0")))
        var address = sockaddr_in()
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                var size = socklen_t(MemoryLayout<sockaddr_in>.size)
                return unsafe getsockname(socket.value, generic, &size)
            }
        }
        try #require(result == 0)
        return try #require(LocalSocket.Address("127.0.0.1:\(UInt16(bigEndian: address.sin_port))"))
    }

    static func accepted(_ listener: OpenDescriptor) throws -> OpenDescriptor {
        var accepted: OpenDescriptor?
        _ = eventually {
            accepted = LocalSocket.accept(listener)
            return accepted != nil
        }
        return try #require(accepted)
    }

    /// What arrives of `bytes` at the other end.
    static func pass(_ bytes: [UInt8], from sender: OpenDescriptor, to receiver: OpenDescriptor) -> [UInt8] {
        var unsent = bytes
        var heard: [UInt8] = []
        _ = eventually {
            if !unsent.isEmpty { unsent.removeFirst(sender.write(unsent) ?? unsent.count) }
            if case .bytes(let bytes) = receiver.read(countMax: 65_536) { heard += bytes }
            return heard.count == bytes.count
        }
        return heard
    }
}
