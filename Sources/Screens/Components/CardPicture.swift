/// A drawing of a card above the front reader: what to do, for those who do not read.
package struct CardPicture: Component {
    /// A drawing.
    package init() {}

    private static let drawing = Markup(
        """
        <svg class="card-picture" viewBox="0 0 320 200" fill="none" stroke-width="6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">\
        <g stroke="currentColor"><path d="M40 184h240M96 184v-14a8 8 0 0 1 8-8h112a8 8 0 0 1 8 8v14"/></g>\
        <g class="card-above"><rect x="92" y="16" width="136" height="86" rx="10"/><path d="M92 42h136M160 116v28m-12-12 12 12 12-12"/></g></svg>

        """
    )

    /// The HTML of the drawing.
    package func markup(in language: Language) -> Markup { Self.drawing }
}
