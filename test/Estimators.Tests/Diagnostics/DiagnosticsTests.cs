using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Diagnostics;

/// <summary>What fits tell beside their models.</summary>
[TestClass]
public sealed class DiagnosticsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void The_smallest_sufficient_code_is_as_large_as_what_the_rows_are_made_of()
    {
        var report = _ml.Transforms.SmallestSufficientCode(
            Rows(), "Values", [4, 1, 2, 3], new AutoencoderOptions
            {
                HiddenSizes = [],
                OutputActivation = Activation.Identity,
                Loss = ReconstructionLoss.SquaredError,
                Training = new TrainingOptions { Epochs = 5, BatchSize = 32, Seed = 1 },
            },
            tolerance: 0.5);
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, report.Trials.Select(trial => trial.CodeSize).ToArray());
        Assert.AreEqual(3, report.Smallest.CodeSize, report.ToString());
        Assert.IsGreaterThan(5 * report.Trials[2].Error, report.Trials[0].Error);
        StringAssert.Contains(report.ToString(), "code of 3: error ");
        Assert.AreEqual(1, (report with { Tolerance = 1e9 }).Smallest.CodeSize);
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => _ml.Transforms.SmallestSufficientCode(Rows(), "Values", [0, 2, 2], new AutoencoderOptions { TargetColumnName = "T" }));
        foreach (var part in new[] { "codeSizes[0] is 0", "sizes that differ", "TargetColumnName is \"T\"" })
            StringAssert.Contains(error.Message, part);
    }

    [TestMethod]
    public void A_forecast_that_foretells_every_change_has_a_high_reward_and_one_that_is_wrong_its_opposite()
    {
        var (right, wrong, same) = (new ForecastErrors(), new ForecastErrors(), new ForecastErrors());
        foreach (var (before, actual) in new[] { (100.0, 110.0), (100, 98), (50, 51), (0, 7), (200, 180) })
        {
            right.Add(actual, actual, 1);
            right.AddReturn(before, actual, actual);
            wrong.Add(actual, before - (actual - before), 1);
            wrong.AddReturn(before, actual, before - (actual - before));
            same.Add(actual, before, 1);
            same.AddReturn(before, actual, before);
        }
        double[] returns = [0.1, 0.02, 0.02, 0.1];
        var deviation = Math.Sqrt(returns.Sum(r => Math.Pow(r - 0.06, 2)) / 3);
        Assert.AreEqual(0.06 / deviation, right.Metrics().RewardToVolatility, 1e-9, "a value forecast from 0 has no return");
        Assert.AreEqual(-0.06 / deviation, wrong.Metrics().RewardToVolatility, 1e-9);
        Assert.IsTrue(double.IsNaN(same.Metrics().RewardToVolatility), "all returns are 0");
        Assert.IsTrue(double.IsNaN(new ForecastErrors().Metrics().RewardToVolatility));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_fit_warns_of_fewer_rows_than_the_square_of_the_weights_if_asked(bool asked)
    {
        var warnings = new List<string>();
        _ml.Log += (_, e) =>
        {
            if (e.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
                warnings.Add(e.RawMessage);
        };
        using var model = _ml.Transforms.Autoencoder("Code", "Values", new AutoencoderOptions
        {
            HiddenSizes = [],
            CodeSize = 3,
            Training = new TrainingOptions { Epochs = 1, WarnOfFewRows = asked },
        }).Fit(Rows());
        Assert.AreEqual(
            asked, warnings.Any(warning => warning.StartsWith("300 rows are fewer than the square of ", StringComparison.Ordinal)));
    }

    // Eight numbers that are mixtures of three, with a little noise.
    private IDataView Rows()
    {
        var random = new Random(1);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
        float[][] mixture = [Draw(8), Draw(8), Draw(8)];
        return _ml.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(_ =>
        {
            var parts = Draw(3);
            return new Row
            {
                Values =
                [
                    .. Enumerable.Range(0, 8).Select(
                        i => (0.02f * random.NextSingle()) + parts.Select((part, k) => part * mixture[k][i]).Sum()),
                ],
            };
        }).ToArray());
    }

    private sealed class Row
    {
        [VectorType(8)]
        public float[] Values { get; set; } = [];
    }
}
