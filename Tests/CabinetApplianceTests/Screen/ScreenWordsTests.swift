import Records
import ScreensProbe
import Testing

@testable import CabinetAppliance

@Suite struct ScreenWordsTests {
    @Test func `every word of the screen is there in both languages, with their own punctuation`() {
        #expect(CatalogueReview.problems(in: CabinetText.self) == [])
        #expect(CatalogueReview.problems(in: IdentityText.self) == [])
        #expect(CatalogueReview.problems(in: TakeRefusalText.self) == [])
        #expect(CatalogueReview.problems(in: OutcomeText.self) == [])
        #expect(CatalogueReview.problems(in: TroubleText.self) == [])
    }

    @Test func `every refusal has words of its own`() {
        let whys = TakeRefusalText.allCases.filter { $0.part == .why }.map(\.phrase)
        #expect(Set(whys).count == whys.count)
    }

    @Test func `a card counts once while it lies there`() {
        var edge = CardEdge()
        let uid = Bytes([4, 1, 2, 3, 4, 5, 6])
        #expect(edge.see(uid) == uid)
        #expect(edge.see(uid) == nil)
        #expect(edge.see(nil) == nil)
        #expect(edge.see(uid) == uid)
        edge.forget()
        #expect(edge.see(uid) == uid)
    }
}
