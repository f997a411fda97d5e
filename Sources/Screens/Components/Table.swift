/// A table: heads that stay, rows with a key so that live updates keep their order, sums at its foot.
package struct Table: Component {
    /// One column.
    package struct Column: Sendable, Hashable {
        /// The head.
        package let title: String
        /// Whether the column holds numbers, which are set to the right.
        package let isNumber: Bool

        /// A column of texts, states or links.
        package static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        /// A column of numbers.
        package static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    /// What stands in one place of the table.
    package struct Cell: Sendable {
        let content: [any Component]

        /// A text.
        package static func text(_ text: String) -> Cell { Cell(content: [Markup.escaped(text)]) }
        /// A whole number in groups of three digits.
        package static func number(_ number: Int) -> Cell { .text(NumberFormat.grouped(number)) }
        /// A state.
        package static func pill(_ mark: StateMark, _ word: String? = nil) -> Cell {
            Cell(content: [Pill(mark, word)])
        }
        /// A hash or log position.
        package static func code(_ text: String) -> Cell { Cell(content: [Code(text)]) }
        /// A way to another page.
        package static func link(_ text: String, to path: String) -> Cell {
            Cell(content: [Link(text, to: path)])
        }
        /// Any parts.
        package static func parts(@ComponentBuilder _ parts: () -> [any Component]) -> Cell {
            Cell(content: parts())
        }
    }

    /// One row.
    package struct Row: Sendable {
        /// What the row is about, for as long as the page is open; updates are matched by it.
        package let key: String
        /// One cell per column.
        package let cells: [Cell]

        /// A row with its key.
        package init(_ key: String, _ cells: [Cell]) {
            self.key = key
            self.cells = cells
        }
    }

    /// What the table shows, read out before it and not seen.
    package let caption: String
    /// The columns.
    package let columns: [Column]
    /// The rows in their order.
    package let rows: [Row]
    /// The foot: what the numbers add up to; none when nil.
    package let sums: [Cell]?
    /// What is said when there are no rows.
    package let empty: EmptyState

    /// A table.
    ///
    /// The empty state is not optional: every list says why it is empty.
    package init(caption: String, columns: [Column], rows: [Row], sums: [Cell]? = nil, empty: EmptyState) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.sums = sums
        self.empty = empty
    }

    private static let template = Template(
        """
        {{#hasRows}}<div class="table-frame" role="region" aria-label="{{caption}}" tabindex="0"><table><caption>{{caption}}</caption>
        <thead><tr>{{#columns}}<th scope="col"{{#isNumber}} class="number"{{/isNumber}}>{{title}}</th>{{/columns}}</tr></thead>
        <tbody>{{#rows}}<tr data-key="{{key}}">{{cells}}</tr>
        {{/rows}}</tbody>{{#sums}}<tfoot><tr>{{sums}}</tr></tfoot>{{/sums}}</table></div>{{/hasRows}}\
        {{^hasRows}}<div class="table-frame">{{empty}}</div>{{/hasRows}}

        """
    )
    private static let cellTemplate = Template(
        #"<td{{#isNumber}} class="number"{{/isNumber}}{{#label}} data-label="{{label}}"{{/label}}>{{content}}</td>"#
    )

    /// The HTML of the table.
    package func markup(in language: Language) -> Markup {
        Self.template.render([
            "hasRows": .flag(!rows.isEmpty), "caption": .text(caption),
            "columns": .list(columns.map { ["isNumber": .flag($0.isNumber), "title": .text($0.title)] }),
            "rows": .list(
                rows.map { ["key": .text($0.key), "cells": .markup(markup(of: $0.cells, in: language))] }
            ),
            "sums": .markup(sums.map { markup(of: $0, in: language) } ?? .empty),
            "empty": .markup(rows.isEmpty ? empty.markup(in: language) : .empty),
        ])
    }

    private func markup(of cells: [Cell], in language: Language) -> Markup {
        .joined(
            zip(columns, cells).map { column, cell in
                Self.cellTemplate.render([
                    "isNumber": .flag(column.isNumber), "label": .text(column.title),
                    "content": .markup(cell.content.markup(in: language)),
                ])
            }
        )
    }
}
