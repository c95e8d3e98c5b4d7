using Microsoft.ML;

namespace DeepML.Estimators.Tests.Series;

/// <summary>Every option at its limits and past them.</summary>
[TestClass]
public sealed class SeriesOptionsTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Numbers_past_their_limits_are_refused_by_name_with_value_and_range()
    {
        Refused(() => _ml.Transforms.FillGaps("Out", options: new GapFilling { Limit = 0 }), "Limit is 0; it must be in [1, 1000000]");
        Refused(() => _ml.Transforms.FillGaps("Out", options: new GapFilling { Period = 3 }), "Period is 3; it must be null for Linear");
        Refused(
            () => _ml.Transforms.FillGaps("Out", options: new GapFilling { Method = GapFillMethod.Seasonal }),
            "Period is null; it must be given for Seasonal");
        Refused(
            () => _ml.Transforms.FillGaps("Out", options: new GapFilling { Method = GapFillMethod.Seasonal, Period = 0 }),
            "Period is 0; it must be in [1,");
        Refused(() => _ml.Transforms.FillGaps("Out", options: new GapFilling { MarkColumnName = "Out" }), "another name");
        Refused(() => _ml.Transforms.FillGaps("Out", options: new GapFilling { MarkColumnName = "" }), "MarkColumnName is \"\"");
        Refused(
            () => _ml.Transforms.DifferenceCounters("Out", options: new CounterDifferences { Per = TimeSpan.Zero }, timeColumnName: "T"),
            "Per is 00:00:00; it must be above 0");
        Refused(
            () => _ml.Transforms.DifferenceCounters("Out", options: new CounterDifferences { Per = TimeSpan.FromSeconds(1) }),
            "timeColumnName is null; it must be given for Per");
        Refused(() => _ml.Transforms.DifferenceCounters("Out", options: new CounterDifferences { WrapsAt = -1 }), "WrapsAt is -1");
        Refused(
            () => _ml.Transforms.DifferenceCounters("Out", options: new CounterDifferences { Initial = double.NegativeInfinity }),
            "Initial is -Infinity");
        Refused(() => _ml.Transforms.Lag("Out", by: 0), "By is 0; it must be in [1, 1000000]");
        Refused(() => _ml.Transforms.Lag("Out", by: 1_000_001), "By is 1000001");
        Refused(() => _ml.Transforms.Lag("Out", initial: double.NegativeInfinity), "Initial is -Infinity");
        Refused(() => _ml.Transforms.RollingStatistics("Out", options: new RollingStatistics { Length = 0 }), "Length is 0");
        Refused(
            () => _ml.Transforms.RollingStatistics("Out", options: new RollingStatistics { Length = 3, MinimumCount = 4 }),
            "MinimumCount is 4; it must be in [1, 3]");
        Refused(() => _ml.Transforms.RollingStatistics("Out", options: new RollingStatistics { Statistics = [] }), "Statistics is []");
        Refused(
            () => _ml.Transforms.RollingStatistics("Out", options: new RollingStatistics
            {
                Statistics = [RollingStatistic.Mean, RollingStatistic.Mean]
            }), "each once");
        Refused(() => _ml.Transforms.SlidingWindows("Out", "Next", "Value", 0), "Length is 0");
        Refused(() => _ml.Transforms.SlidingWindows("Out", "Next", "Value", 3, horizon: -1), "Horizon is -1");
        Refused(() => _ml.Transforms.SlidingWindows("Out", "Next", "Value", 3, step: 0), "Step is 0");
        Refused(() => _ml.Transforms.SlidingWindows("Out", null, "Value", 3), "TargetColumnName is null; it must be given for a horizon");
        Refused(() => _ml.Transforms.SlidingWindows("Out", "Next", "Value", 3, horizon: 0), "it must be null for a horizon of 0");
        Refused(() => _ml.Transforms.SlidingWindows("Out", "Out", "Value", 3), "another name");
        Refused(() => _ml.Transforms.LabelFaultsAhead("Out", "Fault", 0), "Horizon is 0; it must be in [1, 1000000]");
        Refused(() => _ml.Transforms.LabelRemainingLife("Out", "Fault", 0), "Limit is 0; it must be in [1, 1000000]");
        Refused(() => _ml.Transforms.ScaleBySeries("Out", method: (SeriesScalingMethod)9), "Method is 9");
    }

    [TestMethod]
    public void An_aggregate_of_a_column_that_is_not_there_is_refused_by_the_names_that_are()
    {
        var rows = _ml.Data.LoadFromEnumerable(new[] { new { Time = new DateTime(2026, 1, 1), Energy = 1f } });
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            Aggregates = new Dictionary<string, SeriesAggregate> { ["Enrgy"] = SeriesAggregate.Last },
        }).Fit(rows));
        StringAssert.Contains(error.Message, "Aggregates names 'Enrgy', which is no column of the clock: those are Energy.");
    }

    [TestMethod]
    public void A_clock_that_cannot_be_is_refused_with_every_fault()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            TimeColumnName = "",
            Every = TimeSpan.Zero,
            Aggregate = (SeriesAggregate)9,
            Aggregates = new Dictionary<string, SeriesAggregate> { ["A"] = (SeriesAggregate)8 },
            ColumnNames = ["A", "A"],
            SeriesColumnName = "",
            Order = (RowOrder)7,
            EqualTimes = (EqualTimes)6,
            MaximumGap = -1,
            Metrics = ["heat"],
        }));
        foreach (var said in new[]
        {
            "TimeColumnName is \"\"", "Every is 00:00:00; it must be above 0", "Aggregate is 9", "Aggregates[\"A\"] is 8",
            "ColumnNames is [A, A]", "SeriesColumnName is \"\"", "Order is 7", "EqualTimes is 6",
            "MaximumGap is -1; it must be in [0, 100000000]",
            "Metrics is [heat]; it must be empty without MetricColumnName",
        })
            StringAssert.Contains(error.Message, said);
        Refused(
            () => _ml.Transforms.AlignSeries(new AlignSeriesOptions { MetricColumnName = "Metric", EqualTimes = EqualTimes.Refuse }),
            "Metrics is empty", "ColumnNames is []; it must be the one column of numbers", "EqualTimes is Refuse; it must be Aggregate");
        Refused(() => _ml.Transforms.AlignSeries(new AlignSeriesOptions { MetricColumnName = "" }), "MetricColumnName is \"\"");
    }

    [TestMethod]
    public void Nothing_is_an_error_of_its_own()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.AlignSeries(null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((TransformsCatalog)null!).AlignSeries(new AlignSeriesOptions()));
        Assert.ThrowsExactly<ArgumentNullException>(() => ((TransformsCatalog)null!).Lag("Out"));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.SlidingWindows("Out", "Value", null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => _ml.Transforms.Lag("Out").Fit(null!));
        Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Lag(""));
    }

    private static void Refused(Action action, params string[] said)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(action);
        foreach (var part in said)
            StringAssert.Contains(error.Message, part);
    }
}
