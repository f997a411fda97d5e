/// One entry of a form, with its label, its hint and what is wrong with it.
package struct Field: Sendable {
    /// One answer of a choice.
    package struct Option: Sendable, Hashable {
        /// What is sent.
        package let value: String
        /// What is read.
        package let title: String

        /// An answer.
        package init(_ value: String, _ title: String) {
            self.value = value
            self.title = title
        }
    }

    /// What is entered.
    package enum Kind: Sendable {
        case text, password, search, date, dateAndTime
        /// A whole number within limits.
        case wholeNumber(ClosedRange<Int>)
        /// Several lines.
        case lines(Int)
        /// One of a list.
        case oneOf([Option])
        /// Any of a list; the field's value holds the chosen ones separated by spaces.
        case anyOf([Option])
        /// Yes or no; sends "yes".
        case tick
        /// One file of at most so many bytes, of the types an `accept` attribute names.
        case file(byteCountMax: Int, accept: String)
        /// Sent along unseen.
        case hidden
    }

    /// The name it is sent under.
    package let name: String
    /// What is asked.
    package let label: String
    /// What is entered.
    package let kind: Kind
    /// What was entered, or is proposed.
    ///
    /// Passwords are never shown again.
    package let value: String
    /// How to answer.
    package let hint: String?
    /// What is wrong with what was entered, and what to do.
    package let problem: String?
    /// Whether it may not be left out.
    package let isRequired: Bool
    /// What a browser may fill in, of the HTML standard's autofill names; "off" otherwise.
    package let autocomplete: String
    /// Most characters; nil for the limit that every value has.
    package let characterCountMax: Int?

    /// An entry of a form.
    package init(
        _ name: String,
        _ label: String,
        _ kind: Kind = .text,
        value: String = "",
        hint: String? = nil,
        problem: String? = nil,
        isRequired: Bool = true,
        autocomplete: String = "off",
        characterCountMax: Int? = nil
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.value = value
        self.hint = hint
        self.problem = problem
        self.isRequired = isRequired
        self.autocomplete = autocomplete
        self.characterCountMax = characterCountMax
    }

    /// Whether the field makes the form multipart.
    var isFile: Bool {
        if case .file = kind { true } else { false }
    }
}
