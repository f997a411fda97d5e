import Replication
import Testing

@testable import ZeroMQTransport

@Suite struct ConnectionTableTests {
    private let one = TransportKey([UInt8](repeating: 1, count: 32))?.text ?? ""
    private let two = TransportKey([UInt8](repeating: 2, count: 32))?.text ?? ""
    private let routeA = [UInt8](repeating: 0xA, count: 16)
    private let routeB = [UInt8](repeating: 0xB, count: 16)

    private func first(
        _ table: inout ConnectionTable,
        _ route: [UInt8],
        _ user: String,
        _ descriptor: Int32
    ) throws -> (LinkPeer, [LinkPeer]) {
        guard
            case .first(let peer, let ending) = table.arrival(on: route, userID: user, descriptor: descriptor)
        else {
            Issue.record("not the first frame of a connection")
            throw CancellationError()
        }
        return (peer, ending)
    }

    @Test func `the first frame names the peer by its key and the next are of the same peer`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        let (peer, ending) = try first(&table, routeA, one, 7)
        #expect(peer.key.text == one)
        #expect(ending.isEmpty)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 7) == .frame(peer))
        #expect(table.route(of: peer) == routeA)
        #expect(table.peer(at: 7) == peer)
    }

    @Test func `a newer connection of the same key ends the older, whose late frames are strays`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        table.accepted(8, name: nil)
        let (older, _) = try first(&table, routeA, one, 7)
        let (newer, ending) = try first(&table, routeB, one, 8)
        #expect(ending == [older])
        #expect(table.end(older) == 7)
        #expect(newer.connection > older.connection)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 7) == .stray)
        #expect(table.route(of: older) == nil)
        table.disconnected(7)
        #expect(table.forgetGone().isEmpty)
        #expect(table.arrival(on: routeB, userID: one, descriptor: 8) == .frame(newer))
    }

    @Test func `a closed connection is lost when its frames are read, not before`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        let (peer, _) = try first(&table, routeA, one, 7)
        table.disconnected(7)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 7) == .frame(peer))
        #expect(table.forgetGone() == [peer])
        #expect(table.forgetGone().isEmpty)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 7) == .stray)
    }

    @Test func `a descriptor that is used again belongs to the new connection`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        let (older, _) = try first(&table, routeA, one, 7)
        table.disconnected(7)
        table.accepted(7, name: nil)
        let (newer, ending) = try first(&table, routeB, two, 7)
        #expect(ending.isEmpty)
        #expect(table.forgetGone() == [older])
        #expect(table.arrival(on: routeB, userID: two, descriptor: 7) == .frame(newer))
    }

    @Test func `who claims the route of another key is found out`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        table.accepted(8, name: nil)
        let (victim, _) = try first(&table, routeA, one, 7)
        #expect(table.arrival(on: routeA, userID: two, descriptor: 8) == .forged(victim))
        #expect(table.end(victim) == 7)
        #expect(table.arrival(on: routeA, userID: two, descriptor: 8) == .forged(victim))
    }

    @Test func `a client that comes back with its old route is a new connection`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        table.accepted(8, name: nil)
        let (older, _) = try first(&table, routeA, one, 7)
        let (newer, ending) = try first(&table, routeA, one, 8)
        #expect(ending == [older])
        #expect(table.end(older) == 7)
        table.disconnected(7)
        #expect(table.forgetGone().isEmpty)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 8) == .frame(newer))
        #expect(table.route(of: newer) == routeA)
    }

    @Test(arguments: [0, 5, 15, 17, 255])
    func `a route of another length than ours is malformed`(count: Int) {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        let route = [UInt8](repeating: 1, count: count)
        #expect(table.arrival(on: route, userID: one, descriptor: 7) == .malformed)
    }

    @Test(arguments: ["", "cabinet", "0000000000000000000000000000000000000000 "])
    func `a user id that is no key is malformed`(user: String) {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        #expect(table.arrival(on: routeA, userID: user, descriptor: 7) == .malformed)
    }

    @Test func `a connection that was ended stays ended while it is open`() throws {
        var table = ConnectionTable()
        table.accepted(7, name: nil)
        let (peer, _) = try first(&table, routeA, one, 7)
        #expect(table.end(peer) == 7)
        #expect(table.end(peer) == nil)
        #expect(table.peer(at: 7) == nil)
        #expect(table.forgetGone().isEmpty)
        #expect(table.arrival(on: routeA, userID: one, descriptor: 7) == .stray)
    }

    @Test func `nothing is kept of connections that are gone`() throws {
        var table = ConnectionTable()
        for number in 0..<1000 {
            table.accepted(7, name: nil)
            let route = Array("\(number + 1000)".utf8) + [UInt8](repeating: 1, count: 12)
            _ = try first(&table, route, number.isMultiple(of: 2) ? one : two, 7)
            table.disconnected(7)
            _ = table.forgetGone()
        }
        #expect(table.isEmpty)
    }

    @Test func `a connection that brings bytes and no message is overdue`() {
        var guardian = IntakeGuard(byteCountMax: 1000)
        guardian.opened(7)
        guardian.opened(8)
        var received: [Int32: UInt64] = [7: 900, 8: 900]
        func overdue() -> [Int32] { guardian.overdue { received[$0] } }
        #expect(overdue().isEmpty)
        received = [7: 1100, 8: 1100]
        guardian.delivered(8)
        #expect(overdue() == [7])
        received = [7: 1100, 8: 2000]
        #expect(overdue() == [7])
        received[8] = 2101
        guardian.closed(7)
        #expect(overdue() == [8])
        guardian.closed(8)
        #expect(guardian.isEmpty)
    }
}
