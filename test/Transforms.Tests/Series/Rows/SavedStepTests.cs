using System.Text.Json.Nodes;
using DeepML.Transforms.Tests.Archives;
using DeepML.Transforms.Tests.Series.Operations;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Series.Rows;

/// <summary>Steps that are saved and loaded, and files that are none.</summary>
[TestClass]
public sealed class SavedStepTests
{
    private readonly MLContext _ml = new(seed: 1);

    public static IEnumerable<object[]> Operations =>
    [
        [new SeriesLag { By = 3, Initial = -1 }], [new SeriesLag()], [new GapFilling { Limit = 2, MarkColumnName = "Marks" }],
        [new GapFilling { Method = GapFillMethod.Seasonal, Period = 3 }],
        [new SlidingWindows { Length = 3, Horizon = 2, TargetColumnName = "Next", KeepOpenWindows = true }],
        [new RollingStatistics { Length = 4, MinimumCount = 2, Statistics = [RollingStatistic.Slope, RollingStatistic.Mean] }],
        [new CounterDifferences { Per = TimeSpan.FromSeconds(2), WrapsAt = 0, Initial = 5, BreakColumnName = "Breaks" }],
        [new SeriesScaling { Method = SeriesScalingMethod.Robust }],
    ];

    [TestMethod]
    [DynamicData(nameof(Operations))]
    public void A_loaded_step_makes_the_same_rows_and_is_saved_under_any_culture(SeriesOperation operation)
    {
        var rows = RandomSeries.Of(12, series: 3, rows: 60, missing: operation is CounterDifferences ? 0 : 0.2);
        foreach (var row in rows)
            row.Pair = [.. row.Pair.Select(Math.Abs)];
        var scales = operation is SeriesScaling
            ? new SeriesScales(["s1", "s0"], [[0.5, 1], [2, 3], [4, 5]], [[1.25, 2], [3, 4], [5, 6]]) : null;
        using var model = RandomSeries.Step(_ml, operation, "Pair", 2, "Machine", "Time", scales);
        using var loaded = GermanNumbers.In(() => _ml.Reloaded(model));
        Assert.AreEqual(operation.GetType(), loaded.Operation.GetType());
        var (expected, actual) = (model.Transform(_ml.View(rows)), loaded.Transform(_ml.View(rows)));
        Assert.AreEqual(expected.Schema.Count, actual.Schema.Count);
        for (var i = _ml.View([]).Schema.Count; i < expected.Schema.Count; i++)
            Cells.AreEqual(
                Cells.Read(expected, expected.Schema[i]), Cells.Read(actual, actual.Schema[i]), 0, expected.Schema[i].Name);
    }

    [TestMethod]
    public void Remarks_are_saved_with_the_step()
    {
        var data = _ml.View(Reading.Of("", 5, 5, 5));
        using var model = _ml.Transforms.DifferenceCounters("Out", "Value").Fit(data);
        using var loaded = _ml.Reloaded(model);
        CollectionAssert.AreEqual(model.Remarks.ToArray(), loaded.Remarks.ToArray());
        StringAssert.Contains(loaded.Remarks.Single(), "never moves");
        Assert.AreEqual(0, loaded.ParameterCount);
    }

    [TestMethod]
    public void A_file_that_says_what_cannot_be_is_refused_before_rows_are_read()
    {
        using var lag = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        Damaged(lag, description => description["Slots"] = 0, "Slots is 0");
        Damaged(lag, description => description["IsVector"] = false, "a single number has several slots");
        Damaged(lag, description => description["Operation"]!["By"] = 2_000_000, "lag.By is 2000000");
        Damaged(lag, description => description["Operation"]!["kind"] = "lead", "damaged or foreign");
        Damaged(lag, description => description["Operation"] = null, "");
        Damaged(lag, description => description["Hidden"] = 1, "Hidden");
        Damaged(lag, description => description.AsObject().Remove("Input"), "Input");
        using var scaling = RandomSeries.Step(
            _ml, new SeriesScaling(), "Pair", 2, scales: new SeriesScales(["a"], [[1, 2], [3, 4]], [[1, 2], [3, 4]]));
        Damaged(scaling, description => description["Scales"]!["Widths"]![0]![1] = -1, "a width is not above 0");
        Damaged(scaling, description => description["Scales"]!["Series"]![0] = null, "");
        Damaged(scaling, description => description["Scales"] = null, "scales are there, and not used, or the reverse");

        void Damaged(NetworkTransformer model, Action<JsonNode> damage, string said)
        {
            var parts = SavedParts.Of(model);
            using (parts.Load(_ml))
            {
            }
            var description = parts.Description;
            damage(description);
            var error = Assert.ThrowsExactly<FormatException>(() => parts.With(description).Load(_ml), said);
            StringAssert.Contains(error.Message, said);
        }
    }

    [TestMethod]
    public void Steps_in_a_chain_are_loaded_with_it()
    {
        var rows = RandomSeries.Of(13, series: 2, rows: 40, missing: 0.2);
        var chain = _ml.Transforms.FillGaps("Filled", "Pair", seriesColumnName: "Machine")
            .Append(_ml.Transforms.ScaleBySeries("Scaled", "Filled", seriesColumnName: "Machine"))
            .Append(_ml.Transforms.Lag("Earlier", "Scaled", by: 2, initial: 0, seriesColumnName: "Machine"));
        var fitted = chain.Fit(_ml.View(rows));
        var loaded = _ml.Reloaded<ITransformer>(fitted);
        Cells.AreEqual(
            fitted.Vectors(_ml.View(rows), "Earlier"), loaded.Vectors(_ml.View(rows), "Earlier"), 0, "Earlier");
    }
}
