"""The catalogue of everything reportgen can find wrong; ``explain-code`` and the README print it."""

from __future__ import annotations

from enum import Enum

from reportgen.base.problems import Place, Problem, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Code(Enum):
    """One kind of problem: ``NAME = (id, severity, title, explanation, usual remedy)``.

    The first letter says where to look: Y YAML syntax, S fields, D data, T templates, F fonts,
    L layout, O files and output, U usage, I import, E Excel forms.
    """

    YAML_SYNTAX = (
        "Y101", _ERROR, "YAML 写法有误",
        "文件不符合 YAML 的写法，读不下去。常见原因：缩进不齐、引号不成对、冒号后面没有空格。",
        "按提示的行列检查缩进、引号和冒号。",
    )  # fmt: skip
    YAML_DUPLICATE_KEY = (
        "Y102", _ERROR, "同一处有两个相同的键",
        "同一层里一个键写了两次。普通读法会悄悄丢掉前一个值，因此拒绝。",
        "留下正确的一个，删去另一个。",
    )  # fmt: skip
    YAML_FEATURE = (
        "Y103", _ERROR, "使用了不支持的 YAML 写法",
        "锚点（&）、引用（*）、标签（!）、合并（<<）和一个文件多份文档都不支持，以免数据另有含义。",
        "把值直接写出来。",
    )  # fmt: skip
    YAML_LIMIT = (
        "Y104", _ERROR, "文件过大或嵌套过深",
        "数据文件超过了大小、层数或节点数的上限，多半不是正常的目标数据。",
        "拆分文件，或检查是否放错了文件。",
    )  # fmt: skip
    YAML_ENCODING = (
        "Y105", _ERROR, "文件不是 UTF-8 编码",
        "数据文件必须用 UTF-8 保存。",
        "在编辑器中另存为 UTF-8 编码。",
    )  # fmt: skip
    YAML_FULLWIDTH_COLON = (
        "Y106", _ERROR, "键后面用了全角冒号",
        "YAML 的键后面要用半角冒号加一个空格；全角冒号会使整行变成一段文字。",
        "把“：”改成“: ”（半角冒号加空格）。",
    )  # fmt: skip
    FIELD_UNKNOWN = (
        "S201", _ERROR, "没有这个字段",
        "字段名写错，或写在了不该写的地方。未知字段一律拒绝，以免填了却不起作用。",
        "按提示改成最接近的字段名，或删去。",
    )  # fmt: skip
    FIELD_MISSING = (
        "S202", _ERROR, "缺少必填项",
        "必须填写的字段没有填。",
        "补上该字段。",
    )  # fmt: skip
    FIELD_TYPE = (
        "S203", _ERROR, "值的类型不对",
        "字段要求文字、数、日期或列表，实际是另一种。",
        "按提示的类型和示例改写；要当文字的数字请加引号。",
    )  # fmt: skip
    FIELD_VALUE = (
        "S204", _ERROR, "值不在允许范围内",
        "值的类型对，但不在可选项之内，或过大、过小、为空。",
        "按提示的可选项或范围改写。",
    )  # fmt: skip
    FILE_NOT_FOUND = (
        "O301", _ERROR, "找不到文件",
        "命令需要的文件不存在。",
        "检查路径、年度和期间，或用 -C 指明工作区。",
    )  # fmt: skip
    FILE_UNREADABLE = (
        "O302", _ERROR, "文件读不出来",
        "文件存在，但没有权限或读取时出错。",
        "检查文件权限和磁盘。",
    )  # fmt: skip
    OUTPUT_FAILED = (
        "O303", _ERROR, "输出写不进去",
        "磁盘已满、文件夹只读或文件被占用。原来的文件没有改动。",
        "腾出空间或改换输出位置（--out）后重做。",
    )  # fmt: skip
    OFFICE_FILE = (
        "I901", _ERROR, "Office 文件不能读",
        "文件损坏、加密、大得不正常，或者不是 xlsx、docx。这样的文件不打开，以免拖垮程序。",
        "用 WPS 或 Office 打开，另存为 .xlsx 或 .docx。",
    )  # fmt: skip
    FOREIGN_PDF = (
        "I912", _ERROR, "外来的 PDF 不能合订",
        "附件里的 PDF 加密、损坏、带脚本、夹带文件、链接别的文件、已签章、大小不正常或没有嵌入字体。原件没有改动。",
        "请原单位重新导出：不加密、不带脚本、嵌入全部字体；已签章的另行附送。",
    )  # fmt: skip
    IMPORT_NO_TABLE = (
        "I902", _ERROR, "没有找到目标表",
        "导入的文件里没有一行像是表头（序号、目标名称、目标内容等栏目）。",
        "检查文件里是不是目标表；表头要在一行里。",
    )  # fmt: skip
    FORM_NOT_FOUND = (
        "E903", _ERROR, "没有找到填报表",
        "交回的文件里没有一个工作表像是发出的填报表。",
        "请在发出的填报表上填，不要另建表格。",
    )  # fmt: skip
    FORM_WRONG = (
        "E904", _ERROR, "不是这次要收的填报表",
        "填报表的期间或单位与要收的不符。",
        "交回本期、本单位的填报表。",
    )  # fmt: skip
    FORM_HEADER = (
        "E905", _WARNING, "填报人或填报日期没有写好",
        "填报人、填报日期用来追溯数据，没有写也照收。",
        "补上填报人和填报日期。",
    )  # fmt: skip
    FORM_ROW_EXTRA = (
        "E906", _ERROR, "多出来的行",
        "这一行没有编号、编号重复，或者不是本单位的指标。",
        "删去这一行。",
    )  # fmt: skip
    FORM_ROW_MISSING = (
        "E907", _WARNING, "少了一行",
        "发出时有、交回时没有的行，按缺报处理。",
        "请在发出的填报表上填，不要删去行。",
    )  # fmt: skip
    FORM_CELL = (
        "E908", _ERROR, "格子里填的不对",
        "填报表的一个格子读不懂（不是数、不是日期、没有这个选项），或者合并过。",
        "按提示和例子改正这一格。",
    )  # fmt: skip
    FORM_LOCKED = (
        "E909", _WARNING, "固定文字被改动",
        "目标、目标值、单位是固定的，改了也不算数。",
        "不要改动灰色的格子。",
    )  # fmt: skip
    FORM_CONFLICT = (
        "E910", _ERROR, "与已有的数不同",
        "这一期已经有数，交回的填报表又有不同的数；不会悄悄换掉。",
        "核对后加 --replace 换成填报表的数，或改正填报表。",
    )  # fmt: skip
    FORM_DUPLICATE = (
        "E911", _ERROR, "同一单位交回了几个文件",
        "文件夹里有同一单位的几个填报表，不知道哪个为准。",
        "只留最后的一个。",
    )  # fmt: skip
    OUTPUT_EXISTS = (
        "O304", _ERROR, "目标位置已有内容",
        "为免悄悄覆盖，不在已有内容的位置新建。",
        "换一个位置，或先移走原有内容。",
    )  # fmt: skip
    PATH_REFUSED = (
        "O314", _ERROR, "名称不能用作路径",
        "数据、模板和发布清单里的名称要用作文件名或路径：不能是绝对路径，不能有 ..、分隔符、控制字符，不能太长；路上有链接的也不用，以免写到、读到别处。",
        "换一个名称；是链接的，换成文件或文件夹本身。",
    )  # fmt: skip
    FILE_STRAY = (
        "O315", _WARNING, "data 文件夹里有名称读不懂的文件",
        "文件名不是 UTF-8 编码，或含有控制字符、看不见的字符。这样的文件不读入，别的照常。",
        "改名，或移出 data 文件夹。",
    )  # fmt: skip
    FILE_MISNAMED = (
        "O305", _ERROR, "文件名不合约定",
        "数据文件的扩展名是 .yaml，年度文件夹的名称是四位数字。名称不合约定的不会被读入，为免悄悄漏掉数据，按错误处理。",
        "按提示改名，或移出 data 文件夹。",
    )  # fmt: skip
    PUBLISHED_DIFFERS = (
        "O309", _ERROR, "发布的文件不对",
        "发布过的文件不见了、被改动过，或再做一遍得到的不同。",
        "从备份取回，或用 reportgen run-due 重新发布。",
    )  # fmt: skip
    INPUT_CHANGED = (
        "O310", _WARNING, "发布以后有改动",
        "发布所用的数据、模板、字体或程序后来变了，再做一遍得到的可能不同。",
        "确认改动；需要时重新发布。",
    )  # fmt: skip
    LOCKED = (
        "O311", _ERROR, "另一次运行还没有结束",
        "改动数据的命令（forms in、import、freeze、run-due）同一个工作区同时只能有一个，以免互相覆盖；等了一会还没有轮到。",
        "等它结束再试；它若已经不在，锁会自行消失。",
    )  # fmt: skip
    CHILD_FAILED = (
        "O312", _ERROR, "一份文稿没有做成",
        "做这份文稿的子进程超时、超出内存或意外退出。别的文稿不受影响，已发布的文件没有改动。",
        "看 build/publish/run-due.log；需要时放宽 data/schedule.yaml 中的 limits。",
    )  # fmt: skip
    NOTICE_FAILED = (
        "O313", _WARNING, "通知命令没有成功",
        "data/schedule.yaml 中 notify 的命令没有找到、超时或返回了错误。文稿不受影响。",
        "手工运行该命令，看它报什么错。",
    )  # fmt: skip
    INTERNAL = (
        "O399", _ERROR, "程序内部错误",
        "这是 reportgen 的缺陷，不是数据的问题。详细情况写在 build/reportgen.log。",
        "请把 build/reportgen.log 交给维护人员。",
    )  # fmt: skip
    DUPLICATE_ID = (
        "D401", _ERROR, "编号重复",
        "目标、指标、节点、对标事实和类别的编号各自必须唯一。",
        "改成不重复的编号。",
    )  # fmt: skip
    DUPLICATE_SEQ = (
        "D402", _ERROR, "同一类别内序号重复",
        "序号在每个类别内重新从 1 起，但同一类别内不能重复。",
        "改正序号。",
    )  # fmt: skip
    SEQ_GAP = (
        "D403", _WARNING, "类别内序号不连续",
        "序号应从 1 起连续，并与表中先后一致。",
        "核对是否漏了目标或写错了序号。",
    )  # fmt: skip
    BROKEN_REFERENCE = (
        "D404", _ERROR, "引用的编号不存在",
        "引用了表里没有的类别、指标或节点。",
        "按提示改成最接近的编号，或先在 targets.yaml 中登记。",
    )  # fmt: skip
    QUOTE_NOT_FOUND = (
        "D405", _ERROR, "原文引用在原文中找不到",
        "quote 必须是目标内容（对标事实为制定依据）中一字不差的片段，这样每个数字都能追到原文。",
        "从 content 或 basis 中原样复制。",
    )  # fmt: skip
    VALUE_CONTRADICTS_QUOTE = (
        "D406", _ERROR, "目标值与原文不一致",
        "原文引用里没有出现登记的目标值（万、亿已换算）。",
        "核对 value、display 与 quote。",
    )  # fmt: skip
    KIND_CONTRADICTION = (
        "D407", _ERROR, "指标类型与比较词或单位矛盾",
        "例如上限指标的比较词应为 at_most，比率指标的单位应为 %。",
        "改正 kind、comparator 或 unit。",
    )  # fmt: skip
    CUMULATIVE_FELL = (
        "D408", _ERROR, "累计数比上期减少",
        "累计数从 1 月 1 日算起，只增不减；减少说明本期或上期填错了。",
        "核对两期数字；确系更正的，请同时更正上期。",
    )  # fmt: skip
    ACTUAL_MISMATCH = (
        "D409", _ERROR, "本期完成与两期累计之差不符",
        "本期完成应等于本期累计减上期累计。",
        "改正本期完成或累计完成，或者只填累计完成。",
    )  # fmt: skip
    RATE_OUT_OF_RANGE = (
        "D410", _ERROR, "比率不在 0—100 之间",
        "比率按百分数填写；分子不能大于分母，分母不能为零。",
        "改正比率或分子、分母。",
    )  # fmt: skip
    FIGURE_UNSUITABLE = (
        "D411", _ERROR, "填报的数与指标类型不配",
        "比率填分子分母（或比率），上期怎么报的本期也怎么报；数量和上限填累计完成，以件、次等计的填整数；节点填状态。",
        "按指标类型填写。",
    )  # fmt: skip
    PROGRESS_MISSING = (
        "D412", _WARNING, "缺报",
        "该指标本期没有填报。缺报不等于零：文稿中印〔未报〕，不计入完成情况。",
        "补报；用 --strict 可在缺报时拒绝成文。",
    )  # fmt: skip
    DATE_OUT_OF_YEAR = (
        "D413", _ERROR, "日期不在年度之内",
        "完成时限和期间应在目标表的年度内。",
        "改正日期。",
    )  # fmt: skip
    CHARACTER_FORBIDDEN = (
        "D414", _ERROR, "含有不能印刷的字符",
        "控制字符、双向文字控制符、私用区字符等不能写进 Word 和 PDF，或会使文字看起来与实际不同。",
        "删去该字符，重新输入。",
    )  # fmt: skip
    CHARACTER_WITHOUT_GLYPH = (
        "D415", _ERROR, "所有字体都没有这个字",
        "PDF 中会印成空框，因此拒绝。",
        "换用规范字，或安装含有该字的字体。",
    )  # fmt: skip
    CHARACTER_FALLBACK = (
        "D416", _WARNING, "个别字改用后备字体",
        "该处字体缺这个字，PDF 中改用后备字体印出。",
        "安装完整的公文字体可消除差别。",
    )  # fmt: skip
    PUNCTUATION_NORMALISED = (
        "D417", _NOTE, "标点按国家标准改为全角",
        "原文的半角标点按 GB/T 15834 在成文时改为全角，数据文件中的原文不变，文字不动。",
        "无须处理；如需保留原样请在原文处核对。",
    )  # fmt: skip
    FIGURE_CORRECTED = (
        "D424", _NOTE, "定稿以后数有更正",
        "报告发出时定了稿的期间，后来又改了数。更正会列在以后各期的变动说明里。",
        "确认是更正；确要以现在的数为准，用 reportgen freeze --replace 重新定稿。",
    )  # fmt: skip
    SAMPLE_DATA = (
        "D418", _NOTE, "使用示例数据",
        "该期数据标明为虚构的示例，文稿每页印“示例数据”。",
        "填入实际数据后把 sample 改为 false。",
    )  # fmt: skip
    PERIOD_MISPLACED = (
        "D419", _ERROR, "期间与文件位置不符",
        "进展文件的期间应与文件名、所在年度文件夹一致，每个期间只有一个文件。",
        "改正 period 或移动文件。",
    )  # fmt: skip
    CIRCULAR_NUMBER = (
        "D425", _ERROR, "发文字号写法不对",
        "发文字号由机关代字、年份、序号组成：年份用全称，括在六角括号〔〕里；序号不编虚位（1 不编为 01），不加“第”字（GB/T 9704-2012 7.2.5）。",
        "写成 青政办字〔2012〕65号 的样子。",
    )  # fmt: skip
    CIRCULAR_TITLE = (
        "D426", _ERROR, "公文标题写法不对",
        "标题由发文机关、事由和文种组成，除书名号、引号等以外不用标点（GB/T 9704-2012 7.3.1）。",
        "写成 青岛市人民政府办公厅关于……的通知 的样子。",
    )  # fmt: skip
    CIRCULAR_ELEMENT = (
        "D427", _ERROR, "公文要素有矛盾",
        "例如上行文没有签发人，文号的年份与成文日期不符，由数据写成的段落没有写明期间。",
        "按提示改正。",
    )  # fmt: skip
    CIRCULAR_DRAFT = (
        "D428", _WARNING, "公文待发",
        "发文字号或成文日期还没有。文稿中留空，每页印“待发”，文件名也带“待发”；不会替你编号。",
        "编号、定日期以后写进公文的 YAML。",
    )  # fmt: skip
    COLUMN_UNKNOWN = (
        "D420", _ERROR, "栏目没有对应的内容",
        "栏目的 key 既不是固定栏目，也没有任何目标在 extra 中填写。",
        "改正栏目的 key，或在各目标的 extra 中填写。",
    )  # fmt: skip
    TEMPLATE_SYNTAX = (
        "T501", _ERROR, "模板语法有误",
        "Jinja2 语法错误，例如 {% if %} 没有 {% endif %}。",
        "按提示的文件和行改正。",
    )  # fmt: skip
    TEMPLATE_UNDEFINED = (
        "T502", _ERROR, "模板用了没有的变量",
        "模板里的变量名写错，或该文稿没有这项内容。",
        "按提示的文件和行改正变量名。",
    )  # fmt: skip
    TEMPLATE_FAILED = (
        "T503", _ERROR, "模板运行出错",
        "模板执行时出错，或用了沙箱不允许的功能。",
        "按提示的文件和行改正。",
    )  # fmt: skip
    TEMPLATE_UNREADABLE = (
        "T507", _WARNING, "模板文件夹里有读不出来的文件",
        "templates 里有一个文件不是 UTF-8 编码、是链接或者没有权限。文稿用不到它，别的照常；用到它的文稿会报错。",
        "移走它，或另存为 UTF-8 编码。",
    )  # fmt: skip
    HEAD_INVALID = (
        "T508", _ERROR, "模板开头的说明有误",
        "模板开头的说明（{#--- … ---#}）说它是哪种文稿、叫什么、要什么数据；这一处写得不对。",
        "照 ARCHITECTURE.md 中“一种新文稿”一节改正。",
    )  # fmt: skip
    BARE_NUMBER_TYPED = (
        "T505", _WARNING, "裸数字",
        "模板的文字里直接写了数。数应由数据印出来，否则数据变了文字不变；确属固定文字的要标明。",
        "换成变量；确是固定文字（如“附件1”）的写成 {{ \"附件1\" | fixed }}。",
    )  # fmt: skip
    BARE_NUMBER = (
        "T506", _ERROR, "文稿里有不是数据印出的数",
        "文稿中的一个数，模板没有用变量印过，不知道从哪里来。",
        "把模板里直接写的数换成变量，或用 fixed 标明是固定文字。",
    )  # fmt: skip
    READBACK_DIFFERS = (
        "O308", _ERROR, "成文后读回的数与文稿不符",
        "写出的文件再读一遍，里面的数与文稿的不一样。文件没有放出去。",
        "请把数据和模板交给维护人员。",
    )  # fmt: skip
    MARKUP_INVALID = (
        "T504", _ERROR, "模板产生了不支持的标记",
        "模板只能使用文档中列出的标签、属性和样式名；标签必须成对。",
        "按提示的文件和行改用支持的标记（见 ARCHITECTURE.md“标记”一节）。",
    )  # fmt: skip
    LAYOUT_WARNING = (
        "L602", _ERROR, "排版引擎报告了问题",
        "排版时 WeasyPrint 报告了问题（如不支持的样式、取不到的图片）。为免文稿缺漏，按错误处理。",
        "按提示改正模板或版式文件。",
    )  # fmt: skip
    LAYOUT_OVERFLOW = (
        "L603", _ERROR, "文字超出版面",
        "有文字排到了版心之外。",
        "缩短该处文字或调整栏宽。",
    )  # fmt: skip
    PROFILE_UNUSED = (
        "L606", _WARNING, "版式文件里有没用到的",
        "版式文件写了一种样式、表格、并排文字、图、图表或字体，没有模板用它，别处也没有提到它；多半是改了名，或名称写错。",
        "删去，或在模板里用上。",
    )  # fmt: skip
    LAYOUT_DIFFERS = (
        "L605", _ERROR, "画出的版面与排定的不同",
        "PDF 画出来后逐行核对，有一行的文字或位置与排定的不符，文件没有写出。",
        "请把数据和模板交给维护人员。",
    )  # fmt: skip
    FONTS_MISSING = (
        "F701", _ERROR, "缺少字体",
        "既没有公文字体，也没有替代字体，无法生成 PDF。",
        "运行 reportgen fonts install。",
    )  # fmt: skip
    FONT_SUBSTITUTED = (
        "F702", _NOTE, "PDF 使用了替代字体",
        "本机没有该公文字体，PDF 用自由字体代替；Word 文件仍写公文字体名。",
        "在本机安装公文字体后重新生成即可。",
    )  # fmt: skip
    FONT_DAMAGED = (
        "F703", _ERROR, "字体文件校验不符",
        "下载的字体与登记的校验值不一致，不予使用。",
        "重新运行 reportgen fonts install；仍不符请报告维护人员。",
    )  # fmt: skip
    LIBRARY_MISSING = (
        "F704",
        _ERROR,
        "缺少排版库",
        "PDF 排版要用 Pango 和 HarfBuzz 的系统库，本机没有。",
        "运行 make reports，或按提示安装软件包。",
    )
    USAGE = (
        "U801", _ERROR, "命令写法有误",
        "命令、选项或参数写错。",
        "用 --help 查看用法。",
    )  # fmt: skip

    def __init__(
        self, code: str, severity: Severity, title: str, explanation: str, remedy: str
    ) -> None:
        self.code = code
        self.severity = severity
        self.title = title
        self.explanation = explanation
        self.remedy = remedy

    def problem(
        self, message: str, place: Place | None = None, remedy: str | None = None
    ) -> Problem:
        """Make a problem of this kind; ``remedy`` replaces the usual one."""
        return Problem(self.code, self.severity, message, remedy or self.remedy, place)


def find_code(text: str) -> Code | None:
    """Return the code that a user typed (any case), or None."""
    return next((code for code in Code if code.code == text.upper()), None)
