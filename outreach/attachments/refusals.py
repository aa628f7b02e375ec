"""Why a file was not taken in, in words for the person who chose it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RefusedUpload(Exception):  # noqa: N818 - an answer to the person, not an error of the portal
    """A file that is not taken in; ``reason`` says why and what to do instead."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(reason)
        self.reason = reason


EMPTY = _("文件是空的，请重新选择。")
DAMAGED = _("文件打不开，可能没有存完整或已损坏，请检查后重新选择。")
MIXED = _("文件里还夹着另一种文件，请用原来的程序另存一份再上传。")
PROTECTED = _("文件带有宏、密码或嵌入的程序，请另存为不带这些的 docx 或 xlsx。")
ACTIVE = _("文件打开时会自己去取外面的内容，这里不收。请另存为 PDF 再上传。")
NO_SPACE = _("服务器的存储空间满了，文件没有收下。请先不带文件提交，并打电话告诉我们。")
TOO_MANY_PIXELS = _("图片尺寸太大，请缩小后再上传。")
UNKNOWN = _("不收这种文件。可以上传 jpg、png、webp 图片，pdf、docx、xlsx、txt 文件，mp3、m4a 录音和 mp4 视频。")
ARCHIVE = _("不收压缩包，请把里面的文件逐个上传。")
OLD_OFFICE = _("这是旧版 Office 文件或加了密码的文件，请另存为不带密码的 docx 或 xlsx。")
# Apple's own words for the setting. No library: what reads HEIC is a large decoder in C, fed by strangers.
HEIC = _(
    "这是苹果手机的 HEIC 照片，这里打不开。请在手机“设置 › 相机 › 格式”里选“兼容性最佳”后重拍，"
    "或者在相册里打开照片、截一张屏，再上传。"
)
NO_ROOM = _("现在上传的人太多，暂时收不下文件。可以先不带文件提交，过一小时再凭查询码补充材料。")
