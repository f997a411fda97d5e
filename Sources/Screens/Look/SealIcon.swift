/// The mark in a browser's tab: a seal's frame with 印 drawn in strokes, so that it needs no font.
enum SealIcon {
    static let image = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="1.5" y="1.5" width="29" height="29" rx="5" fill="#fff" stroke="#b3261e" stroke-width="3"/>\
        <path d="M14.5 8 8.5 10v13l6.5-2M8.5 16h6M18 9.5h6.5v11l-3-.8M18 9.5V26" fill="none" stroke="#b3261e" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/></svg>
        """
}
