"""Why something could not be fetched: a stable code and what it means to people."""

from __future__ import annotations

from collections.abc import Mapping

from gipaudit.errors import GipauditError, Message

REASONS: Mapping[str, Message] = {
    "bad-address": Message("网址写法不对", "no valid address"),
    "private-address": Message("网址指向内部网络，不访问", "the address leads into a private network"),
    "dns": Message("域名不能解析", "the host name is not known"),
    "connection": Message("连接失败或中断", "the connection failed or broke off"),
    "site-down": Message(
        "网站连续没有回答，本次运行不再访问", "the site did not answer several times; left in this run"
    ),
    "tls": Message("安全连接（证书）有误", "the certificate or the secure connection is not valid"),
    "timeout": Message("服务器没有在时限内回答", "the server did not answer in time"),
    "too-slow": Message("传输过慢，超过一个文件的时限", "the transfer took longer than a file may"),
    "too-large": Message("文件超过大小上限", "the file is larger than the limit"),
    "cut-short": Message("没有收完就断了", "the transfer ended before the file did"),
    "encoding": Message("传输压缩方式不能识别", "the content encoding is not known or broken"),
    "protocol": Message("服务器的回答不是有效的 HTTP", "the answer is no valid HTTP"),
    "redirects": Message("转向次数过多或转向地址有误", "too many redirects, or one without a valid address"),
    "gone": Message("网址不存在", "there is no such page"),
    "refused": Message("服务器拒绝", "the server refuses"),
    "busy": Message("服务器要求稍后再来", "the server asks to come back later"),
    "server": Message("服务器出错", "the server failed"),
    "status": Message("服务器的回答不是文件", "the server's answer is no file"),
    "empty": Message("内容是空的", "the content is empty"),
    "web-page": Message("附件链接给出的是网页，不是文件", "the link to a file gives a web page"),
    "robots": Message("网站的 robots.txt 不允许访问", "robots.txt of the site does not allow it"),
    "robots-unknown": Message("读不到网站的 robots.txt，暂不访问", "robots.txt of the site cannot be read"),
    "robots-delay": Message("网站要求的访问间隔过长", "the site asks for too long a delay between requests"),
}
"""Every code, with what it means."""

AGAIN = frozenset({"connection", "timeout", "cut-short", "busy", "server", "gone", "dns"})
"""What may be different a moment later. A page that is gone is asked for twice, so that one slip is no verdict."""


class NotFetchedError(GipauditError):
    """Something was not fetched. ``status`` is the HTTP status where there was an answer.

    ``later`` is how many seconds the server asks to wait (Retry-After); ``url`` is the address last asked. ``known``
    says that it was known without asking, so that asking again is of no use.
    """

    def __init__(
        self, code: str, *, status: int | None = None, later: float | None = None, url: str = "", known: bool = False
    ) -> None:
        reason = REASONS[code]
        super().__init__(reason.zh, reason.en)
        self.code, self.status, self.later, self.url, self.known = code, status, later, url, known
