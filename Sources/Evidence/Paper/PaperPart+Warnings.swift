import Cryptography
import Records

// What a reader must know before the first sentence that the file supports.
extension PaperPart {
    /// Who has cosigned outside, and what of it covers the records that the file is about.
    func warnings(_ markup: inout PaperMarkup) {
        let organisation = report.organisation
        if report.anchors.isEmpty {
            markup.element(
                .div,
                .warning,
                say(
                    "没有外部锚定：\(organisation) 之外无人共签。若该单位的全部副本一并被改写，本文件不能揭示。",
                    "No outside anchor: nobody outside \(organisation) has cosigned. If all of its copies were rewritten together, this file would not show it."
                )
            )
        } else {
            for anchor in report.anchors { markup.element(.p, text(anchor)) }
            // Nothing in the file leads from the head of the acts to what was cosigned.
            markup.element(
                .div,
                .warning,
                say(
                    "外部锚定仅及授权日志：未示出策略、行为及盘点记录有外部锚定。若该单位的这些记录的全部副本一并被改写，本文件不能揭示。",
                    "Only authority is anchored outside: policy, acts and counts in this file are not shown to be. If all of the organisation's copies of these were rewritten together, this file would not show it."
                )
            )
        }
        for sentence in report.laterEpochs { markup.element(.div, .warning, sentence.text(language)) }
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

    /// What somebody outside has cosigned.
    func text(_ anchor: ShownCosignature) -> String {
        say(
            "\(anchor.name) 于 \(moment(anchor.milliseconds)) 共签授权日志前 \(anchor.size) 条",
            "\(anchor.name) cosigned the first \(anchor.size) leaves of authority at \(moment(anchor.milliseconds))"
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
