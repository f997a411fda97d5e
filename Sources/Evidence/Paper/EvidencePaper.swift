import Cryptography
import Records

/// A report for people: what a file of evidence shows, in Chinese and in English, as one HTML document made to be printed.
///
/// The file is the evidence; the paper is its reading by the verifier. So it names the file by its SHA-256, and says how to check it
/// without this program. It refers to nothing outside itself: no picture, font, script or address.
package struct EvidencePaper: Sendable {
    let report: EvidenceReport
    let digest: Digest
    let byteCount: Int
    let minutesEast: Int

    /// A paper about a file that was verified.
    ///
    /// `minutesEast` is the zone in which moments are printed; China's by default.
    package init(_ report: EvidenceReport, file: [UInt8], minutesEast: Int = 480) {
        self.report = report
        digest = SHA256.hash(file)
        byteCount = file.count
        self.minutesEast = minutesEast
    }

    /// The document: both languages, Chinese first.
    package var html: String {
        let chinese = PaperPart(self, .chinese)
        let english = PaperPart(self, .english)
        var body = PaperMarkup()
        chinese.write(to: &body)
        english.write(to: &body)
        let sheet = PaperStyle.sheet(
            footer: "SHA-256 \(String(digest.description.prefix(16)))… · \(report.organisation)",
            pages: ("", " / ", "")
        )
        return """
            <!DOCTYPE html>
            <html lang="zh-Hans"><head><meta charset="utf-8"><title>\(PaperMarkup.escaped(chinese.title))</title>
            <style>\(sheet)</style></head><body>\(body.html)</body></html>

            """
    }
}
