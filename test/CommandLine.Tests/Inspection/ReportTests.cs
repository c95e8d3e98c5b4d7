namespace DeepML.CommandLine.Tests.Inspection;

/// <summary>deepml report.</summary>
[TestClass]
public sealed class ReportTests
{
    [TestMethod]
    public void A_page_names_its_sections_and_holds_the_title_as_text()
    {
        using var folder = new ToolFolder();
        var run = ToolFolder.Run(
            "report", folder.Model(), folder["fruits.csv"], "-o", folder["r.html"], "--title", "Apples & <pears>").Succeeds();
        var sections = run.Lines[^1].Split(": ")[0].Split(", ");
        Assert.IsGreaterThan(1, sections.Length, run.Output);
        StringAssert.EndsWith(run.Lines[^1], folder["r.html"]);
        var page = File.ReadAllText(folder["r.html"]);
        StringAssert.Contains(page, "Apples &amp; &lt;pears&gt;");
        Assert.DoesNotContain("<pears>", page);
    }

    [TestMethod]
    public void Rows_bring_sections_that_a_page_on_the_training_alone_has_not()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var alone = ToolFolder.Run("report", model, "-o", folder["a.html"]).Succeeds();
        var rows = ToolFolder.Run("report", model, folder["fruits.csv"], "-o", folder["r.html"]).Succeeds();
        var (few, more) = (alone.Lines[^1].Split(": ")[0].Split(", "), rows.Lines[^1].Split(": ")[0].Split(", "));
        Assert.IsGreaterThan(few.Length, more.Length, $"{alone.Output}{rows.Output}");
        Assert.IsGreaterThan(new FileInfo(folder["a.html"]).Length, new FileInfo(folder["r.html"]).Length);
    }

    [TestMethod]
    public void Rows_between_semicolons_give_the_page_that_rows_between_commas_give()
    {
        using var folder = new ToolFolder();
        var model = folder.Model();
        var other = folder.Write("semicolons.csv", File.ReadAllText(folder["fruits.csv"]).Replace(',', ';'));
        var commas = ToolFolder.Run("report", model, folder["fruits.csv"], "-o", folder["c.html"]).Succeeds();
        var found = ToolFolder.Run("report", model, other, "-o", folder["f.html"]).Succeeds();
        var told = ToolFolder.Run("report", model, other, "-o", folder["t.html"], "--separator", ";").Succeeds();
        Assert.AreEqual(commas.Lines[^1].Split(": ")[0], found.Lines[^1].Split(": ")[0]);
        Assert.AreEqual(commas.Lines[^1].Split(": ")[0], told.Lines[^1].Split(": ")[0]);
        ToolFolder.Run("report", model, other, "-o", folder["w.html"], "--separator", ",").Fails(1, "lacks what the model reads");
        Assert.IsFalse(File.Exists(folder["w.html"]));
    }

    [TestMethod]
    public void A_page_that_was_there_stays_whole_where_the_new_one_cannot_be_made()
    {
        using var folder = new ToolFolder();
        var page = folder.Write("r.html", "the page of before");
        ToolFolder.Run("report", folder["none.zip"], "-o", page).Fails(1, "There is no file");
        ToolFolder.Run("report", folder.Model(), folder.Write("x.csv", "Weight\nheavy\n"), "-o", page).Fails(1);
        Assert.AreEqual("the page of before", File.ReadAllText(page));
        CollectionAssert.AreEquivalent(
            new[] { "config.json", "fruits.csv", "model.zip", "r.html", "x.csv" },
            Directory.GetFiles(folder.Path).Select(System.IO.Path.GetFileName).ToArray(), "nothing half made is left");
    }
}
