using DeepML.Data;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Aligning;

/// <summary>What becomes of the values of one step, and of which type it is.</summary>
[TestClass]
public sealed class AlignedStepTests
{
    [TestMethod]
    [DataRow(SeriesAggregate.Mean)]
    [DataRow(SeriesAggregate.Minimum)]
    [DataRow(SeriesAggregate.Maximum)]
    [DataRow(SeriesAggregate.Count)]
    [DataRow(SeriesAggregate.Last)]
    public void Values_in_any_order_become_what_a_loop_makes_of_them(SeriesAggregate aggregate)
    {
        var random = new Random(3);
        for (var trial = 0; trial < 20; trial++)
        {
            (double Value, long Ticks)[] values = [.. Enumerable.Range(0, 1 + random.Next(12))
                .Select(i => (random.Next(4) == 0 ? double.NaN : random.Next(-9, 9), (long)random.Next(5)))];
            var step = new AlignedStep(2);
            foreach (var (value, ticks) in values)
                step.Add(1, aggregate, value, ticks);
            var there = values.Where(v => !double.IsNaN(v.Value)).ToArray();
            var expected = aggregate switch
            {
                SeriesAggregate.Count => there.Length,
                _ when there.Length == 0 => double.NaN,
                SeriesAggregate.Mean => there.Average(v => v.Value),
                SeriesAggregate.Minimum => there.Min(v => v.Value),
                SeriesAggregate.Maximum => there.Max(v => v.Value),
                _ => there.Last(v => v.Ticks == there.Max(other => other.Ticks)).Value,
            };
            Assert.AreEqual(expected, step.Value(1, aggregate), 1e-12, $"trial {trial}");
            Assert.AreEqual(aggregate == SeriesAggregate.Count ? 0 : double.NaN, step.Value(0, aggregate), "the other column");
        }
    }

    public static IEnumerable<object?[]> Kinds =>
    [
        [NumberDataViewType.Single, null, SeriesAggregate.Mean, AlignedKind.Single],
        [NumberDataViewType.Double, null, SeriesAggregate.Mean, AlignedKind.Double],
        [NumberDataViewType.Int32, null, SeriesAggregate.Mean, AlignedKind.Double],
        [NumberDataViewType.UInt64, SeriesAggregate.Last, SeriesAggregate.Last, AlignedKind.Double],
        [NumberDataViewType.Double, SeriesAggregate.Count, SeriesAggregate.Count, AlignedKind.Single],
        [BooleanDataViewType.Instance, null, SeriesAggregate.Maximum, AlignedKind.Boolean],
        [BooleanDataViewType.Instance, SeriesAggregate.Last, SeriesAggregate.Last, AlignedKind.Boolean],
        [BooleanDataViewType.Instance, SeriesAggregate.Minimum, SeriesAggregate.Minimum, AlignedKind.Boolean],
        [BooleanDataViewType.Instance, SeriesAggregate.Mean, SeriesAggregate.Mean, AlignedKind.Single],
        [BooleanDataViewType.Instance, SeriesAggregate.Count, SeriesAggregate.Count, AlignedKind.Single],
    ];

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void The_type_that_comes_out_follows_from_the_one_that_is_read(
        DataViewType type, SeriesAggregate? asked, object aggregate, object kind)
    {
        var column = AlignedColumn.Of("A", type, asked, SeriesAggregate.Mean);
        Assert.AreEqual(new AlignedColumn("A", (SeriesAggregate)aggregate, (AlignedKind)kind), column);
        Assert.AreEqual(
            kind switch { AlignedKind.Double => typeof(double), AlignedKind.Boolean => typeof(bool), _ => typeof(float) },
            column.Type.RawType);
    }

    [TestMethod]
    public void A_metric_is_told_by_a_text_and_by_nothing_else()
    {
        var metric = new MetricColumn("Metric");
        Assert.IsTrue(metric.Accepts(TextDataViewType.Instance));
        Assert.IsFalse(metric.Accepts(NumberDataViewType.Single));
        Assert.IsTrue(metric.Accepts(SchemaShapes.Column("Metric", TextDataViewType.Instance)));
        Assert.IsFalse(metric.Accepts(Shape(SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)));
        var key = Shape(SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, isKey: true);
        Assert.IsFalse(metric.Accepts(key));
        StringAssert.Contains(metric.Remedy(key), "MapKeyToValue(\"Metric\")");
        Assert.AreEqual("String", metric.ExpectedType);

        static SchemaShape.Column Shape(SchemaShape.Column.VectorKind kind, DataViewType type, bool isKey) =>
            SchemaShapes.Column("Metric", kind, type, isKey);
    }

    [TestMethod]
    [DataRow(0.5, false)]
    [DataRow(24, true)]
    [DataRow(36, false)]
    [DataRow(168, true)]
    public void Steps_of_whole_days_are_counted_by_the_clock_on_the_wall(double hours, bool isByDay) =>
        Assert.AreEqual(isByDay, Clocks.Of(TimeSpan.FromHours(hours)).IsByDay);
}
