using System.Xml.Linq;

namespace DeepML.Reports.Tests.Sections;

/// <summary>What is said of a training.</summary>
[TestClass]
public sealed class HistorySectionTests
{
    [TestMethod]
    public void The_loss_of_the_kept_epoch_stands_at_the_head()
    {
        var history = History([3, 1, 2], [4, 2, 3]) with { KeptEpoch = 2 };
        var tiles = Tiles(history);
        Assert.AreEqual("1,234", tiles["trained weights"]);
        Assert.AreEqual("3", tiles["epochs; kept is 2"]);
        Assert.AreEqual("2", tiles["loss of the rows held out"]);
        Assert.AreEqual("2", Tiles(History([3, 1, 2], null))["loss of the training rows"], "the last one where none was kept");
    }

    [TestMethod]
    public void A_training_without_epochs_has_its_weights_alone()
    {
        Assert.HasCount(1, Tiles(new TrainingHistory()));
        var parts = Parts(new TrainingHistory());
        Assert.AreEqual("Nothing was trained epoch by epoch.", parts.Single().Value);
    }

    [TestMethod]
    public void Why_it_ended_is_said_first()
    {
        Assert.AreEqual("Every planned epoch was done (3).", Parts(History([3, 2, 1], null))[0].Value);
        Assert.AreEqual(
            "Training ended early: the loss stopped falling.",
            Parts(History([3, 2, 1], null) with { StopMessage = "the loss stopped falling" })[0].Value);
    }

    [TestMethod]
    public void Choices_are_told_with_their_reasons()
    {
        var parts = Parts(History([1], null) with { Chosen = [new AutomaticChoice("Training.BatchSize", "64", "of 900 rows")] });
        var table = parts.Single(part => part.Descendants("th").Any(head => head.Value == "because"));
        CollectionAssert.AreEqual(
            new[] { "Training.BatchSize", "64", "of 900 rows" }, table.Descendants("td").Select(cell => cell.Value).ToArray());
    }

    [TestMethod]
    [DataRow(0.9, 0.8, 0.01, "the network is better")]
    [DataRow(0.7, 0.8, 0.01, "the network is worse")]
    [DataRow(0.81, 0.8, 0.01, "no difference beyond chance")]
    public void Simple_methods_stand_beside_with_their_errors_and_a_verdict(double own, double other, double error, string verdict)
    {
        var history = History([1], null) with
        {
            Comparisons = [new HeldOutComparison("a linear model", "accuracy", 1200, own, 0.02, other, 0.031, error)],
            Advice = "take the simple one",
        };
        var parts = Parts(history);
        var cells = parts.Single(part => part.Descendants("th").Any(head => head.Value == "verdict")).Descendants("td")
            .Select(cell => cell.Value).ToArray();
        CollectionAssert.AreEqual(
            new[]
            {
                "a linear model", "accuracy", $"{Html.Number(own, "0.00#")} ± 0.02", "0.80 ± 0.031", "1,200", verdict,
            }, cells);
        Assert.IsTrue(parts.Any(part => part.Value == "take the simple one"));
    }

    [TestMethod]
    public void Advice_is_told_without_comparisons_too()
    {
        var parts = Parts(History([1], null) with { Advice = "more rows" });
        CollectionAssert.IsSubsetOf(new[] { "Beside simple methods", "more rows" }, parts.Select(part => part.Value).ToArray());
        Assert.IsFalse(Parts(History([1], null)).Any(part => part.Value == "Beside simple methods"));
    }

    [TestMethod]
    public void The_conditions_of_the_pace_are_told()
    {
        var history = History([3, 2, 1], null) with { Threads = 1, FlushedDenormals = true, Replays = 2 };
        var pace = Parts(history)[^1];
        Assert.AreEqual("Pace", pace.Element("summary")!.Value);
        Assert.AreEqual(
            "2,000 rows a second in the middle epoch, 1 thread, numbers of Float32, denormal numbers taken for 0, 2 times "
            + "back to a copy in memory.", pace.Element("p")!.Value);
        Assert.AreEqual(
            "2,000 rows a second in the middle epoch, 4 threads, numbers of Float32.",
            Parts(History([3, 2, 1], null) with { Threads = 4 })[^1].Element("p")!.Value);
    }

    [TestMethod]
    public void Layers_that_no_gradient_reaches_are_named()
    {
        var history = History([3, 2], null) with
        {
            Epochs =
            [
                .. History([3, 2], null).Epochs.Select(epoch => epoch with
                {
                    Metrics = new Dictionary<string, double> { ["gradient norm first"] = 1e-12, ["gradient norm last"] = 1 },
                }),
            ],
        };
        Assert.IsTrue(
            Parts(history).Any(part => part.Value.StartsWith("Next to no gradient reaches first", StringComparison.Ordinal)));
    }

    private static Dictionary<string, string> Tiles(TrainingHistory history) => HistorySection.Tiles(history, 1234).Elements("div")
        .ToDictionary(tile => tile.Element("span")!.Value, tile => tile.Element("b")!.Value);

    private static XElement[] Parts(TrainingHistory history) => [.. HistorySection.Write(history).Cast<XElement>()];

    private static TrainingHistory History(double[] losses, double[]? validation) => new()
    {
        Epochs =
        [
            .. losses.Select((loss, i) => new EpochRecord(i + 1, loss, 0.01, 1000 * (i + 1)) { ValidationLoss = validation?[i] }),
        ],
    };
}
