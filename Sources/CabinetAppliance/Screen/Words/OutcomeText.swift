import Custody
import Screens

/// How a visit ended: what happened, what it means for the seal, what to do next.
struct OutcomeText: TextCatalogue {
    enum Outcome: Hashable, CaseIterable {
        case taken, notTaken, takeNotOpened, takeUnseen, exchanged, takeUnread
        case proved, unproved, refused, nothing, returnNotOpened
        case freed, notFreed

        init(_ result: VisitResult) {
            self =
                switch result {
                case .take(.taken): .taken
                case .take(.notTaken): .notTaken
                case .take(.notOpened): .takeNotOpened
                case .takeUnseen: .takeUnseen
                case .take(.exchanged): .exchanged
                case .take(.unread): .takeUnread
                case .giveBack(.proved): .proved
                case .giveBack(.unproved): .unproved
                case .giveBack(.refused): .refused
                case .giveBack(.nothing): .nothing
                case .giveBack(.notOpened): .returnNotOpened
                case .setAside(isFree: true): .freed
                case .setAside(isFree: false): .notFreed
                }
        }

        /// Whether it went as it should.
        var isGood: Bool { self == .taken || self == .proved || self == .freed }

        /// Whether nothing has changed and nothing is wrong.
        var isHarmless: Bool { self == .notTaken || self == .nothing }
    }

    enum Part: Hashable, CaseIterable {
        case happened, meaning, next
    }

    let outcome: Outcome
    let part: Part

    static var allCases: [OutcomeText] {
        Outcome.allCases.flatMap { outcome in Part.allCases.map { OutcomeText(outcome: outcome, part: $0) } }
    }

    var phrase: Phrase {
        switch part {
        case .happened: happened
        case .meaning: meaning
        case .next: next
        }
    }

    private var happened: Phrase {
        switch outcome {
        case .taken: Phrase("印章已取出，记录已写入。", "The seal is out, and that is recorded.")
        case .notTaken: Phrase("印章还在格口里，没有取出。", "The seal is still in its slot; nothing was taken.")
        case .takeNotOpened, .returnNotOpened: Phrase("抽屉没有打开。", "The drawer did not open.")
        case .takeUnseen:
            Phrase("没有看到抽屉打开，也无法读取格口。", "The drawer was not seen to open, and its slot could not be read.")
        case .exchanged: Phrase("格口里留下的不是这枚印章。", "Something else than the seal lies in the slot.")
        case .takeUnread: Phrase("关上抽屉后无法读取格口。", "The slot could not be read when the drawer closed.")
        case .proved: Phrase("印章已归还并通过验真。", "The seal is back and has proved itself.")
        case .unproved: Phrase("放入的物件无法读取。", "What was put in could not be read.")
        case .refused: Phrase("放入的不是取走的那一枚印章。", "What was put in is not the seal that was taken.")
        case .nothing: Phrase("格口是空的，没有放入印章。", "The slot is empty; nothing was put in.")
        case .freed: Phrase("物件已取出，抽屉可以再用。", "The object is out; the drawer is free again.")
        case .notFreed: Phrase("物件还在抽屉里。", "The object is still in the drawer.")
        }
    }

    private var meaning: Phrase {
        switch outcome {
        case .taken: Phrase("印章现在记在您名下。", "The seal is now with you.")
        case .notTaken, .takeNotOpened: Phrase("印章仍在柜内。", "The seal stays in the cabinet.")
        case .takeUnseen:
            Phrase(
                "印章记为在柜但未验真，这次取用已计次，异常已上报。",
                "The seal counts as in but unproved, the use counts as spent, and it is reported."
            )
        case .exchanged:
            Phrase("印章记为外出，抽屉已锁，异常已上报。", "The seal counts as out, the drawer is locked, and it is reported.")
        case .takeUnread: Phrase("印章记为外出，异常已上报。", "The seal counts as out, and it is reported.")
        case .proved: Phrase("印章记为在柜。", "The seal counts as in.")
        case .unproved:
            Phrase("印章记为在柜但未验真，抽屉已锁。", "The seal counts as in but unproved; the drawer is locked.")
        case .refused:
            Phrase("抽屉已锁，真章仍记在借用人名下。", "The drawer is locked; the real seal stays with its borrower.")
        case .nothing, .returnNotOpened: Phrase("印章仍记在借用人名下。", "The seal stays with its borrower.")
        case .freed: Phrase("印章的状态没有改变。", "No seal has changed its place.")
        case .notFreed: Phrase("抽屉保持锁定和隔离。", "The drawer stays locked and set apart.")
        }
    }

    private var next: Phrase {
        switch outcome {
        case .taken: Phrase("请按时归还。", "Bring it back in time.")
        case .notTaken, .nothing: Phrase("需要时请重新开始。", "Begin again when you need to.")
        case .takeNotOpened, .returnNotOpened:
            Phrase("请再试一次；仍打不开请通知维护人员。", "Try again; if it stays shut, have the lock looked at.")
        case .takeUnseen:
            Phrase(
                "请办理一次归还，让印章重新验真，并请维护人员检查读卡器。",
                "Return it, so that the seal can prove itself, and have the reader looked at."
            )
        case .exchanged: Phrase("请立即通知安全员，不要离开。", "Tell an officer at once, and do not leave.")
        case .takeUnread: Phrase("请通知维护人员检查读卡器。", "Have the reader looked at.")
        case .proved: Phrase("谢谢，可以离开了。", "Thank you; that is all.")
        case .unproved: Phrase("请印章管理员检查抽屉。", "Ask a custodian to look into the drawer.")
        case .refused:
            Phrase(
                "请带真章再次归还；该物件由两名印章管理员取出。",
                "Bring the real seal; two custodians will set the object aside."
            )
        case .freed: Phrase("请把物件交给安全员。", "Hand the object to an officer.")
        case .notFreed: Phrase("请重新开始并取出物件。", "Begin again and take the object out.")
        }
    }
}
