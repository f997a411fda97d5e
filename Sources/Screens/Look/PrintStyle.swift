/// The style on paper: no navigation, no buttons; shapes and words stay, and tables repeat their heads.
enum PrintStyle {
    static let styleSheet = """
        @media print {
          @page { margin: 18mm 15mm; }
          html { font-size: 10pt; }
          .top nav, .visit, .actions, .action, .pager, .skip, .live-lost, .language, .help { display: none !important; }
          .top { border: 0 !important; padding: 0 !important; min-height: 0 !important; }
          .console main, .plain main { max-width: none; padding: var(--space-3) 0; }
          .card, .table-frame, .notice { break-inside: avoid; border-color: var(--line); }
          .table-frame { overflow: visible; break-inside: auto; }
          thead { display: table-header-group; }
          tr { break-inside: avoid; }
          .pill { border: 1px solid var(--state); }
          .bar, .bar rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; stroke: var(--ink); stroke-width: 0.5; }
        }

        """
}
