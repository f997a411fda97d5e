import Cryptography
import Records

// What a reader must know before the first sentence that the file supports.
extension PaperPart {
    /// Who has cosigned outside, and what of it covers the records that the file is about.
    func warnings(_ markup: inout PaperMarkup) {
        let anchors = AnchorWords(language: language, moment: moment)
        for line in anchors.lines(report) { markup.element(.p, line) }
        if let warning = anchors.warning(report) { markup.element(.div, .warning, warning) }
        for sentence in report.epochWarnings { markup.element(.div, .warning, sentence.text(language)) }
    }

    /// Says how many lines of a list are not printed.
    func more(than shown: Int, of count: Int, _ markup: inout PaperMarkup) {
        guard count > shown else { return }
        markup.element(
            .p,
            .note,
            say("另有 \(count - shown) 条，见证据文件。", "\(count - shown) more are in the file.")
        )
    }

    /// Somebody who signed a statement.
    func text(_ signer: ShownSigner) -> String {
        switch signer {
        case .owner(let number): say("所有人 \(number)", "owner \(number)")
        case .officer(let person): say("安全员 \(name(person))", "officer \(name(person))")
        case .unknown(let key):
            say("未知密钥 \(Hex.encode(key.bytes.prefix(4)))", "unknown key \(Hex.encode(key.bytes.prefix(4)))")
        }
    }
}
