/// Keys for a PIN, large enough for a thumb.
///
/// With the script the digits gather in the field and travel once; without it every key is a request and the
/// cabinet gathers them (`PINEntry`). The digits are never written into a page.
package struct PINPad: Component {
    /// Where the keys go.
    package let path: String
    /// The token of the form.
    package let token: FormToken
    /// How many digits have been entered with earlier requests.
    package let enteredCount: Int
    /// What the last key is called: what it does.
    package let submitTitle: String
    /// The way back.
    package let cancel: Link

    /// A pad that posts to a path.
    package init(to path: String, token: FormToken, enteredCount: Int = 0, submitTitle: String, cancel: Link)
    {
        self.cancel = cancel
        self.path = path
        self.token = token
        self.enteredCount = enteredCount
        self.submitTitle = submitTitle
    }

    // Enter in the field presses the form's first button (HTML, "implicit submission"), so an unseen one that submits
    // stands before the digits.
    private static let template = Template(
        """
        <form class="pin-pad" method="post" action="{{path}}" data-pin-pad>{{token}}\
        <button class="unseen" name="press" value="done" tabindex="-1" aria-hidden="true">{{submit}}</button>\
        <div class="pin-field"><label for="pin">{{label}}</label><input id="pin" name="pin" type="password" inputmode="none" autocomplete="off" maxlength="{{limit}}">\
        <p role="status" data-pin-count="{{countPattern}}" data-pin-count-one="{{countPatternForOne}}">{{count}}</p></div>\
        <div class="pin-keys">{{#keys}}<button class="button is-plain" name="press" value="{{value}}">{{title}}</button>{{/keys}}</div>\
        <div class="pin-ends"><a class="button is-plain" href="{{cancelPath}}">{{cancel}}</a>\
        <button class="button is-main" name="press" value="done">{{submit}}</button></div></form>

        """
    )

    /// The HTML of the pad.
    package func markup(in language: Language) -> Markup {
        var keys = (1...9).map { (value: "\($0)", title: "\($0)") }
        keys.append((PINEntry.clearKey, language(ScreenText.pinClear)))
        keys.append(("0", "0"))
        keys.append((PINEntry.backKey, language(ScreenText.pinBack)))
        let pattern = ScreenText.pinEntered.phrase
        return Self.template.render([
            "path": .text(LocalPath.checked(path)), "token": .markup(token.field),
            "submit": .text(submitTitle),
            "cancel": .text(cancel.text), "cancelPath": .text(LocalPath.checked(cancel.path)),
            "label": .text(language(ScreenText.pin)), "limit": .text(String(PINEntry.digitCountMax)),
            "countPattern": .text(pattern.text(in: language)),
            "countPatternForOne": .text(language == .english ? pattern.englishForOne ?? "" : pattern.chinese),
            "count": .text(language(ScreenText.pinEntered, enteredCount)),
            "keys": .list(keys.map { ["value": .text($0.value), "title": .text($0.title)] }),
        ])
    }
}
