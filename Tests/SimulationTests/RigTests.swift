import Drawers
import FoundationEssentials
import SerialLines
import Testing

@testable import Simulation

@Suite(.timeLimit(.minutes(2))) struct RigTests {
    @Test func `a tag is in one place and a slot is reached only while its drawer is open`() throws {
        try withRig { rig in
            let client = rig.client
            try client.makeTag("seal")
            #expect(throws: RigError(.drawerClosed, "")) { try client.put("seal", on: "beijing/slot1") }
            try client.put("seal", on: "beijing/front")
            #expect(throws: RigError(.tagElsewhere, "")) { try client.put("seal", on: "beijing/front") }
            try client.take("seal")
            #expect(throws: RigError(.tagElsewhere, "")) { try client.take("seal") }
            try client.pry("beijing/slot1")
            try client.put("seal", on: "beijing/slot1")
            try client.close("beijing/slot1")
            #expect(throws: RigError(.drawerClosed, "")) { try client.take("seal") }
            #expect(throws: RigError(.drawerClosed, "")) { try client.discard("seal") }
            #expect(try client.snapshot().tags.map(\.reader) == ["beijing/slot1"])
        }
    }

    @Test(arguments: [
        (RigRequest.Action.put, RigError.Code.unreadableRequest), (.take, .unreadableRequest),
        (.make, .unreadableRequest), (.cut, .unreadableRequest), (.hold, .unreadableRequest),
        (.fault, .unreadableRequest),
    ])
    func `a request that names nothing is refused`(action: RigRequest.Action, code: RigError.Code) throws {
        try withRig { rig in
            #expect(throws: RigError(code, "")) { try rig.client.send(RigRequest(action)) }
        }
    }

    @Test func `names and numbers that there are not are refused`() throws {
        try withRig { rig in
            let client = rig.client
            try client.makeTag("seal")
            #expect(throws: RigError(.nameTaken, "")) { try client.makeTag("seal") }
            #expect(throws: RigError(.unknownName, "")) { try client.put("seal", on: "beijing/slot9") }
            #expect(throws: RigError(.unknownName, "")) { try client.put("other", on: "beijing/front") }
            #expect(throws: RigError(.unknownName, "")) { try client.cut("beijing") }
            #expect(throws: RigError(.outOfRange, "")) { try client.makeTag("short", uid: [4, 1]) }
            #expect(throws: RigError(.wrongKind, "")) { try client.makeOther("odd", kind: "felica") }
            try client.makeOther("phone", kind: "phone")
            #expect(throws: RigError(.wrongKind, "")) { try client.makeCounterfeit("copy", of: "phone") }
            for index in 0..<Antenna.tagCountMax {
                try client.makeTag("t\(index)")
                try client.put("t\(index)", on: "beijing/front")
            }
            #expect(throws: RigError(.noRoom, "")) { try client.put("seal", on: "beijing/front") }
        }
    }

    @Test func `a line that is no request gets an answer and the next one too`() throws {
        try withRig { rig in
            let refused = try rig.client.sendLine("{")
            #expect(refused.contains(#""code":"unreadableRequest""#))
            let answered = try rig.client.sendLine(#"{"action":"snapshot"}"#)
            #expect(answered.contains(#""ok":true"#))
        }
    }

    @Test func `tags, their keys and their places outlive the process`() throws {
        try withFolder { folder in
            let configuration = RigConfiguration(cabinets: [.init(name: "beijing")], isPaced: false)
            let first = try RunningRig(configuration, folder: folder)
            try first.client.makeTag("seal")
            try first.client.pry("beijing/slot1")
            try first.client.put("seal", on: "beijing/slot1")
            let uid = try first.client.snapshot().tags[0].uid
            do {
                let host = try TestHost(folder.slotReader("beijing", 1))
                _ = try host.ask([0x32, 0x05, 0x00, 0x01, 0x02])
                _ = try host.ask([0x4A, 1, 0])
                _ = try host.ask([0x40, 1, 0x00, 0xA4, 0x04, 0x0C, 7, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0])
                let written = try host.ask([0x40, 1, 0x90, 0x8D, 0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0xAB, 0])
                #expect(written == [0x41, 0, 0x91, 0x00])
            }
            try first.stop()

            let second = try RunningRig(configuration, folder: folder)
            defer { try? second.stop() }
            let snapshot = try second.client.snapshot()
            #expect(snapshot.tags.map(\.reader) == ["beijing/slot1"])
            #expect(snapshot.tags[0].uid == uid)
            let host = try TestHost(folder.slotReader("beijing", 1))
            _ = try host.ask([0x32, 0x05, 0x00, 0x01, 0x02])
            _ = try host.ask([0x4A, 1, 0])
            _ = try host.ask([0x40, 1, 0x00, 0xA4, 0x04, 0x0C, 7, 0xD2, 0x76, 0, 0, 0x85, 1, 1, 0])
            let read = try host.ask([0x40, 1, 0x90, 0xAD, 0, 0, 7, 2, 0, 0, 0, 1, 0, 0, 0])
            #expect(read == [0x41, 0, 0xAB, 0x91, 0x00])
        }
    }

    @Test func `what was written is on disk soon, also when the process is killed`() throws {
        try withRig { rig in
            try rig.client.makeTag("seal")
            let path = rig.folder.state
            #expect(eventually { FileManager.default.contents(atPath: path)?.isEmpty == false })
        }
    }

    @Test func `a state that cannot be read is left alone`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            try Data("{}".utf8).write(to: URL(filePath: folder.state))
            #expect(throws: RigError(.unreadableState, "")) {
                try RunningRig(RigConfiguration(cabinets: []), folder: folder)
            }
            #expect(try Data(contentsOf: URL(filePath: folder.state)) == Data("{}".utf8))
        }
    }

    @Test func `two rigs do not share a folder`() throws {
        try withRig { rig in
            #expect(throws: RigError(.nameTaken, "")) {
                try RunningRig(RigConfiguration(cabinets: []), folder: rig.folder)
            }
        }
    }

    @Test(arguments: [
        #"{}"#, #"{"cabinets":[{"name":"a b"}]}"#, #"{"cabinets":[{"name":"a"},{"name":"a"}]}"#,
        #"{"cabinets":[{"name":"a","slotCount":9}]}"#,
        #"{"cabinets":[{"name":"a","board":{"kind":"other"}}]}"#,
        #"{"cabinets":[{"name":"a","line":{"listen":"x:1","target":"127.0.0.1:2"}}]}"#,
        #"{"cabinets":[],"radioMilliseconds":2000}"#,
    ])
    func `a configuration that contradicts itself is refused`(text: String) throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            let path = "\(folder.path)/rig.json"
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(throws: RigError(.unreadableConfiguration, "")) { try RigConfiguration(path: path) }
        }
    }

    @Test func `a configuration fills in what it leaves out`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
            let path = "\(folder.path)/rig.json"
            try Data(#"{"cabinets":[{"name":"a"}]}"#.utf8).write(to: URL(filePath: path))
            let read = try RigConfiguration(path: path)
            #expect(read == RigConfiguration(cabinets: [.init(name: "a")]))
        }
    }
}

