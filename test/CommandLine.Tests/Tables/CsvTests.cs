using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Tests;

/// <summary>Files of rows.</summary>
[TestClass]
public sealed class CsvTests
{
    [TestMethod]
    [DataRow("a,b,c", "a|b|c")]
    [DataRow("a,,", "a||")]
    [DataRow("\"a,b\",c", "a,b|c")]
    [DataRow("\"say \"\"so\"\"\",x", "say \"so\"|x")]
    [DataRow(" \"a\" ,b", "a|b")]
    [DataRow("\"two\nlines\",b", "two\nlines|b")]
    [DataRow("a\"b,c", "a\"b|c")]
    [DataRow("\n\na,b", "a|b")]
    public void Cells_are_read_as_rfc_4180_writes_them(string text, string cells) =>
        Assert.AreEqual(cells, string.Join('|', new CsvReader(new StringReader(text), ',').ReadRow()!));

    [TestMethod]
    public void What_is_written_is_read_again()
    {
        string[] row = ["plain", "a,b", "q\"uote", "", "two\nlines", " space"];
        using var text = new StringWriter();
        text.Write(CsvLine.Of(row, ','));
        CollectionAssert.AreEqual(row, new CsvReader(new StringReader(text.ToString()), ',').ReadRow()!.ToArray());
    }

    [TestMethod]
    public void Rows_know_the_line_on_which_they_begin()
    {
        var reader = new CsvReader(new StringReader("a\n\"x\ny\"\nb\n"), ',');
        var lines = new List<int>();
        while (reader.ReadRow() is not null)
            lines.Add(reader.Line);
        CollectionAssert.AreEqual(new[] { 1, 2, 4 }, lines);
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => new CsvReader(new StringReader("\"a\"b,c"), ',').ReadRow()).Message, "stands 'b'");
    }

    [TestMethod]
    [DataRow("1|2.5|-3e4", nameof(CellKind.Number))]
    [DataRow("1||NA", nameof(CellKind.Number))]
    [DataRow("?|NaN|", nameof(CellKind.Text))]
    [DataRow("true|False|TRUE", nameof(CellKind.Boolean))]
    [DataRow("true||false", nameof(CellKind.Text))]
    [DataRow("1|2|x", nameof(CellKind.Text))]
    [DataRow("1,5|2", nameof(CellKind.Text))]
    [DataRow("0|1", nameof(CellKind.Number))]
    public void A_column_is_what_its_cells_are(string cells, string kind)
    {
        var survey = new ColumnSurvey("c", 0);
        foreach (var cell in cells.Split('|'))
            survey.Add(cell, 2);
        Assert.AreEqual(kind, survey.Kind.ToString());
    }

    [TestMethod]
    public void A_column_of_numbers_with_one_text_names_it()
    {
        var survey = new ColumnSurvey("c", 0);
        for (var i = 0; i < 20; i++)
            survey.Add(i == 7 ? "12 kg" : $"{i}", i + 2);
        Assert.AreEqual((9, "12 kg"), survey.Stray);
        Assert.IsNull(Survey("a", "1").Stray, "half of them are texts");

        static ColumnSurvey Survey(params string[] cells)
        {
            var survey = new ColumnSurvey("c", 0);
            foreach (var cell in cells)
                survey.Add(cell, 2);
            return survey;
        }
    }

    [TestMethod]
    [DataRow("a;b\n1;2\n", ';')]
    [DataRow("a\tb\n1\t2\n", '\t')]
    [DataRow("a,b;c\n1,2\n", ',')]
    [DataRow("a\n1\n", ',')]
    public void The_separator_is_what_the_first_line_has_most_of(string text, char separator)
    {
        using var folder = new ToolFolder();
        Assert.AreEqual(separator, CsvFile.Open(folder.Write("f.csv", text)).Separator);
    }
}
