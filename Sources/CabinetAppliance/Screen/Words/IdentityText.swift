import Identity
import Screens

/// What the screen says when an identification or a chosen PIN is not accepted.
enum IdentityText: TextCatalogue {
    case cardUnknown, cardNotProved, cardVanished, fingerUnknown, otherPerson, samePerson, pinWrong,
        faceNotMatched
    case pinUnavailable, lockedPerson, lockedCard, lockedCabinet, noSecondMethod
    case nextCard, nextOtherCard, nextPIN, nextWait, nextOfficer
    case pinUnreadable, pinDifferent, pinFewDigits, pinRun, pinRepetition, pinDate, pinCommon, pinNext

    var phrase: Phrase {
        switch self {
        case .cardUnknown: Phrase("这张卡在本机构没有登记。", "This card belongs to nobody here.")
        case .cardNotProved: Phrase("这张卡没有通过验真。", "This card did not prove itself.")
        case .cardVanished: Phrase("卡没有读完。", "The card could not be read to the end.")
        case .fingerUnknown: Phrase("没有识别出这枚指纹。", "This finger was not recognised.")
        case .otherPerson: Phrase("这不是刚才那一位的卡或指纹。", "This belongs to another person than the one who began.")
        case .samePerson: Phrase("第二人必须是另一个人。", "The second person must be another one.")
        case .pinWrong:
            Phrase(
                "密码不对，还可以试 {1} 次。",
                "The PIN is wrong; {1} more tries.",
                one: "The PIN is wrong; one more try."
            )
        case .faceNotMatched: Phrase("人脸不符。", "The face does not match.")
        case .pinUnavailable: Phrase("本柜现在无法核对密码。", "The PIN cannot be checked here now.")
        case .lockedPerson: Phrase("错误次数过多，您需要等待 {1}。", "Too many wrong tries: you must wait {1}.")
        case .lockedCard:
            Phrase("这张卡错误次数过多，需要等待 {1}。", "Too many wrong tries with this card: it must wait {1}.")
        case .lockedCabinet:
            Phrase("本柜错误次数过多，取用需要等待 {1}。", "Too many wrong tries at this cabinet: takes must wait {1}.")
        case .noSecondMethod: Phrase("您在本机构只有一种身份凭证。", "You have only one credential at this site.")
        case .nextCard: Phrase("请把卡放稳再试。", "Lay the card still and try again.")
        case .nextOtherCard: Phrase("请使用在本机构登记的卡。", "Use a card that is registered at this site.")
        case .nextPIN: Phrase("请再输入一次。", "Enter it again.")
        case .nextWait: Phrase("归还不受影响，可以照常进行。", "Returns go on as ever.")
        case .nextOfficer: Phrase("请安全员为您登记凭证。", "Ask an officer to register your credential.")
        case .pinUnreadable: Phrase("密码是 6 到 12 位数字。", "A PIN has 6 to 12 digits.")
        case .pinDifferent: Phrase("两次输入的密码不一样。", "The two entries differ.")
        case .pinFewDigits: Phrase("这个密码只用了一两个数字。", "This PIN uses one or two digits alone.")
        case .pinRun: Phrase("这个密码是连续的数字。", "This PIN is a run of digits.")
        case .pinRepetition: Phrase("这个密码是重复的数字。", "This PIN repeats itself.")
        case .pinDate: Phrase("这个密码像一个日期。", "This PIN looks like a date.")
        case .pinCommon: Phrase("很多人都选这个密码。", "Many people choose this PIN.")
        case .pinNext: Phrase("请另选一个。", "Choose another one.")
        }
    }

    /// The words for a refusal; `wait` says how long a lock lasts.
    static func words(for refusal: VerificationRefusal, wait: String, in language: Language) -> (
        String, String
    ) {
        switch refusal {
        case .cardUnknown: (language(Self.cardUnknown), language(nextOtherCard))
        case .cardNotProved: (language(Self.cardNotProved), language(nextOtherCard))
        case .cardVanished: (language(Self.cardVanished), language(nextCard))
        case .fingerUnknown: (language(Self.fingerUnknown), language(nextCard))
        case .otherPerson: (language(Self.otherPerson), language(nextOtherCard))
        case .samePerson: (language(Self.samePerson), language(nextOtherCard))
        case .pinWrong(let remaining): (language(Self.pinWrong, remaining), language(nextPIN))
        case .faceNotMatched: (language(Self.faceNotMatched), language(nextPIN))
        case .pinUnavailable: (language(Self.pinUnavailable), language(nextOfficer))
        case .locked(let lock):
            switch lock.subject {
            case .person: (language(lockedPerson, wait), language(nextWait))
            case .card: (language(lockedCard, wait), language(nextWait))
            case .cabinet: (language(lockedCabinet, wait), language(nextWait))
            }
        case .noSecondMethod: (language(Self.noSecondMethod), language(nextOfficer))
        }
    }

    /// The words for a PIN that may not be chosen.
    static func words(for problem: PINProblem) -> IdentityText {
        switch problem {
        case .unreadable: pinUnreadable
        case .different: pinDifferent
        case .weak(.fewDigits): pinFewDigits
        case .weak(.run): pinRun
        case .weak(.repetition): pinRepetition
        case .weak(.date): pinDate
        case .weak(.common): pinCommon
        }
    }
}
