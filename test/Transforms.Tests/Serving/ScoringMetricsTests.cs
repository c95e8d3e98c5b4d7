using System.Diagnostics.Metrics;
using DeepML.Transforms.Tests.Series;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Serving;

/// <summary>What dashboards ask for by name, and what is said where a single row is asked for.</summary>
[TestClass]
public sealed class ScoringMetricsTests
{
    [TestMethod]
    public void Instruments_keep_the_names_and_units_that_dashboards_know()
    {
        foreach (var (instrument, name, unit) in new (Instrument, string, string)[]
        {
            (ScoringMetrics.Rows, "deepml.scoring.rows", "{row}"), (ScoringMetrics.Errors, "deepml.scoring.errors", "{row}"),
            (ScoringMetrics.BatchRows, "deepml.scoring.batch", "{row}"), (ScoringMetrics.Latency, "deepml.scoring.latency", "ms"),
        })
        {
            Assert.AreEqual(("DeepML.Scoring", name, unit), (instrument.Meter.Name, instrument.Name, instrument.Unit));
            Assert.IsGreaterThan(10, instrument.Description!.Length, name);
        }
    }

    [TestMethod]
    public void An_operation_that_needs_a_series_says_what_to_do_with_single_rows()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.View(Reading.Of("a", 1, 2, 3));
        var lag = ml.Transforms.Lag("Earlier", "Value").Fit(data);
        Assert.IsFalse(lag.IsRowToRowMapper);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => lag.GetRowToRowMapper(data.Schema)).Message;
        StringAssert.StartsWith(error, "SeriesLag needs the other rows of a series");
        StringAssert.EndsWith(error, "give them to Transform (ml.Data.LoadFromEnumerable) and read the last row that comes out.");
    }
}
