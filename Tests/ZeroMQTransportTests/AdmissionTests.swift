import Replication
import Testing

@testable import ZeroMQTransport

@Suite struct AdmissionTests {
    private let start = ContinuousClock.now
    private let limit = RateLimit(burst: 3, interval: .seconds(1))

    private func request(_ number: UInt8, from address: String = "192.0.2.1") throws -> ZAPRequest {
        let parts = parts(number, from: address)
        return try #require(ZAPRequest(parts))
    }

    private func parts(_ number: UInt8, from address: String) -> [[UInt8]] {
        [
            Array("1.0".utf8), [1], Array("signet.cabinets".utf8), Array(address.utf8), [],
            Array("CURVE".utf8),
            [UInt8](repeating: number, count: 32),
        ]
    }

    private func status(_ reply: ZAPReply) -> String {
        String(decoding: reply.parts(answering: [])[2], as: UTF8.self)
    }

    @Test func `a listed key is admitted under its own name and another is refused`() throws {
        var admission = Admission(.listedKeys, handshakes: limit)
        let request = try request(7)
        let admitted = admission.answer(request, isListed: true, at: start).parts(answering: [4, 2])
        #expect(admitted[0] == Array("1.0".utf8))
        #expect(admitted[1] == [4, 2])
        #expect(admitted[2] == Array("200".utf8))
        #expect(admitted[4] == Array(request.key.text.utf8))
        #expect(admitted.count == 6)
        #expect(status(admission.answer(request, isListed: false, at: start)) == "400")
    }

    @Test func `a key that asks too often is told to come later, and only this key`() throws {
        var admission = Admission(.listedKeys, handshakes: limit)
        for _ in 0..<3 {
            #expect(status(admission.answer(try request(1), isListed: true, at: start)) == "200")
        }
        #expect(status(admission.answer(try request(1), isListed: true, at: start)) == "300")
        #expect(status(admission.answer(try request(2), isListed: true, at: start)) == "200")
        let later = start.advanced(by: .seconds(1))
        #expect(status(admission.answer(try request(1), isListed: true, at: later)) == "200")
        #expect(status(admission.answer(try request(1), isListed: true, at: later)) == "300")
    }

    @Test func `for enrolment any key is admitted, as often as its address may ask`() throws {
        var admission = Admission(.anyKey, handshakes: limit)
        for number in 0..<3 {
            #expect(status(admission.answer(try request(UInt8(number)), isListed: false, at: start)) == "200")
        }
        #expect(status(admission.answer(try request(9), isListed: false, at: start)) == "300")
        let elsewhere = try request(9, from: "192.0.2.2")
        #expect(status(admission.answer(elsewhere, isListed: false, at: start)) == "200")
    }

    @Test func `no more addresses are remembered than the limit, and quiet ones make place`() throws {
        var admission = Admission(.anyKey, handshakes: limit)
        for number in 0..<Admission.bucketCountMax {
            _ = admission.answer(try request(0, from: "\(number)"), isListed: false, at: start)
        }
        let one = try request(0, from: "one more")
        #expect(status(admission.answer(one, isListed: false, at: start)) == "300")
        let later = start.advanced(by: .seconds(1))
        #expect(status(admission.answer(one, isListed: false, at: later)) == "200")
    }

    @Test func `a bucket gives its burst, refills to it, and never above`() {
        var bucket = TokenBucket(limit, at: start)
        let late = start.advanced(by: .seconds(1000))
        let taken = (0..<10).filter { _ in bucket.take(at: late) }
        #expect(taken.count == 3)
        let soon = (0..<10).filter { _ in bucket.take(at: late.advanced(by: .seconds(2))) }
        #expect(soon.count == 2)
        // A full bucket gains nothing by waiting, also after it was full once.
        let later = (0..<10).filter { _ in bucket.take(at: late.advanced(by: .seconds(500))) }
        #expect(later.count == 3)
    }

    @Test func `what is no request for CURVE is not understood`() {
        let good = parts(7, from: "192.0.2.1")
        #expect(ZAPRequest(good) != nil)
        #expect(ZAPRequest([]) == nil)
        #expect(ZAPRequest(good.dropLast()) == nil)
        #expect(ZAPRequest(good + [[]]) == nil)
        for (index, part) in [(0, "2.0"), (5, "PLAIN"), (5, "NULL"), (6, "short")] {
            var other = good
            other[index] = Array(part.utf8)
            #expect(ZAPRequest(other) == nil)
        }
        #expect(ZAPReply.fault.parts(answering: [])[2] == Array("500".utf8))
    }
}
