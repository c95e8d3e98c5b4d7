using DeepML.MpiChild;
using Microsoft.ML;

namespace DeepML.Distributed.Tests.Scoring;

[TestClass]
public sealed class KilledScoringTests
{
    private const int Rows = 4000;

    [TestMethod]
    public void Scoring_that_was_killed_goes_on_with_another_number_of_processes_and_loses_and_repeats_no_row()
    {
        MpiRun.Launcher();
        using var folder = new TemporaryFolder();
        ScoredFiles.Write(folder, "a", 0, 2500);
        ScoredFiles.Write(folder, "b", 2500, Rows - 2500);
        var ml = new MLContext(seed: 1);
        var rows = ml.Data.LoadFromTextFile<Line>(Path.Combine(folder.Path, "a.csv"), separatorChar: ',');
        using (var model = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            HiddenSizes = [6],
            Training = new TrainingOptions { Epochs = 1 },
        }).Fit(rows))
        {
            ml.Model.Save(model, rows.Schema, Path.Combine(folder.Path, "model.zip"));
        }
        var parts = ScoredFiles.Output(folder) + ".parts";
        using (var run = MpiRun.Start(2, "score", folder.Path, "partrows=100", "slow=30"))
        {
            while (!Directory.Exists(parts) || Directory.GetFiles(parts, "*.part").Length < 6)
            {
                Assert.IsFalse(run.HasEnded, run.Output);
                Thread.Sleep(5);
            }
            using (var killed = run.Rank(1))
                killed.Kill();
            var said = run.Finish(null);
            var told = Path.Combine(folder.Path, "error-0.txt");
            Assert.IsTrue(File.Exists(told), said);
            StringAssert.Contains(File.ReadAllText(told), $"Rank 1 ({Environment.MachineName}) is lost: its process has ended.");
        }
        Assert.IsFalse(File.Exists(ScoredFiles.Output(folder)), "nothing that is not whole has the name of the output");
        var output = MpiRun.Finish(3, "score", folder.Path, "partrows=100");
        StringAssert.Contains(output, $"Rows = {Rows}, Parts = 40, PartsTakenUp = ");
        Assert.IsFalse(output.Contains("PartsTakenUp = 0"), output);
        var found = File.ReadAllLines(ScoredFiles.Output(folder));
        Assert.AreEqual("Id,Code.0,Code.1", found[0]);
        CollectionAssert.AreEqual(
            Enumerable.Range(0, Rows).Select(row => $"row {row}").ToArray(), found[1..].Select(line => line.Split(',')[0]).ToArray());
    }
}
