"""The catalogue of everything reportgen can find wrong; ``explain-code`` and the README print it.

What each code means, how much it weighs and how it is mended stands in ``codes.csv``, a line a code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from reportgen.base.problems import Place, Problem, ReportgenError, Severity, reason
from reportgen.base.tables import rows_beside

_CATALOGUE = {row["code"]: row for row in rows_beside(__file__)}


class Code(Enum):
    """One kind of problem.

    The first letter says where to look: Y YAML syntax, S fields, D data, T templates, F fonts,
    L layout, O files and output, U usage, I import, E Excel forms.
    """

    YAML_SYNTAX = "Y101"
    YAML_DUPLICATE_KEY = "Y102"
    YAML_FEATURE = "Y103"
    YAML_LIMIT = "Y104"
    YAML_ENCODING = "Y105"
    YAML_FULLWIDTH_COLON = "Y106"
    FIELD_UNKNOWN = "S201"
    FIELD_MISSING = "S202"
    FIELD_TYPE = "S203"
    FIELD_VALUE = "S204"
    FILE_NOT_FOUND = "O301"
    FILE_UNREADABLE = "O302"
    OUTPUT_FAILED = "O303"
    OFFICE_FILE = "I901"
    FOREIGN_PDF = "I912"
    IMPORT_NO_TABLE = "I902"
    IMPORT_HEADINGS = "I903"
    IMPORT_ROW_UNREAD = "I904"
    IMPORT_PART_UNREAD = "I905"
    IMPORT_COLUMN_UNKNOWN = "I906"
    IMPORT_UNSURE = "I907"
    IMPORT_CELL = "I908"
    FORM_NOT_FOUND = "E903"
    FORM_WRONG = "E904"
    FORM_HEADER = "E905"
    FORM_ROW_EXTRA = "E906"
    FORM_ROW_MISSING = "E907"
    FORM_CELL = "E908"
    FORM_LOCKED = "E909"
    FORM_CONFLICT = "E910"
    FORM_DUPLICATE = "E911"
    FORM_UNSEEN = "E912"
    FORM_MAP = "E913"
    FORM_COLUMN_MISSING = "E914"
    OUTPUT_EXISTS = "O304"
    PATH_REFUSED = "O314"
    FILE_STRAY = "O315"
    FILE_MISNAMED = "O305"
    PUBLISHED_DIFFERS = "O309"
    REGISTER_BROKEN = "O316"
    SEAL_BROKEN = "O317"
    UNLISTED = "O318"
    PUBLISHING_UNFINISHED = "O319"
    KEY_UNUSABLE = "O320"
    INPUT_CHANGED = "O310"
    LOCKED = "O311"
    CHILD_FAILED = "O312"
    CLUSTER_UNUSABLE = "O321"
    MACHINE_DIFFERS = "O322"
    NOTICE_FAILED = "O313"
    INTERNAL = "O399"
    DUPLICATE_ID = "D401"
    DUPLICATE_SEQ = "D402"
    SEQ_GAP = "D403"
    BROKEN_REFERENCE = "D404"
    QUOTE_NOT_FOUND = "D405"
    VALUE_CONTRADICTS_QUOTE = "D406"
    QUOTE_CONTRADICTED = "D480"
    QUOTE_DOUBTFUL = "D481"
    KIND_CONTRADICTION = "D407"
    RANGE_WRONG = "D440"
    WHOLE_CHANGED = "D441"
    SIZE_DOUBTFUL = "D442"
    CUMULATIVE_FELL = "D408"
    ACTUAL_MISMATCH = "D409"
    RATE_OUT_OF_RANGE = "D410"
    FIGURE_UNSUITABLE = "D411"
    PROGRESS_MISSING = "D412"
    DATE_OUT_OF_YEAR = "D413"
    CHARACTER_FORBIDDEN = "D414"
    CHARACTER_WITHOUT_GLYPH = "D415"
    CHARACTER_FALLBACK = "D416"
    PUNCTUATION_NORMALISED = "D417"
    TEXT_ENDLESS = "D470"
    UNITS_ALIKE = "D471"
    FIGURE_CORRECTED = "D424"
    DATE_DOUBTFUL = "D460"
    REVISION_FAULTY = "D461"
    UNIT_AMBIGUOUS = "D462"
    TABLE_CHANGED = "D463"
    SAMPLE_DATA = "D418"
    PERIOD_MISPLACED = "D419"
    CIRCULAR_NUMBER = "D425"
    CIRCULAR_TITLE = "D426"
    CIRCULAR_ELEMENT = "D427"
    CIRCULAR_DRAFT = "D428"
    COLUMN_UNKNOWN = "D420"
    PLACEHOLDER_LEFT = "D450"
    ANNEX_UNKNOWN = "D451"
    SIZE_WRONG = "D452"
    UNIT_UNUSUAL = "D429"
    COLUMN_MISNAMED = "D430"
    NAME_MISPLACED = "D431"
    POINTS_CONTRADICTED = "D432"
    MEASURE_PAST = "D433"
    PERIOD_DOUBTFUL = "D434"
    NOT_BOUND = "D435"
    FIGURE_UNKNOWN = "D490"
    FIGURE_TYPED = "D491"
    STATE_CONTRADICTED = "D492"
    PERIOD_CONTRADICTED = "D493"
    FIGURE_LEAPT = "D494"
    PERIODS_DIFFER = "D495"
    BEYOND_TOTAL = "D496"
    DATE_IMPOSSIBLE = "D499"
    CIRCULAR_DOUBTFUL = "D497"
    BRIEF_MISNUMBERED = "D498"
    TEMPLATE_SYNTAX = "T501"
    TEMPLATE_UNDEFINED = "T502"
    TEMPLATE_FAILED = "T503"
    TEMPLATE_UNREADABLE = "T507"
    HEAD_INVALID = "T508"
    BARE_NUMBER_TYPED = "T505"
    FIGURE_RECKONED = "T509"
    FIGURE_MISNAMED = "T510"
    BARE_NUMBER = "T506"
    READBACK_DIFFERS = "O308"
    MARKUP_INVALID = "T504"
    LAYOUT_WARNING = "L602"
    LAYOUT_OVERFLOW = "L603"
    PROFILE_UNUSED = "L606"
    FONTS_MISSING = "F701"
    FONT_SUBSTITUTED = "F702"
    FONT_DAMAGED = "F703"
    LIBRARY_MISSING = "F704"
    USAGE = "U801"

    def __init__(self, code: str) -> None:
        row = _CATALOGUE[code]
        self.code = code
        self.severity = Severity(row["severity"])
        self.title, self.explanation = row["title"], row["explanation"]
        self.remedy = row["remedy"]

    def problem(
        self, message: str, place: Place | None = None, remedy: str | None = None
    ) -> Problem:
        """Make a problem of this kind; ``remedy`` replaces the usual one."""
        return Problem(self.code, self.severity, message, remedy or self.remedy, place)

    @contextmanager
    def refused(self, kind: type[ReportgenError], what: str, place: Path | str) -> Iterator[None]:
        """Raise an error for what the system refuses meanwhile, with its reason."""
        try:
            yield
        except OSError as error:
            raise kind([self.problem(f"{what}：{reason(error)}", Place(str(place)))]) from error


def find_code(text: str) -> Code | None:
    """Return the code that a user typed (any case), or None."""
    return next((code for code in Code if code.code == text.upper()), None)
