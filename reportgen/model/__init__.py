"""The domain: target tables, indicators, progress and periods. Plain, frozen, typed, no I/O.

Field titles are the Chinese words of the field; messages, the JSON schema and spreadsheet
headings all take them from here. Glossary: 目标 target, 指标 indicator, 类别 category, 制定依据 basis,
完成率 completion rate, 时序进度 schedule progress, 进度差 schedule gap.
"""