/// The board and the drawers of a rig, opened by the product's own driver.
@Suite(.timeLimit(.minutes(2))) struct RigDrawerTests {
    @Test func `a released drawer opens, its seal can be taken and it is shut again`() async throws {
        let folder = RigFolder(
            path: FileManager.default.temporaryDirectory.appending(
                path: "signet-rig-\(UInt64.random(in: 0 ... .max))"
            )
            .path()
        )
        defer { removeFolder(folder.path) }
        let rig = try RunningRig(
            RigConfiguration(cabinets: [.init(name: "beijing")], isPaced: false),
            folder: folder
        )
        defer { try? rig.stop() }
        let client = rig.client
        let line = EightALine(try LockLineSettings(path: folder.board("beijing")), timing: try LockTiming())
        let board = try line.board(address: 1, lockCount: 2)
        try await board.pulse(lock: 1, for: .milliseconds(300))
        let isSo = try eventually { try client.snapshot().drawers[0].isOpen }
        #expect(isSo)
        #expect(try client.snapshot().drawers.map(\.pulseCount) == [1, 0])
        try client.makeTag("seal")
        try client.put("seal", on: "beijing/slot1")
        try client.makeTag("other")
        #expect(throws: RigError(.drawerClosed, "")) { try client.put("other", on: "beijing/slot2") }
        try client.hold("beijing/slot1")
        #expect(throws: RigError(.drawerHeld, "")) { try client.close("beijing/slot1") }
        try client.letGo("beijing/slot1")
        try client.close("beijing/slot1")
        #expect(try client.snapshot().drawers[0].isOpen == false)
        await line.close()
    }
}
