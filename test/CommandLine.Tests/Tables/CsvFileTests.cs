using DeepML.CommandLine.Tables;

namespace DeepML.CommandLine.Tests.Tables;

[TestClass]
public sealed class CsvFileTests
{
    [TestMethod]
    [DataRow("", "is empty: its first line must name the columns")]
    [DataRow("\n\n", "is empty")]
    [DataRow("a,,b\n", "has no name for column 2")]
    [DataRow("a,b, a \n", "names 'a' 2 times: names must be unique")]
    [DataRow("1,2\n3,4\n", "holds numbers only: it must name the columns")]
    public void A_first_line_that_names_no_columns_is_refused(string text, string says)
    {
        using var folder = new ToolFolder();
        StringAssert.Contains(
            Assert.ThrowsExactly<InputException>(() => CsvFile.Open(folder.Write("f.csv", text))).Message, says);
    }

    [TestMethod]
    public void A_file_that_is_not_there_is_named()
    {
        using var folder = new ToolFolder();
        StringAssert.Contains(Assert.ThrowsExactly<InputException>(() => CsvFile.Open(folder["none.csv"])).Message, "none.csv");
    }

    [TestMethod]
    public void Names_are_read_without_spaces_and_quotes_and_a_separator_may_be_given()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", " a ;\"b;c\";d,e\n"), ';');
        CollectionAssert.AreEqual(new[] { "a", "b;c", "d,e" }, file.Names.ToArray());
        Assert.AreEqual(';', file.Separator);
    }

    [TestMethod]
    public void A_column_that_is_asked_for_is_found_or_the_nearest_is_named()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", "Weight,Length\n"));
        Assert.AreEqual(1, file.IndexOf("Length", "label"));
        var message = Assert.ThrowsExactly<InputException>(() => file.IndexOf("Lenght", "label")).Message;
        StringAssert.StartsWith(message, "The label 'Lenght' is no column of '");
        StringAssert.EndsWith(message, "Did you mean 'Length'?");
    }

    [TestMethod]
    public void Rows_are_visited_with_the_line_they_begin_on()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", "a,b\n1,\"x\ny\"\n\n2,z\n"));
        var visited = new List<string>();
        file.Read((row, line) => visited.Add($"{line}: {string.Join('|', row)}"));
        CollectionAssert.AreEqual(new[] { "2: 1|x\ny", "5: 2|z" }, visited);
    }

    [TestMethod]
    [DataRow("a,b\n1\n", "Line 2 of '", "has 1 cells; the first line names 2 columns")]
    [DataRow("a,b\n1,2,3\n", "Line 2 of '", "has 3 cells")]
    [DataRow("a,b\n", "The file '", "has no rows behind the names of its columns")]
    public void Rows_of_another_length_are_refused_with_their_line(string text, string begins, string says)
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", text));
        var message = Assert.ThrowsExactly<InputException>(() => file.Read((_, _) => { })).Message;
        StringAssert.StartsWith(message, begins);
        StringAssert.Contains(message, says);
    }

    [TestMethod]
    public void A_cell_that_is_not_what_its_column_is_is_named_with_line_and_column()
    {
        using var folder = new ToolFolder();
        var file = CsvFile.Open(folder.Write("f.csv", "a,b\n1,x\nNA,y\n2m,z\n"));
        file.Check(new Dictionary<int, CellKind> { [1] = CellKind.Text });
        var message = Assert.ThrowsExactly<InputException>(
            () => file.Check(new Dictionary<int, CellKind> { [0] = CellKind.Number })).Message;
        StringAssert.StartsWith(message, "Line 4 of '");
        StringAssert.EndsWith(message, "column 'a': '2m' is not a number with a decimal point, or empty.");
    }

    [TestMethod]
    public void A_survey_counts_what_is_missing_what_differs_and_what_is_unique()
    {
        using var folder = new ToolFolder();
        var survey = CsvFile.Open(folder.Write("f.csv", "id,colour,weight,empty\nx,red,1,\ny,red,,\nz, blue,3,?\n")).Survey();
        var (id, colour, weight, empty) = (survey[0], survey[1], survey[2], survey[3]);
        Assert.AreEqual((true, 3, 0L, CellKind.Text), (id.IsUnique, id.Distinct, id.Missing, id.Kind));
        Assert.AreEqual((false, 2, 0L, CellKind.Text), (colour.IsUnique, colour.Distinct, colour.Missing, colour.Kind));
        Assert.AreEqual((true, 2, 1L, CellKind.Number), (weight.IsUnique, weight.Distinct, weight.Missing, weight.Kind));
        Assert.AreEqual((true, 3L), (empty.IsEmpty, empty.Missing));
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3 }, survey.Select(column => column.Index).ToArray());
        CollectionAssert.AreEqual(new[] { "id", "colour", "weight", "empty" }, survey.Select(column => column.Name).ToArray());
    }

    [TestMethod]
    public void One_value_alone_is_not_called_unique()
    {
        using var folder = new ToolFolder();
        Assert.IsFalse(CsvFile.Open(folder.Write("f.csv", "a\nx\n")).Survey()[0].IsUnique);
    }
}
