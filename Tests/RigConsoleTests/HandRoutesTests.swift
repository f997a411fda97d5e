import HTTPTypes
import Screens
import ScreensProbe
import Simulation
import Testing

@testable import RigConsole

/// Hands on a page, over a rig whose lines keep no pace.
@Suite(.serialized, .timeLimit(.minutes(2))) struct HandRoutesTests {
    private static let scenery = Scenery(
        cabinets: [.init(name: "c1", title: "1 号柜", screen: "http://127.0.0.1:1/")],
        things: [
            .init(.card(pin: "1"), tag: "card", title: "李娜", cabinet: "c1"),
            .init(.seal, tag: "seal", title: "公章", cabinet: "c1"),
        ],
        console: "http://127.0.0.1:2/"
    )

    private func place(of tag: String, _ rig: RunningRig) throws -> String? {
        try rig.client.snapshot().tags.first { $0.name == tag }?.reader ?? nil
    }

    private func withHands(_ body: (RunningRig, inout Probe<HandRole>) async throws -> Void) async throws {
        let cabinets = [RigConfiguration.Cabinet(name: "c1", slotCount: 1)]
        try await withRunningRig(RigConfiguration(cabinets: cabinets, radioMilliseconds: 0, isPaced: false)) {
            rig in
            try rig.client.makeTag("card")
            try rig.client.makeTag("seal")
            let routes = try HandRoutes(
                rig.client,
                scenery: Self.scenery,
                doorbell: Doorbell(),
                authorities: ["localhost"],
                cookieName: "hands"
            )
            var browser = Probe(routes.router())
            _ = try await browser.get("/")
            try await body(rig, &browser)
        }
    }

    @Test func `a card is laid on the reader and taken again`() async throws {
        try await withHands { rig, browser in
            let laid = try await browser.post(
                "/move",
                [("action", "put"), ("tag", "card"), ("reader", "c1/front")]
            )
            #expect(laid.status == .seeOther)
            #expect(try place(of: "card", rig) == "c1/front")
            let page = try await browser.get("/").text
            #expect(page.contains("读卡器上"))
            _ = try await browser.post("/move", [("action", "take"), ("tag", "card")])
            #expect(try place(of: "card", rig) == nil)
        }
    }

    @Test func `what the world forbids is said on the page, and nothing moves`() async throws {
        try await withHands { rig, browser in
            let answer = try await browser.post(
                "/move",
                [("action", "put"), ("tag", "seal"), ("reader", "c1/slot1")]
            )
            #expect(answer.status == .conflict)
            #expect(answer.text.contains("<h1>双手</h1>"))
            let tags = try rig.client.snapshot().tags
            #expect(tags.allSatisfy { $0.reader == nil })
        }
    }

    @Test func `a drawer is forced open, a seal put in, and the drawer pushed shut`() async throws {
        try await withHands { rig, browser in
            for move in [
                [("action", "pry"), ("drawer", "c1/slot1")],
                [("action", "put"), ("tag", "seal"), ("reader", "c1/slot1")],
                [("action", "close"), ("drawer", "c1/slot1")],
            ] {
                let answer = try await browser.post("/move", move)
                #expect(answer.status == .seeOther)
            }
            let snapshot = try rig.client.snapshot()
            #expect(snapshot.tags.first { $0.name == "seal" }?.reader == "c1/slot1")
            #expect(snapshot.drawers.allSatisfy { !$0.isOpen })
        }
    }

    @Test func `a copy of a seal is made once`() async throws {
        try await withHands { rig, browser in
            let before = try await browser.get("/").text
            #expect(before.contains("仿制一枚"))
            _ = try await browser.post(
                "/move",
                [("action", "make"), ("tag", "seal-copy"), ("original", "seal")]
            )
            let tags = try rig.client.snapshot().tags
            #expect(tags.first { $0.name == "seal-copy" }?.uid == tags.first { $0.name == "seal" }?.uid)
            let page = try await browser.get("/").text
            #expect(!page.contains("仿制一枚"))
        }
    }

    @Test(arguments: ["fault", "snapshot", "delay", "hold", "nothing"])
    func `what hands do not do is refused`(action: String) async throws {
        try await withHands { _, browser in
            let answer = try await browser.post("/move", [("action", action), ("tag", "card")])
            #expect(answer.status.code == 400)
        }
    }

    @Test func `a stranger's page cannot move anything`() async throws {
        try await withHands { rig, browser in
            let move = [("action", "put"), ("tag", "card"), ("reader", "c1/front")]
            let bare = try await browser.postRaw("/move", move)
            #expect(bare.status == .forbidden)
            var foreign = browser
            foreign.extra = [.origin: "http://example.org"]
            let answer = try await foreign.post("/move", move)
            #expect(answer.status == .forbidden)
            let tags = try rig.client.snapshot().tags
            #expect(tags.allSatisfy { $0.reader == nil })
        }
    }
}
