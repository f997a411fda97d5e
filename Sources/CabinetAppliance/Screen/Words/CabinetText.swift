import Screens

/// The words of the cabinet's screen, but for refusals and outcomes, which have catalogues of their own.
enum CabinetText: TextCatalogue {
    case invitation, online, offline, witnessed, unwitnessed, pending, place
    case chooseErrand, take, giveBack, setAside, newTag, job, credential, helpChoice
    case takeDetail, giveBackDetail, setAsideDetail, newTagDetail, jobDetail, credentialDetail, forCustodians
    case stepWho, stepWhich, stepCheck, stepOpen, stepRead, stepPIN
    case layCard, layCardDetail, laySecondCard, laySecondDetail, enterPIN, greeting, checking, checkingDetail,
        thatIsMe
    case cancel, back, toStart, tryAgain
    case chooseTake, noGrantLine, nothingToTake, nothingToTakeAdvice, offerDetail
    case checkTake, seal, file, filePages, moreFiles, noFile, checkCode, useLine, reason, approvers, taker,
        companion, dueBack, grantTitle, fileWhole, fileComing, fileAwaited, previewUnsigned, impression
    case modeBorrow, modeStampFor, modeStanding, ownKey, witnessedGrade, vouched, recordTake, recordReturn,
        recordAside
    case openDrawer, drawerTitle, weighing, refusedTitle, stillMeaning, refusedRecorded
    case chooseReturn, nothingOut, nothingOutAdvice, holderLine, holderDue, neverSeen, checkReturn, returnInto
    case chooseAside, nothingApart, nothingApartAdvice, apartLine, checkAside
    case beginning, pullOpen, takeOut, putIn, emptyIt, takeAndClose, putAndClose, emptyAndClose, drawerLine,
        drawer,
        returner, custodian, duePoint, companionWaits, groups, noCredentials, hasCredentials, looking,
        writing, doneTitle, lookTitle
    case layTag, layTagDetail, readTag, tagReadTitle, tagUID, tagReadNext, chooseJob, noJobs, noJobsAdvice,
        jobSeal, jobCard, jobDone
    case askPerson, personID, personHint, personUnknown, goOn, layNewCard, layNewCardDetail, proveCard,
        pinAlone
    case choosePIN, repeatPIN, keepPIN, requestedTitle, requestedNext, credentialID, working, troubleTitle,
        nothingMoved
    case helpTitle, helpReturn, helpTake, helpLock, recordTitle, recordSize, recordRoot, inUseTitle, inUse

