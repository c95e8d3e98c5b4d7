using System.Text;

namespace DeepML.CommandLine.Tests.Tables;

/// <summary>Files as other programs write them.</summary>
[TestClass]
public sealed class FormsOfFilesTests
{
    private const string Rows = "Weight,Length,Colour,Price\n1,5,green,10\n55,20.5,yellow,41\n";

    [TestMethod]
    public void Marks_of_encoding_ends_of_lines_and_empty_lines_change_no_answer()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var expected = ToolFolder.Run("score", model, folder.Write("plain.csv", Rows)).Succeeds().Output;
        File.WriteAllText(folder["marked.csv"], Rows, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.AreEqual(expected, ToolFolder.Run("score", model, folder["marked.csv"]).Succeeds().Output, "marked as UTF-8");
        var windows = folder.Write("windows.csv", Rows.Replace("\n", "\r\n", StringComparison.Ordinal));
        Assert.AreEqual(expected, ToolFolder.Run("score", model, windows).Succeeds().Output, "ends of lines of Windows");
        var open = folder.Write("open.csv", Rows.Replace("\n55", "\n\n55", StringComparison.Ordinal).TrimEnd('\n'));
        Assert.AreEqual(expected, ToolFolder.Run("score", model, open).Succeeds().Output, "an empty line, and none at the end");
    }

    [TestMethod]
    [DataRow(';')]
    [DataRow('\t')]
    [DataRow('|')]
    public void Every_separator_gives_the_same_answers_and_is_that_of_what_is_written(char separator)
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var expected = ToolFolder.Run("score", model, folder.Write("plain.csv", Rows)).Succeeds().Output;
        var rows = folder.Write("other.csv", Rows.Replace(',', separator));
        foreach (var args in new string[][] { [], ["--separator", $"{separator}"] })
            Assert.AreEqual(
                expected.Replace(',', separator), ToolFolder.Run(["score", model, rows, .. args]).Succeeds().Output);
    }

    [TestMethod]
    public void A_separator_that_is_named_is_taken_even_if_others_are_more()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var rows = folder.Write("r.csv", "Weight;Length;Colour;Price;a,b,c,d,e\n1;5;green;10;x\n");
        ToolFolder.Run("score", model, rows).Fails(1, "has 1 cells; the first line names 5 columns");
        var scored = ToolFolder.Run("score", model, rows, "--separator", ";").Succeeds();
        StringAssert.StartsWith(scored.Lines[0], "Weight;Length;Colour;Price;a,b,c,d,e;PredictedLabel;");
        StringAssert.StartsWith(scored.Lines[1], "1;5;green;10;x;apple;");
    }

    [TestMethod]
    public void A_separator_in_the_configuration_is_that_of_the_rows_and_of_those_of_validation()
    {
        using var folder = new ToolFolder();
        var text = File.ReadAllText(folder.Fruits()).Replace(',', '|');
        var rows = folder.Write("bars.csv", text.Replace("Colour", "Colour, of the skin, not inside", StringComparison.Ordinal));
        var configuration = folder.Write("c.json", """
            { "label": "Fruit", "separator": "|", "features": ["Weight", "Colour, of the skin, not inside"],
              "options": { "Training": { "Epochs": 2 } } }
            """);
        var trained = ToolFolder.Run("train", configuration, rows, "--validation", rows, "-o", folder["m.zip"]).Succeeds();
        StringAssert.Contains(trained.Output, "Colour, of the skin, not inside (text)");
    }

    [TestMethod]
    public void Cells_with_quotes_and_ends_of_lines_come_back_as_they_were_and_are_learned_from()
    {
        using var folder = new ToolFolder();
        var rows = new StringBuilder("Kind,Says\n");
        for (var i = 0; i < 30; i++)
            rows.Append("cat,\"purr, \"\"purr\"\"\nand sleep\"\ndog,\"woof, woof\"\n");
        var file = folder.Write("animals.csv", rows.ToString());
        ToolFolder.Run("train", folder.Write("c.json", """
            { "label": "Kind", "options": { "HiddenSizes": [4], "Training": { "Epochs": 30, "LearningRate": 0.05 } } }
            """), file, "-o", folder["m.zip"]).Succeeds();
        var scored = ToolFolder.Run("score", folder["m.zip"], file).Succeeds().Output;
        StringAssert.Contains(scored, "cat,\"purr, \"\"purr\"\"\nand sleep\",cat,");
        StringAssert.Contains(scored, "dog,\"woof, woof\",dog,");
    }

    [TestMethod]
    public void Missing_cells_are_answered_and_come_back_as_they_were()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var scored = ToolFolder.Run("score", model, folder.Write(
            "r.csv", "Weight,Length,Colour,Price\n,20.5,yellow,41\n?,20.5,yellow,41\nNA,20.5,yellow,41\nnan,20.5,,41\n")).Succeeds();
        string[] begins = [",20.5,yellow,41,", "?,20.5,yellow,41,", "NA,20.5,yellow,41,", "nan,20.5,,41,"];
        for (var i = 0; i < begins.Length; i++)
            StringAssert.StartsWith(scored.Lines[i + 1], begins[i] + "banana,");
        var answers = scored.Lines[1..4].Select(line => line[line.IndexOf("banana", StringComparison.Ordinal)..]).Distinct();
        Assert.HasCount(1, answers.ToArray(), "a missing number is the same however it is written");
    }
}
