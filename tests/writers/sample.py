"""A small document with everything a writer has to write."""

BODY = """
<section data-mark="示例数据">
<h1>关于某项工作的<br/>报告</h1>
<p>根据《某某办法》（某政办字〔2012〕65号），“三方面复”率100%——见第<a class="page" href="#annex"/>页……</p>
<h2>一级标题</h2><h3>二级标题</h3><h4>三级标题</h4><h5>四级标题</h5>
<ol><li>第一条 A&amp;B &lt;5%</li><li>第二条</li></ol>
<table class="target-table" summary="目标表"><colgroup><col class="category merged repeated"/>
<col class="seq repeated"/><col class="content"/></colgroup>
<thead><tr><th>类别</th><th>序号</th><th>目标内容</th></tr></thead>
<tbody>{rows}</tbody></table>
</section>
<section class="landscape">
<p class="annex-label">附件1</p><h1 class="annex-title" id="annex">横排附件</h1>
<table class="detail-table"><colgroup><col class="seq"/><col class="indicator"/></colgroup>
<thead><tr><th>序号</th><th>指标</th></tr></thead>
<tbody><tr><td>1</td><td>某项指标</td></tr></tbody></table>
</section>
""".format(
    rows="".join(
        f"<tr><td>{'工作目标' if n < 20 else '奋斗目标'}</td><td>{n}</td>"
        f"<td>第{n}项工作，完成率达到{n}%以上。</td></tr>"
        for n in range(1, 40)
    )
)
