import Custody
import Screens
import Testing

@Suite struct SensorPhraseTests {
    @Test func `every sensor has a name of its own in both languages`() {
        for language in Language.allCases {
            let names = Sensor.allCases.map { $0.phrase.text(in: language) }
            #expect(Set(names).count == names.count && !names.contains(""))
        }
    }
}
