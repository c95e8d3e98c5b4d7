using System.Globalization;
using System.Xml.Linq;
using Microsoft.ML;

namespace DeepML.Reports.Tests;

/// <summary>
/// Every kind of model that can be saved has a report. With DEEPML_REPORTS set to a folder, they are written there to be looked at.
/// </summary>
[TestClass]
public sealed class GoldenReportsTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "golden", "v1");

    // Modules of users' own need their class, which lies in another test.
    public static IEnumerable<object[]> Kinds => Directory.GetDirectories(Root).Order().Select(folder => Path.GetFileName(folder))
        .Where(kind => !kind.StartsWith("TorchModule", StringComparison.Ordinal)).Select(kind => new object[] { kind });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Every_kind_of_model_has_a_report_on_its_rows(string kind)
    {
        var ml = new MLContext(seed: 1);
        using var model = (NetworkTransformer)ml.Model.Load(Path.Combine(Root, kind, "model.zip"), out _);
        var report = model.Report(ml.Data.LoadFromBinary(Path.Combine(Root, kind, "rows.idv")));
        if (Environment.GetEnvironmentVariable("DEEPML_REPORTS") is { } folder)
            report.Save(Path.Combine(folder, $"{kind}.html"));

        CollectionAssert.IsSubsetOf(new[] { "Training", "Network", "Data", "Versions" }, report.Sections.ToArray());
        var page = Page.Of(report);
        Assert.IsEmpty(page.Descendants("script"), "nothing runs in it");
        foreach (var source in page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"))
            StringAssert.StartsWith(source.Value, "data:", "nothing comes from outside");
        if (model.TrainingHistory.Epochs.Count > 0)
            Assert.IsTrue(
                page.Descendants("svg").Any(svg => (string?)svg.Attribute("aria-label") == "loss by epoch"),
                "the course of the training is drawn");
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        CollectionAssert.AllItemsAreUnique(ids, "of each name there is one");
        foreach (var reference in page.Descendants().Attributes().Where(a => a.Value.StartsWith("url(#", StringComparison.Ordinal)))
            CollectionAssert.Contains(ids, reference.Value["url(#".Length..^1]);
        Assert.IsFalse(page.Value.Contains("NaN", StringComparison.Ordinal), "no number is missing");
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_report_without_rows_tells_of_the_training(string kind)
    {
        using var model = (NetworkTransformer)new MLContext(seed: 1).Model.Load(Path.Combine(Root, kind, "model.zip"), out _);
        var report = model.Report();
        CollectionAssert.IsSubsetOf(new[] { "Training", "Network", "Versions" }, report.Sections.ToArray());
        Assert.IsFalse(report.Sections.Contains("Data"));
        StringAssert.Contains(Page.Of(report).Value, model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
    }
}
