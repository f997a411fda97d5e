import Testing

@testable import Screens

@Suite struct MarkupTests {
    @Test func `a text cannot become a tag or leave an attribute`() {
        #expect(Markup.escaped("<b a='1' c=\"2\">&").html == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;")
    }

    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{20DD}"])
    func `a mark that joins to what stands before it does not hide it from escaping`(mark: String) {
        for dangerous in ["<", ">", "\"", "'", "&"] {
            let html = Markup.escaped(dangerous + mark + "x").html
            #expect(!html.unicodeScalars.dropFirst().contains { "<>\"'".unicodeScalars.contains($0) })
            #expect(html.hasPrefix("&") && html.utf8.contains(UInt8(ascii: ";")))
        }
    }

    @Test func `what would reorder or hide a text becomes visible`() {
        #expect(Markup.escaped("合同\u{202E}fdp.exe").html == "合同\u{FFFD}fdp.exe")
        #expect(Markup.escaped("a\u{0}b\u{7F}c\u{2066}").html == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
        #expect(Markup.escaped("a\tb\nc").html == "a\tb\nc")
    }

    @Test func `the type of a value decides about escaping, not the template`() {
        let template = Template("{{text}}|{{{text}}}|{{markup}}|{{{markup}}}")
        let html = template.render(["text": "<i>", "markup": .markup(Markup("<b></b>"))]).html
        #expect(html == "&lt;i&gt;|&lt;i&gt;|<b></b>|<b></b>")
    }

    @Test func `sections stand for texts that are there, flags that are set and items of lists`() {
        let template = Template(
            "{{#t}}T{{t}}{{/t}}{{^t}}none{{/t}}{{#f}}F{{/f}}{{#l}}<{{n}}>{{/l}}{{^l}}empty{{/l}}"
        )
        #expect(
            template.render(["t": "a", "f": true, "l": .list([["n": "1"], ["n": "2"]])]).html == "TaF<1><2>"
        )
        #expect(
            template.render(["t": .text(orNothing: nil), "f": false, "l": .list([])]).html == "noneempty"
        )
    }

    @Test func `a broken template says so`() {
        #expect(Template("{{#open}}").problem != nil)
        #expect(Template("{{#open}}").render([:]).html.contains("broken template"))
    }

    @Test(arguments: [
        "https://elsewhere", "//elsewhere", "/\\elsewhere", "javascript:alert(1)", "", "/a b", "/a\u{7F}",
        "/\t/elsewhere",
        "/" + String(repeating: "a", count: LocalPath.byteCountMax),
    ])
    func `a path that leads elsewhere becomes the start page`(path: String) {
        #expect(LocalPath.checked(path) == "/")
        #expect(Link("x", to: path).markup(in: .english).html == #"<a href="/">x</a>"#)
    }

    @Test(arguments: ["/", "/seals?page=2&q=%E5%90%88", "/seals/合同#top"])
    func `a path of this server stays`(path: String) {
        #expect(LocalPath.checked(path) == path)
    }
}