    var phrase: Phrase {
        switch self {
        case .invitation: Phrase("刷卡，或轻触屏幕", "Lay on your card, or touch the screen")
        case .online: Phrase("总部在线", "Headquarters online")
        case .offline: Phrase("总部不可达", "Headquarters out of reach")
        case .witnessed: Phrase("已见证", "Witnessed")
        case .unwitnessed: Phrase("未见证 {1} 条", "{1} unwitnessed")
        case .pending: Phrase("待送 {1} 条", "{1} to send")
        case .place: Phrase("{1} · {2}", "{1} · {2}")
        case .chooseErrand: Phrase("您要做什么？", "What do you want to do?")
        case .take: Phrase("取印章", "Take a seal")
        case .giveBack: Phrase("还印章", "Return a seal")
        case .setAside: Phrase("取出隔离物件", "Set an object aside")
        case .newTag: Phrase("读取新标签", "Read a new tag")
        case .job: Phrase("写入标签密钥", "Give a tag its keys")
        case .credential: Phrase("登记卡和密码", "Register a card and PIN")
        case .helpChoice: Phrase("帮助", "Help")
        case .takeDetail: Phrase("需要已批准的授权", "Needs an approved grant")
        case .giveBackDetail: Phrase("随时可以归还", "Always possible")
        case .setAsideDetail: Phrase("两名印章管理员", "Two custodians")
        case .newTagDetail: Phrase("用于新的印章或新的卡", "For a new seal or card")
        case .jobDetail: Phrase("{1} 个任务待完成", "{1} jobs to do", one: "{1} job to do")
        case .credentialDetail: Phrase("由两名安全员签名后生效", "Two officers sign it")
        case .forCustodians: Phrase("{1} · 仅限印章管理员", "{1} · custodians")
        case .stepWho: Phrase("身份", "Who")
        case .stepWhich: Phrase("选印章", "Which")
        case .stepCheck: Phrase("核对", "Check")
        case .stepOpen: Phrase("开抽屉", "Open")
        case .stepRead: Phrase("读卡器", "Reader")
        case .stepPIN: Phrase("密码", "PIN")
        case .layCard: Phrase("请把卡放在读卡器上", "Lay your card on the reader")
        case .layCardDetail:
            Phrase("读卡器在屏幕下方，放稳，不要移动。", "The reader is below the screen; lay the card still.")
        case .laySecondCard: Phrase("请第二人把卡放在读卡器上", "The second person lays on a card")
        case .laySecondDetail:
            Phrase("取走第一张卡，换上第二人的卡。", "Take the first card away and lay on the second person's.")
        case .enterPIN: Phrase("请输入密码", "Enter your PIN")
        case .greeting: Phrase("{1}，您好。", "Hello, {1}.")
        case .checking: Phrase("正在核对身份", "Checking who you are")
        case .checkingDetail: Phrase("请不要移动卡。", "Leave the card where it is.")
        case .thatIsMe: Phrase("确认身份", "That is me")
        case .cancel: Phrase("取消", "Cancel")
        case .back: Phrase("返回", "Back")
        case .toStart: Phrase("返回首页", "Back to the start")
        case .tryAgain: Phrase("再试一次", "Try again")
        case .chooseTake: Phrase("要取哪一枚印章？", "Which seal do you want to take?")
        case .noGrantLine: Phrase("没有授权", "No grant")
        case .nothingToTake: Phrase("本柜没有印章，也没有给您的授权。", "This cabinet has no seal and you have no grant.")
        case .nothingToTakeAdvice: Phrase("请在总部提交用印申请。", "File an application at headquarters.")
        case .offerDetail:
            Phrase("{1} · {2} 份 · {3} 前还", "{1} · {2} copies · due {3}", one: "{1} · {2} copy · due {3}")
        case .checkTake: Phrase("核对授权，然后开抽屉", "Check the grant, then open")
        case .seal: Phrase("印章", "Seal")
        case .file: Phrase("文件", "File")
        case .filePages: Phrase("{1} · {2} 页", "{1} · {2} pages")
        case .moreFiles: Phrase("另有 {1} 个文件", "and {1} more files", one: "and {1} more file")
        case .noFile: Phrase("没有列出文件", "No file is named")
        case .fileWhole: Phrase("已完整送达，与批准的一致", "here and whole, as approved")
        case .fileComing: Phrase("正在送达，{1}%", "on its way, {1} %")
        case .fileAwaited: Phrase("尚未送达本柜", "not at this cabinet yet")
        case .previewUnsigned:
            Phrase("预览由申请人提供，未经审批人签署。", "A preview by the applicant; approvers did not sign it.")
        case .impression: Phrase("印模", "Impression")
        case .checkCode: Phrase("校验码", "Check code")
        case .useLine: Phrase("方式 / 份数 / 地点", "Mode / copies / place")
        case .reason: Phrase("用途", "Purpose")
        case .approvers: Phrase("批准", "Approved by")
        case .taker: Phrase("取用人", "Taker")
        case .companion: Phrase("同行人", "Companion")
        case .dueBack: Phrase("应归还", "Due back")
        case .grantTitle: Phrase("授权内容", "What was approved")
        case .modeBorrow: Phrase("外借", "Carried away")
        case .modeStampFor: Phrase("代盖章", "Stamped for others")
        case .modeStanding: Phrase("岗位持有", "Held by a post")
        case .ownKey: Phrase("{1}（本人密钥）", "{1} (own key)")
        case .witnessedGrade: Phrase("{1}（本柜见证）", "{1} (witnessed by a cabinet)")
        case .vouched: Phrase("{1}（总部转述）", "{1} (stated by headquarters)")
        case .recordTake: Phrase("取用人、同行人、授权和时间", "taker, companion, grant and time")
        case .recordReturn: Phrase("归还人、印章、验真结果和时间", "who returned it, the seal, the proof and the time")
        case .recordAside: Phrase("两名印章管理员、抽屉和时间", "both custodians, the drawer and the time")
        case .openDrawer: Phrase("打开 {1} 号抽屉", "Open drawer {1}")
        case .drawerTitle: Phrase("{1} 号抽屉，灯亮的格口", "Drawer {1}, where the light is")
        case .weighing: Phrase("正在重新核对授权和印章", "Checking grant and seal once more")
        case .refusedTitle: Phrase("这次不能取用", "This take is refused")
        case .stillMeaning: Phrase("印章没有移动。", "The seal has not moved.")
        case .refusedRecorded: Phrase("印章没有移动，拒绝已经记录。", "The seal has not moved; the refusal is recorded.")
        case .chooseReturn: Phrase("要还哪一枚印章？", "Which seal do you bring back?")
        case .nothingOut: Phrase("没有外出的印章。", "No seal is out.")
        case .nothingOutAdvice: Phrase("如果您手里有印章，请联系印章管理员。", "If you hold a seal, call a custodian.")
        case .holderLine: Phrase("{1} · {2} 取出", "With {1} since {2}")
        case .holderDue: Phrase("{1} · {2} 取出 · 应于 {3} 前归还", "With {1} since {2} · due {3}")
        case .neverSeen: Phrase("还没有放进过本柜", "Not yet placed in this cabinet")
        case .checkReturn: Phrase("把印章放回这里", "Put the seal back here")
        case .returnInto:
            Phrase("打开后把{1}放进灯亮的格口，再关上抽屉。", "When it opens, put {1} where the light is and close the drawer.")
        case .chooseAside: Phrase("要取出哪个抽屉的物件？", "Which drawer is to be emptied?")
        case .nothingApart: Phrase("没有隔离的物件。", "Nothing is set apart.")
        case .nothingApartAdvice: Phrase("不需要做什么。", "There is nothing to do.")
        case .apartLine: Phrase("归还{1}时放入，没有通过验真", "Put in for {1}; did not prove to be it")
        case .checkAside: Phrase("取出隔离的物件", "Take the object out")
        case .beginning: Phrase("正在打开抽屉", "Opening the drawer")
        case .pullOpen: Phrase("请拉开 {1} 号抽屉", "Pull drawer {1} open")
        case .takeOut: Phrase("取出{1}，再关上抽屉。", "Take {1} out, then close the drawer.")
        case .putIn: Phrase("把{1}放进灯亮的格口，再关上抽屉。", "Put {1} where the light is, then close the drawer.")
        case .emptyIt: Phrase("取出物件，再关上抽屉。", "Take the object out, then close the drawer.")
        case .takeAndClose: Phrase("取出印章，关上 {1} 号抽屉", "Take the seal, close drawer {1}")
        case .putAndClose: Phrase("放入印章，关上 {1} 号抽屉", "Put the seal in, close drawer {1}")
        case .emptyAndClose: Phrase("取出物件，关上 {1} 号抽屉", "Take the object, close drawer {1}")
        case .drawerLine: Phrase("{1} 号抽屉", "Drawer {1}")
        case .drawer: Phrase("抽屉", "Drawer")
        case .returner: Phrase("归还人", "Brought back by")
        case .custodian: Phrase("印章管理员", "Custodian")
        case .duePoint: Phrase("{1} 前", "{1}")
        case .companionWaits: Phrase("{1}要取{2}。", "{1} wants to take {2}.")
        case .groups: Phrase("{1} 组审批人", "{1} approver")
        case .noCredentials: Phrase("还没有凭证", "No credential yet")
        case .hasCredentials: Phrase("{1} 个有效凭证", "{1} credentials in force", one: "{1} credential in force")
        case .looking: Phrase("正在读取格口", "Looking into the slot")
        case .writing: Phrase("正在写入记录", "Writing the record")
        case .doneTitle: Phrase("完成", "Done")
        case .lookTitle: Phrase("请看清结果", "Please read this")
        case .layTag: Phrase("请把空白标签放在读卡器上", "Lay a blank tag on the reader")
        case .layTagDetail: Phrase("只读取编号，不写入任何内容。", "Only its number is read; nothing is written to it.")
        case .readTag: Phrase("读取标签", "Read the tag")
        case .tagReadTitle: Phrase("标签已读取并记录", "The tag was read and recorded")
        case .tagUID: Phrase("标签编号", "Number of the tag")
        case .tagReadNext:
            Phrase(
                "两名安全员签署任务后，密钥会送到本柜。",
                "When two officers have signed a job, its keys come to this cabinet."
            )
        case .chooseJob: Phrase("要完成哪个任务？", "Which job?")
        case .noJobs: Phrase("没有待完成的任务。", "There is no job to do.")
        case .noJobsAdvice:
            Phrase("先读取标签，再请两名安全员签署任务。", "Read the tag first, then ask two officers to sign a job.")
        case .jobSeal: Phrase("印章标签，放上之后轻触", "Tag of a seal: lay it on, then touch")
        case .jobCard: Phrase("人员卡，放上之后轻触", "Card of a person: lay it on, then touch")
        case .jobDone: Phrase("密钥已写入并记录", "The keys are on the tag, and that is recorded")
        case .askPerson: Phrase("为谁登记？", "Whose credential is it?")
        case .personID: Phrase("人员编号", "Person number")
        case .personHint: Phrase("32 位编号，可以扫描", "32 characters; may be scanned")
        case .personUnknown: Phrase("本机构没有登记这个编号的人。", "Nobody with this number is registered at this site.")
        case .goOn: Phrase("查找此人", "Find this person")
        case .layNewCard: Phrase("请把{1}的新卡放在读卡器上", "Lay the new card of {1} on the reader")
        case .layNewCardDetail: Phrase("卡必须已经写入密钥。", "The card must have been given its keys.")
        case .proveCard: Phrase("验证这张卡", "Prove this card")
        case .pinAlone: Phrase("只登记密码", "Register a PIN alone")
        case .choosePIN: Phrase("{1}，请选一个密码", "{1}, choose a PIN")
        case .repeatPIN: Phrase("请再输入一次", "Enter it again")
        case .keepPIN: Phrase("使用这个密码", "Use this PIN")
        case .requestedTitle: Phrase("登记申请已记录", "The request is recorded")
        case .requestedNext:
            Phrase("两名安全员签名后，卡和密码即可使用。", "Card and PIN can be used when two officers have signed.")
        case .credentialID: Phrase("凭证编号", "Credential number")
        case .working: Phrase("正在处理，请不要移动", "At work; leave everything where it is")
        case .troubleTitle: Phrase("这一步没有完成", "This could not be done")
        case .nothingMoved: Phrase("印章没有移动。", "No seal has moved.")
        case .helpTitle: Phrase("帮助", "Help")
        case .helpReturn:
            Phrase(
                "归还不需要授权，断网或报警时也可以归还。",
                "Returning needs no grant, and is possible without a network and during an alarm."
            )
        case .helpTake:
            Phrase(
                "取用需要授权、卡和密码；有的印章还需要第二人。",
                "Taking needs a grant, card and PIN; some seals need a second person."
            )
        case .helpLock: Phrase("网络上的任何人都不能打开抽屉。", "Nobody on the network can open a drawer.")
        case .recordTitle: Phrase("本柜记录的当前位置", "Where this cabinet's record stands")
        case .recordSize: Phrase("记录条数", "Number of records")
        case .recordRoot: Phrase("树根", "Root of the tree")
        case .inUseTitle: Phrase("印章柜正在使用", "The cabinet is in use")
        case .inUse: Phrase("另一个屏幕正在操作，请稍候。", "Another screen is at work; please wait.")
        }
    }
}
