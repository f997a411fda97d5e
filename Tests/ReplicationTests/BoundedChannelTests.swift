import Synchronization
import Testing

@testable import Replication

// Each round of its readers goes through the pool of threads several times, and waits there behind whole suites.
@Suite(.timeLimit(.minutes(5))) struct BoundedChannelTests {
    @Test func `elements come out in order and the channel ends when it is finished and empty`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 10, byteCountMax: 1000)
        for number in 0..<5 { #expect(channel.offer(number, byteCount: 1)) }
        channel.finish()
        #expect(!channel.offer(5, byteCount: 1))
        channel.post(6)
        var read: [Int] = []
        for await number in channel { read.append(number) }
        #expect(read == [0, 1, 2, 3, 4])
        #expect(await channel.next() == nil)
    }

    @Test func `no more than the greatest number of elements is taken`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 3, byteCountMax: 1000)
        #expect((0..<3).allSatisfy { channel.offer($0, byteCount: 1) })
        #expect(!channel.hasRoom)
        #expect(!channel.offer(3, byteCount: 1))
        #expect(await channel.next() == 0)
        #expect(channel.offer(3, byteCount: 1))
    }

    @Test func `no element is taken while the bytes reach their limit`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 100, byteCountMax: 10)
        #expect(channel.offer(0, byteCount: 9))
        #expect(channel.offer(1, byteCount: 9))
        #expect(!channel.offer(2, byteCount: 0))
        #expect(await channel.next() == 0)
        #expect(channel.offer(2, byteCount: 1))
    }

    @Test func `what is posted goes past the limits and is not counted`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 1, byteCountMax: 10)
        for number in 0..<5 { channel.post(number) }
        #expect(channel.offer(5, byteCount: 1))
        #expect(!channel.offer(6, byteCount: 1))
        for number in 0..<6 { #expect(await channel.next() == number) }
        #expect(channel.hasRoom)
    }

    @Test func `an equal element is not posted twice while it waits`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 1, byteCountMax: 10)
        channel.postOnce(7)
        channel.postOnce(7)
        channel.postOnce(8)
        #expect(await channel.next() == 7)
        #expect(await channel.next() == 8)
        channel.postOnce(7)
        #expect(await channel.next() == 7)
    }

    @Test func `one who was refused is told once, when half is free`() async {
        let told = Mutex(0)
        let channel = BoundedChannel<Int>(elementCountMax: 4, byteCountMax: 1000) {
            told.withLock { $0 += 1 }
        }
        for number in 0..<4 { #expect(channel.offer(number, byteCount: 1)) }
        _ = await channel.next()
        _ = await channel.next()
        #expect(told.withLock { $0 } == 0)
        for number in 4..<6 { #expect(channel.offer(number, byteCount: 1)) }
        #expect(!channel.offer(6, byteCount: 1))
        _ = await channel.next()
        #expect(told.withLock { $0 } == 0)
        _ = await channel.next()
        #expect(told.withLock { $0 } == 1)
        _ = await channel.next()
        #expect(told.withLock { $0 } == 1)
    }

    @Test func `removing makes room and tells of it`() async {
        let told = Mutex(0)
        let channel = BoundedChannel<Int>(elementCountMax: 4, byteCountMax: 1000) {
            told.withLock { $0 += 1 }
        }
        for number in 0..<4 { #expect(channel.offer(number, byteCount: 250)) }
        #expect(!channel.hasRoom)
        channel.removeAll { $0 < 3 }
        #expect(told.withLock { $0 } == 1)
        #expect(channel.hasRoom)
        #expect(await channel.next() == 3)
    }

    @Test func `a reader that waits gets the element, and a cancelled one gets nil`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 4, byteCountMax: 1000)
        let reader = Task { await channel.next() }
        channel.post(1)
        #expect(await reader.value == 1)
        let cancelled = Task { await channel.next() }
        cancelled.cancel()
        #expect(await cancelled.value == nil)
        channel.post(2)
        #expect(await channel.next() == 2)
    }

    @Test func `cancelled readers lose nothing while others read`() async {
        let channel = BoundedChannel<Int>(elementCountMax: 4, byteCountMax: 1000)
        var received: Set<Int> = []
        for number in 0..<200 {
            let reader = Task { await channel.next() }
            let canceller = Task { reader.cancel() }
            channel.post(number)
            await canceller.value
            if let read = await reader.value {
                received.insert(read)
            } else if let read = await channel.next() {
                received.insert(read)
            }
        }
        #expect(received == Set(0..<200))
    }
}
