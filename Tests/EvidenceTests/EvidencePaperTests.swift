import Cryptography
import Foundation
import Records
import Testing

@testable import Evidence

/// The report that people read.
struct EvidencePaperTests {
    @Test
    func `both languages say the same things, with the file's digest, the root and the regime on page one`()
        throws
    {
        let (house, claims) = try House.withEveryClaim()
        for claim in claims {
            let bytes = try house.exported(claim).bytes
            let report = try EvidenceVerifier(pinnedRoot: house.pinnedRoot).verify(bytes)
            let html = EvidencePaper(report, file: bytes).html
            let parts = html.components(separatedBy: "<article>")
            #expect(parts.count == 3)
            for part in parts.dropFirst() {
                #expect(part.components(separatedBy: "<h2>").count == 12)
                #expect(part.contains("\(SHA256.hash(bytes))"))
                #expect(part.contains("\(house.pinnedRoot)"))
            }
            #expect(parts[1].contains("出证报告") && parts[1].contains("完整："))
            #expect(parts[2].contains("Evidence Report") && parts[2].contains("full: "))
        }
    }

    @Test func `the paper refers to nothing outside itself`() throws {
        let (house, claims) = try House.withEveryClaim()
        let bytes = try house.exported(claims[0]).bytes
        let html = EvidencePaper(try house.report(claims[0]), file: bytes).html
        for word in [
            "src=", "href=", "url(", "@import", "<script", "<link", "<img", "http:", "https:", "file:",
        ] {
            #expect(!html.contains(word), "\(word)")
        }
    }

    @Test func `what people wrote stays text`() {
        #expect(PaperMarkup.escaped("<b>\"&'") == "&lt;b&gt;&quot;&amp;&#39;")
        // A name that turns the line around, ends it or hides (Unicode Standard Annex #9).
        #expect(PaperMarkup.escaped("张\u{202E}三\u{200B}\n\u{0000}") == "张\u{FFFD}三\u{FFFD}\u{FFFD}\u{FFFD}")
        let sheet = PaperStyle.sheet(footer: "\"; } body { display: none", pages: ("", "/", ""))
        #expect(!sheet.contains("\"; }"))
    }

    @Test func `lengths of time are said in words`() {
        #expect(Moment.length(0, .english) == "0 s")
        #expect(Moment.length(300_000, .english) == "5 min")
        #expect(Moment.length(301_250, .english) == "5 min 1.250 s")
        #expect(Moment.length(90_000_000, .english) == "1 d 1 h")
        #expect(Moment.length(3_660_000, .chinese) == "1小时1分")
        #expect(Moment.local(1_770_000_000_000, minutesEast: 480) == "2026-02-02 10:40:00")
        #expect(Moment.zone(minutesEast: -210) == "UTC−03:30")
    }

    @Test func `without the printer's programs the error says which is missing`() async throws {
        let (house, claims) = try House.withEveryClaim()
        let bytes = try house.exported(claims[0]).bytes
        let paper = EvidencePaper(try house.report(claims[0]), file: bytes)
        do {
            _ = try await PaperPrinter(folder: "/nonexistent").pdf(of: paper)
            Issue.record("printed with nothing")
        } catch let error as EvidenceError {
            #expect(error.code == .notPrinted)
            #expect(error.message == "weasyprint is missing: apt-get install weasyprint")
        }
    }

    @Test(arguments: ["exit 1", "exec /bin/cat"])
    func `a program that ends without reading, or prints no PDF, is an error and ends nobody`(script: String)
        async throws
    {
        let folder = try TestFolder()
        for name in ["timeout", "prlimit"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(name)",
                withDestinationPath: "/usr/bin/\(name)"
            )
        }
        for (name, body) in [("unshare", script), ("weasyprint", "exit 1"), ("fc-list", "echo Noto")] {
            let path = "\(folder.path)/\(name)"
            try Data("#!/bin/sh\n\(body)\n".utf8).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        // Far more than a pipe holds.
        let html = String(repeating: "印", count: 1 << 20)
        let error = await #expect(throws: EvidenceError.self) {
            _ = try await PaperPrinter(folder: folder.path).pdf(ofHTML: html)
        }
        #expect(error?.code == .notPrinted)
    }
}
