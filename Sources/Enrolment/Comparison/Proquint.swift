/// Sixteen bits as a word of five letters that can be read out and spelt.
///
/// D. S. Wilkerson, "A Proposal for Proquints: Identifiers that are Readable, Spellable, and Pronounceable",
/// arXiv:0901.4016: consonant, vowel, consonant, vowel, consonant for 4, 2, 4, 2 and 4 bits.
package enum Proquint {
    private static let consonants = Array("bdfghjklmnprstvz")
    private static let vowels = Array("aiou")

    /// The word of sixteen bits.
    package static func word(_ bits: UInt16) -> String {
        String([
            consonants[Int(bits >> 12)], vowels[Int(bits >> 10 & 3)], consonants[Int(bits >> 6 & 15)],
            vowels[Int(bits >> 4 & 3)], consonants[Int(bits & 15)],
        ])
    }

    /// The sixteen bits of a word in either case, nil when it is none.
    package static func bits(_ word: some StringProtocol) -> UInt16? {
        let letters = Array(word.lowercased())
        guard letters.count == 5 else { return nil }
        var bits: UInt16 = 0
        for (index, letter) in letters.enumerated() {
            let isVowel = !index.isMultiple(of: 2)
            guard let value = (isVowel ? vowels : consonants).firstIndex(of: letter) else { return nil }
            bits = bits << (isVowel ? 2 : 4) | UInt16(value)
        }
        return bits
    }
}
