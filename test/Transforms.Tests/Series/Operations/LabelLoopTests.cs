using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Operations;

/// <summary>Faults ahead, remaining lives, earlier values and statistics of mixed series beside plain loops.</summary>
[TestClass]
public sealed class LabelLoopTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(50)]
    public void Faults_ahead_and_their_weights_are_those_of_a_loop(int horizon)
    {
        var rows = RandomSeries.Of(7, series: 3, rows: 90);
        using var model = RandomSeries.Step(_ml, new FaultsAhead { Horizon = horizon, WeightColumnName = "Weight" }, "Fault", 1);
        var made = model.Transform(_ml.View(rows));
        var expected = RandomSeries.BySeries(rows, series => series.Select((row, i) =>
        {
            var ahead = series.Skip(i + 1).Take(horizon).ToArray();
            var fault = ahead.Any(next => next.Fault);
            var known = fault || ahead.Length == horizon;
            return (fault, Weight: known && !row.Fault ? 1f : 0);
        }));
        CollectionAssert.AreEqual(expected.Select(row => row.fault).ToArray(), made.GetColumn<bool>("Out").ToArray());
        CollectionAssert.AreEqual(expected.Select(row => row.Weight).ToArray(), made.GetColumn<float>("Weight").ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(1_000_000)]
    public void Remaining_lives_and_what_is_censored_are_those_of_a_loop(int limit)
    {
        var rows = RandomSeries.Of(8, series: 3, rows: 90);
        using var model = RandomSeries.Step(_ml, new RemainingLife { Limit = limit, CensoredColumnName = "Censored" }, "Fault", 1);
        var made = model.Transform(_ml.View(rows));
        var expected = RandomSeries.BySeries(rows, series => series.Select((row, i) =>
        {
            var next = Array.FindIndex(series, i, other => other.Fault);
            var life = (next < 0 ? series.Length : next) - i;
            return (Life: (float)Math.Min(life, limit), Censored: next < 0 && life < limit);
        }));
        CollectionAssert.AreEqual(expected.Select(row => row.Life).ToArray(), made.GetColumn<float>("Out").ToArray());
        CollectionAssert.AreEqual(expected.Select(row => row.Censored).ToArray(), made.GetColumn<bool>("Censored").ToArray());
    }

    [TestMethod]
    public void A_number_above_0_is_a_fault_and_a_missing_one_is_none()
    {
        var data = _ml.View(Reading.Of("", 0, -3, float.NaN, 0.5f, 0, 2));
        using var lives = RandomSeries.Step(_ml, new RemainingLife(), "Value", 1, series: null);
        CollectionAssert.AreEqual(new float[] { 3, 2, 1, 0, 1, 0 }, lives.Transform(data).GetColumn<float>("Out").ToArray());
        using var ahead = RandomSeries.Step(_ml, new FaultsAhead(), "Value", 1, series: null);
        CollectionAssert.AreEqual(
            new[] { false, false, true, false, true, false }, ahead.Transform(data).GetColumn<bool>("Out").ToArray());
        Assert.IsNull(ahead.GetOutputSchema(data.Schema).GetColumnOrNull("Weight"), "no weight was asked for");
    }

    [TestMethod]
    public void Rows_come_out_when_their_label_is_known()
    {
        foreach (var operation in new SeriesOperation[] { new FaultsAhead { Horizon = 6 }, new RemainingLife { Limit = 6 } })
        {
            var taken = 0;
            var endless = _ml.Data.LoadFromEnumerable(Endless());
            using var model = RandomSeries.Step(_ml, operation, "Fault", 1, series: null);
            using var cursor = model.Transform(endless).GetRowCursor([model.GetOutputSchema(endless.Schema)["Out"]]);
            for (var i = 0; i < 20; i++)
                Assert.IsTrue(cursor.MoveNext());
            Assert.IsLessThan(60, taken, $"rows that {operation} read for 20");

            IEnumerable<Reading> Endless()
            {
                while (true)
                {
                    taken++;
                    yield return new Reading();
                }
            }
        }
    }

    [TestMethod]
    [DataRow(1, double.NaN)]
    [DataRow(4, 7.5)]
    [DataRow(1_000_000, -1)]
    public void Earlier_values_of_a_vector_are_those_of_a_loop(int by, double initial)
    {
        var rows = RandomSeries.Of(9, series: 4, rows: 60, missing: 0.2);
        using var model = RandomSeries.Step(_ml, new SeriesLag { By = by, Initial = initial }, "Pair", 2);
        var expected = RandomSeries.BySeries(
            rows, series => series.Select((_, i) => i >= by ? series[i - by].Pair : [(float)initial, (float)initial]));
        Cells.AreEqual(expected, model.Vectors(_ml.View(rows), "Out"), 0, "earlier");
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(5, 1)]
    [DataRow(5, 5)]
    [DataRow(1_000_000, 2)]
    public void Statistics_of_a_vector_are_those_of_a_loop_in_the_order_asked_for(int length, int least)
    {
        var rows = RandomSeries.Of(10, series: 2, rows: 60, missing: 0.3);
        RollingStatistic[] asked =
        [
            RollingStatistic.Slope, RollingStatistic.Minimum, RollingStatistic.Deviation, RollingStatistic.Mean, RollingStatistic.Maximum,
        ];
        using var model = RandomSeries.Step(
            _ml, new RollingStatistics { Length = length, MinimumCount = least, Statistics = asked }, "Pair", 2);
        var expected = RandomSeries.BySeries(rows, series => series.Select((_, i) => Statistics(series, i, length, least)));
        Cells.AreEqual(expected, model.Vectors(_ml.View(rows), "Out"), 1e-3, "statistics");
        Assert.HasCount(10, expected[0]);
    }

    [TestMethod]
    public void Statistics_of_large_numbers_keep_their_small_differences()
    {
        var values = Enumerable.Range(0, 6).Select(i => 1e9 + i).ToArray();
        var data = _ml.Data.LoadFromEnumerable(values.Select(value => new Reading { Counter = value }).ToArray());
        using var model = RandomSeries.Step(
            _ml, new RollingStatistics { Length = 6, Statistics = [RollingStatistic.Deviation, RollingStatistic.Slope] }, "Counter", 1,
            series: null);
        var last = model.Vectors(data, "Out")[^1];
        Assert.AreEqual(Math.Sqrt(35 / 12.0), last[0], 1e-5, "the deviation of 0 to 5");
        Assert.AreEqual(1, last[1], 1e-5);
    }

    private static float[] Statistics(Reading[] series, int row, int length, int least)
    {
        var answers = new List<float>();
        for (var slot = 0; slot < 2; slot++)
        {
            var seen = Enumerable.Range(0, row + 1).Where(i => i > row - length && !float.IsNaN(series[i].Pair[slot])).ToArray();
            if (seen.Length < least)
            {
                answers.AddRange(Enumerable.Repeat(float.NaN, 5));
                continue;
            }
            var values = seen.Select(i => (double)series[i].Pair[slot]).ToArray();
            var (mean, middle) = (values.Average(), seen.Average());
            var spread = seen.Sum(i => Math.Pow(i - middle, 2));
            var slope = spread == 0 ? 0 : seen.Zip(values, (i, value) => (i - middle) * (value - mean)).Sum() / spread;
            var deviation = Math.Sqrt(values.Average(value => Math.Pow(value - mean, 2)));
            answers.AddRange([(float)slope, (float)values.Min(), (float)deviation, (float)mean, (float)values.Max()]);
        }
        return [.. answers];
    }
}
