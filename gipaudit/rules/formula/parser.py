"""From a formula's text to its tree, by recursive descent; the grammar is in ``docs/formulas.md``."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal, TypeVar, cast, get_args

from gipaudit.rules.formula.errors import FormulaError
from gipaudit.rules.formula.lexer import Lexicon, Token, TokenKind, tokens
from gipaudit.rules.formula.tree import (
    All,
    Any,
    Call,
    Comparison,
    Condition,
    Equivalent,
    Function,
    Implies,
    Name,
    Negative,
    Node,
    Number,
    Part,
    Period,
    Product,
    Statement,
    Sum,
    Term,
)
from gipaudit.rules.linear import Operator

MAXIMUM_DEPTH = 50
MAXIMUM_NODES = 500

T = TypeVar("T", bound=Node)


def parse(text: str, lexicon: Lexicon) -> Statement:
    """Parse a whole rule: a condition, 如果 … 则 …, or … 当且仅当 ….

    Raises:
        FormulaError: with the offset where the trouble begins.
    """
    return _Parser(text, lexicon).statement()


def parse_condition(text: str, lexicon: Lexicon) -> Condition:
    """Parse a condition alone, as ``if`` takes it.

    Raises:
        FormulaError: with the offset where the trouble begins.
    """
    return _Parser(text, lexicon).only_condition()


class _Parser:
    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self.tokens = tokens(text, lexicon)
        self.index = 0
        self.depth = 0
        self.nodes = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def _at(self, kind: TokenKind, *texts: str) -> bool:
        return self.token.kind == kind and (not texts or self.token.text in texts)

    def _take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def _expect(self, kind: TokenKind, text: str, zh: str, en: str) -> Token:
        if not self._at(kind, text):
            raise self._unexpected(zh, en)
        return self._take()

    def _unexpected(self, zh: str, en: str) -> FormulaError:
        shown = self.token.text
        if self._at("end"):
            return FormulaError(f"公式到此中断，这里应是{zh}", f"formula ends here, expected {en}", self.token.offset)
        return FormulaError(f"这里应是{zh}，不是“{shown}”", f"expected {en}, not {shown!r}", self.token.offset)

    def _made(self, node: T) -> T:
        self.nodes += 1
        if self.nodes > MAXIMUM_NODES:
            raise FormulaError(
                f"公式太大，最多 {MAXIMUM_NODES} 项", f"formula too large, at most {MAXIMUM_NODES} nodes", node.offset
            )
        return node

    def _deeper(self, read: Callable[[], T]) -> T:
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise FormulaError(
                f"公式嵌套太深，最多 {MAXIMUM_DEPTH} 层",
                f"formula nested too deeply, at most {MAXIMUM_DEPTH} levels",
                self.token.offset,
            )
        node = read()
        self.depth -= 1
        return node

    def statement(self) -> Statement:
        start = self.token.offset
        result: Statement
        if self._at("word", "如果"):
            self._take()
            premise = self._condition()
            if self._at("sign", ","):
                self._take()
            self._expect("word", "则", "“则”", "则 (then)")
            result = self._made(Implies(premise, self._condition(), start))
        else:
            result = self._condition()
            if self._at("word", "当且仅当"):
                self._take()
                result = self._made(Equivalent(result, self._condition(), start))
        self._end()
        return result

    def only_condition(self) -> Condition:
        result = self._condition()
        self._end()
        return result

    def _end(self) -> None:
        if not self._at("end"):
            raise self._unexpected("运算符、比较符或公式结尾", "an operator, a comparison or the end")

    def _condition(self) -> Condition:
        node = self._either()
        if not isinstance(node, get_args(Condition)):
            raise self._unexpected("运算符或比较符（= ≠ < ≤ > ≥）", "an operator or a comparison (= ≠ < ≤ > ≥)")
        return cast(Condition, node)

    def _either(self) -> Node:
        """Conditions joined by 且, or by 或; or a term, where a bracket turns out to hold one."""
        start = self.token
        first = self._comparison()
        if not self._at("word", "且", "或"):
            return first
        word = self.token.text
        parts = [self._as_condition(first, start)]
        while self._at("word", "且", "或"):
            if self.token.text != word:
                raise FormulaError(
                    "“且”与“或”混用时请加括号", "put brackets where 且 (and) and 或 (or) are mixed", self.token.offset
                )
            self._take()
            start_next = self.token
            parts.append(self._as_condition(self._comparison(), start_next))
        joined = All(tuple(parts), start.offset) if word == "且" else Any(tuple(parts), start.offset)
        return self._made(joined)

    def _comparison(self) -> Node:
        start = self.token
        first = self._sum()
        if not self._at("operator"):
            return first
        operands, operators = [self._as_term(first, start)], []
        while self._at("operator"):
            operators.append(cast(Operator, self._take().text))
            start_next = self.token
            operands.append(self._as_term(self._sum(), start_next))
        return self._made(Comparison(tuple(operands), tuple(operators), start.offset))

    def _sum(self) -> Node:
        start = self.token
        first = self._product()
        if not self._at("sign", "+", "−"):
            return first
        terms: list[tuple[Literal["+", "−"], Term]] = [("+", self._as_term(first, start))]
        while self._at("sign", "+", "−"):
            sign = cast(Literal["+", "−"], self._take().text)
            start_next = self.token
            terms.append((sign, self._as_term(self._product(), start_next)))
        return self._made(Sum(tuple(terms), start.offset))

    def _product(self) -> Node:
        start = self.token
        first = self._unary()
        if not self._at("sign", "×", "÷"):
            return first
        factors: list[tuple[Literal["×", "÷"], Term]] = [("×", self._as_term(first, start))]
        while self._at("sign", "×", "÷"):
            sign = cast(Literal["×", "÷"], self._take().text)
            start_next = self.token
            factors.append((sign, self._as_term(self._unary(), start_next)))
        return self._made(Product(tuple(factors), start.offset))

    def _unary(self) -> Node:
        if not self._at("sign", "−"):
            return self._primary()
        offset = self._take().offset
        start = self.token
        operand = self._deeper(self._unary)
        return self._made(Negative(self._as_term(operand, start), offset))

    def _primary(self) -> Node:
        if self._at("number"):
            token = self._take()
            return self._made(Number(Decimal(token.text), token.offset))
        if self._at("function"):
            return self._call()
        if self._at("name") or self._at("period"):
            return self._name()
        if self._at("sign", "("):
            self._take()
            node = self._deeper(self._either)
            self._expect("sign", ")", "“）”", "a closing bracket")
            return node
        raise self._unexpected("名称、数字、函数或“（”", "a name, a number, a function or a bracket")

    def _call(self) -> Call:
        token = self._take()
        self._expect("sign", "(", "“（”", "an opening bracket")
        arguments = [self._name()]
        while self._at("sign", ","):
            self._take()
            arguments.append(self._name())
        self._expect("sign", ")", "“）”或“，”", "a closing bracket or a comma")
        return self._made(Call(cast(Function, token.text), tuple(arguments), token.offset))

    def _name(self) -> Name:
        start = self.token
        period = cast(Period, self._take().text) if self._at("period") else ""
        parts = [self._part()]
        while self._at("sign", "·"):
            self._take()
            parts.append(self._part())
        if len(parts) > 3:
            raise FormulaError(
                "名称最多三段：表·行·列", "a name has at most three parts: table·row·column", start.offset
            )
        return self._made(Name(tuple(parts), period, start.offset))

    def _part(self) -> Part:
        if not self._at("name"):
            raise self._unexpected("名称", "a name")
        token = self._take()
        return Part(token.text, token.quoted)

    def _as_condition(self, node: Node, start: Token) -> Condition:
        if isinstance(node, get_args(Condition)):
            return cast(Condition, node)
        raise FormulaError("这里应是一个比较，例如 甲 ＝ 乙", "a comparison is expected here", start.offset)

    def _as_term(self, node: Node, start: Token) -> Term:
        if isinstance(node, get_args(Term)):
            return cast(Term, node)
        raise FormulaError("比较的结果不能再参加运算", "a comparison cannot be part of a calculation", start.offset)
