import Cryptography

/// Which PINs may be chosen: not those that a thief types first.
package enum PINRules {
    /// Why a PIN may not be chosen; a screen says each in words.
    package enum Weakness: Sendable, Hashable, CaseIterable {
        /// One or two digits alone, as in 111111 or 121121.
        case fewDigits
        /// Digits in order, up or down, each once or doubled, as in 123456, 987654, 112233.
        case run
        /// A part repeated, as in 135135.
        case repetition
        /// A date that could be somebody's birthday, as in 900515 or 19900515.
        case date
        /// Among those that most people choose.
        case common
    }

    /// Patterns of the keypad and numbers that sound like words: refused although no rule above meets them.
    private static let common: Set<String> = [
        "147258", "258369", "147369", "147258369", "159753", "159357", "753951", "357159", "741852", "852963",
        "963852",
        "321654", "654321", "789456", "456123", "123789", "520131", "5201314", "1314520", "131452", "666888",
        "888666",
        "168168", "100200", "102030", "112358", "314159", "31415926", "271828",
    ]

    /// Why `pin` may not be chosen, nil when it may.
    package static func weakness(of pin: PIN) -> Weakness? {
        var typed = pin.digits.exposedCopy()
        defer { typed.wipe() }
        let digits = typed.map { Int($0) - 48 }
        if Set(digits).count <= 2 { return .fewDigits }
        if isRun(digits) { return .run }
        if isRepetition(digits) { return .repetition }
        if isDate(digits) { return .date }
        return common.contains(String(decoding: typed, as: UTF8.self)) ? .common : nil
    }

    private static func isRun(_ digits: [Int]) -> Bool {
        var distinct: [Int] = []
        for digit in digits where distinct.last != digit { distinct.append(digit) }
        let steps = zip(distinct.dropFirst(), distinct).map { ($0 - $1 + 10) % 10 }
        return steps.allSatisfy { $0 == 1 } || steps.allSatisfy { $0 == 9 }
    }

    private static func isRepetition(_ digits: [Int]) -> Bool {
        (1...digits.count / 2).contains { period in
            digits.count.isMultiple(of: period)
                && digits.indices.allSatisfy { digits[$0] == digits[$0 % period] }
        }
    }

    private static func isDate(_ digits: [Int]) -> Bool {
        let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + $1 } }
        switch digits.count {
        case 6:
            return isDay(number(4..<6), ofMonth: number(2..<4))
                || isDay(number(0..<2), ofMonth: number(2..<4))
                || isDay(number(2..<4), ofMonth: number(0..<2))
        case 8:
            let years = 1900...2099
            return years.contains(number(0..<4)) && isDay(number(6..<8), ofMonth: number(4..<6))
                || years.contains(number(4..<8))
                    && (isDay(number(0..<2), ofMonth: number(2..<4))
                        || isDay(number(2..<4), ofMonth: number(0..<2)))
        default: return false
        }
    }

    private static func isDay(_ day: Int, ofMonth month: Int) -> Bool {
        let lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return lengths.indices.contains(month - 1) && (1...lengths[month - 1]).contains(day)
    }
}
