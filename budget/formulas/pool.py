"""A pool that is drawn on while the budget's net is a cost, and repaid out of the net savings that follow."""

from budget.formulas.book import Book
from budget.formulas.row import Row
from budget.formulas.vocabulary import at_least, at_most, balance, before, is_above, so_far, when


def pool_rows(book: Book, net: Row) -> list[Row]:
    """The pool's rows by year in the order of the table, kr in the chosen prices; none without a pool.

    `net` is the net of the budget: a saving that the budget is not cut by repays nothing.
    """
    pool = book.case.pool
    if pool is None:
        return []

    def add(key: str, row: Row) -> Row:
        named = book.add(f"pool.{key}", row, f"pool.{key}", kind="pool")
        named.about = pool.label
        return named

    need = add("need", at_least(net, 0))
    drawn = add("drawn", at_most(so_far(need), book.input("pool.cap")))
    draw = add("draw", drawn - before(drawn))
    saved = add("saved", at_least(0 - net, 0))
    start = book.fixed_input("pool.repay_from", float(pool.repay_from or book.case.first_year), "year")
    due = add("due", when(is_above(start, book.years), 0, saved * book.input("pool.repay_share")))
    interest_rate = book.input("pool.interest")
    left_over = add("balance", balance(draw - due, 1 + interest_rate))
    opening = add("opening", before(left_over))
    interest = add("interest", opening * interest_rate)
    repaid = add("repaid", at_most(opening + interest + draw, due))
    left = add("left", saved - repaid)
    return [draw, interest, repaid, left_over, left]
