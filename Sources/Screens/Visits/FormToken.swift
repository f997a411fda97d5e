/// What a form must send back to be believed: only a page of this server, shown to this visit, has it.
package struct FormToken: Sendable, Hashable {
    /// The name of the form's unseen field.
    package static let fieldName = "form-token"

    /// The token as text.
    package let text: String

    private static let template = Template(#"<input type="hidden" name="{{name}}" value="{{token}}">"#)

    /// The unseen field of a form.
    package var field: Markup { Self.template.render(["name": .text(Self.fieldName), "token": .text(text)]) }
}
