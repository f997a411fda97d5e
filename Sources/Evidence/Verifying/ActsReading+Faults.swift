import Custody

extension ActsReading {
    /// Says of a record that attests nothing why it is left out.
    mutating func noteFault(of act: ActRecord) {
        switch act.verdict {
        case .good, .notNeeded: break
        case .missing:
            find(
                act.place.index,
                "此类记录须由印章柜自行签名而没有：已保存，不予采信",
                "a record of this kind must be signed by the cabinet itself, and this one is not: it is kept and left out"
            )
        case .wrong:
            find(
                act.place.index,
                "此记录的自有签名并非由当时有效的印章柜密钥所签：已保存，不予采信",
                "the cabinet's own signature on this record IS NOT GOOD, or is by a key that was not in force: it is kept and left out"
            )
        case .carriedInVain where act.isPlaceHidden:
            find(
                act.place.index,
                "所转载的记录在先前一期中的原位置未包含在本文件中，不能排除其在该处已计入：未予采信",
                "what stands in the earlier epoch at the place from which this is carried on is not in the file, so that it may count there already: it is left out"
            )
        case .carriedInVain:
            find(
                act.place.index,
                "所转载的记录并非本柜在先前一期中签名写下，或文件中已有该记录，未予采信",
                "what is carried on here was not written and signed by this cabinet in an earlier epoch, or stands in the file already: it is left out"
            )
        case .unreadable:
            find(
                act.place.index,
                "此记录的内容与其种类不符，无法判读：已保存，不予采信",
                "this record cannot be read as its kind says: it is kept and left out"
            )
        }
    }
}
