using System.Globalization;

namespace DeepML.Distributed.Tests.Scoring;

/// <summary>mpirun deepml.</summary>
[TestClass]
public sealed class ToolTests
{
    private const int Rows = 25_000; // three parts

    [TestMethod]
    public void The_tool_trains_with_several_processes_and_scores_with_several_what_it_scores_with_one()
    {
        MpiRun.Launcher();
        using var folder = new TemporaryFolder();
        string At(string name) => Path.Combine(folder.Path, name);
        File.WriteAllText(At("c.json"), """
            { "label": "y", "options": { "HiddenSizes": [4], "Training": { "Epochs": 2, "BatchSize": 500, "LearningRate": 0.01 } } }
            """);
        File.WriteAllText(At("rows.csv"), "id,a,b,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"r{i},{Math.Sin(i):F4},{Math.Cos(i):F4},{(Math.Sin(i) > 0 ? "up" : "down")}\n"))));
        using (var train = MpiRun.StartTool(2, "train", At("c.json"), At("rows.csv"), "-o", At("m.zip")))
        {
            var said = train.Finish(0);
            Assert.HasCount(2, said.Split("saved: "), "the first process alone says so: " + said);
        }
        using (var score = MpiRun.StartTool(2, "score", At("m.zip"), At("rows.csv"), "-o", At("two.csv")))
            StringAssert.Contains(score.Finish(0), $"{Rows} rows: ");
        Assert.AreEqual(
            0, CommandLine.Tool.RunAsync(["score", At("m.zip"), At("rows.csv"), "-o", At("one.csv")], TextWriter.Null, TextWriter.Null)
                .GetAwaiter().GetResult());
        var (one, two) = (File.ReadAllLines(At("one.csv")), File.ReadAllLines(At("two.csv")));
        Assert.AreEqual("id,a,b,y,PredictedLabel,Score.down,Score.up", two[0]);
        Assert.HasCount(Rows + 1, two);
        CollectionAssert.AreEqual(one, two);
    }

    [TestMethod]
    public void What_is_wrong_is_said_and_ends_all_processes()
    {
        MpiRun.Launcher();
        using var folder = new TemporaryFolder();
        using var run = MpiRun.StartTool(2, "score", Path.Combine(folder.Path, "none.zip"), Path.Combine(folder.Path, "rows.csv"));
        StringAssert.Contains(run.Finish(null), "deepml: Several processes that score together write a file: name it with --output.");
    }
}
