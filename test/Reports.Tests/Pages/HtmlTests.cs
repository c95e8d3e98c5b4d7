namespace DeepML.Reports.Tests.Pages;

[TestClass]
public sealed class HtmlTests
{
    [TestMethod]
    public void Cells_that_read_as_numbers_stand_on_the_right()
    {
        var table = Html.Table(["name", "value"], [["a", "1.5"], ["b", "-"], ["12 apples", "97.8 %"], ["", "1,234"], ["c", "1E-05"]]);
        string Style(int row, int column) =>
            (string?)table.Descendants("tbody").Single().Elements("tr").ElementAt(row).Elements("td").ElementAt(column).Attribute("class")
            ?? "";
        for (var row = 0; row < 5; row++)
        {
            Assert.AreEqual("", Style(row, 0), $"row {row}");
            Assert.AreEqual("number", Style(row, 1), $"row {row}");
        }
        CollectionAssert.AreEqual(new[] { "name", "value" }, table.Descendants("th").Select(head => head.Value).ToArray());
        Assert.AreEqual("scroll", (string?)table.Attribute("class"), "wide tables scroll by themselves");
    }

    [TestMethod]
    public void A_table_without_rows_is_a_head() => Assert.AreEqual(
        "<div class=\"scroll\"><table><thead><tr><th>a</th></tr></thead><tbody></tbody></table></div>",
        ReportPage.Written(Html.Table(["a"], [])));

    [TestMethod]
    public void Elements_without_content_are_not_taken_for_ones_without_an_end()
    {
        Assert.AreEqual("<div></div>", ReportPage.Written(Html.Tag("div")));
        Assert.AreEqual("<p>a</p>", ReportPage.Written(Html.Text("a")));
        Assert.AreEqual("<p class=\"note\">a</p>", ReportPage.Written(Html.Note("a")));
        Assert.AreEqual("<div class=\"beside\"><p>a</p><p>b</p></div>", ReportPage.Written(Html.Beside(Html.Text("a"), Html.Text("b"))));
    }

    [TestMethod]
    public void What_is_folded_has_its_summary_first() => Assert.AreEqual(
        "<details><summary>more</summary><p>a</p></details>", ReportPage.Written(Html.Folded("more", Html.Text("a"))));

    [TestMethod]
    public void A_tile_may_be_good_or_bad()
    {
        Assert.AreEqual("tile", (string?)Html.Tile("1", "words").Attribute("class"));
        Assert.AreEqual("tile bad", (string?)Html.Tile("1", "words", "bad").Attribute("class"));
        Assert.AreEqual("<div class=\"tile\"><b>1</b><span>words</span></div>", ReportPage.Written(Html.Tile("1", "words")));
    }

    [TestMethod]
    [DataRow(0.978, "97.8 %")]
    [DataRow(1, "100.0 %")]
    [DataRow(0.00004, "0.0 %")]
    [DataRow(double.NaN, "-")]
    [DataRow(double.PositiveInfinity, "-")]
    public void Shares_are_percents(double share, string text) => Assert.AreEqual(text, Html.Percent(share));

    [TestMethod]
    public void Numbers_are_short_and_counts_are_grouped()
    {
        Assert.AreEqual("0.1235", Html.Number(0.123456));
        Assert.AreEqual("1.235E-05", Html.Number(0.0000123456));
        Assert.AreEqual("0.5", Html.Number(0.5, "0.0##"));
        Assert.AreEqual("12,345,678", Html.Count(12_345_678));
        Assert.AreEqual("0", Html.Count(0));
    }
}
