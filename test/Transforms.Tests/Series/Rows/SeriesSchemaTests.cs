using DeepML.Transforms.Tests.Series.Operations;
using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Series.Rows;

/// <summary>Columns that steps read and add, their names, types and what is wrong with them.</summary>
[TestClass]
public sealed class SeriesSchemaTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Columns_that_do_not_fit_are_named_with_their_types()
    {
        using var model = RandomSeries.Step(
            _ml, new CounterDifferences { Per = TimeSpan.FromSeconds(1) }, "Pair", 2, "Machine", "Time");
        Says(new[] { new Scalar() }, "Pair", "got Single");
        Says(new[] { new Without() }, "Pair", "Could not find input column");
        Says(new[] { new Wide { Pair = [1, 2, 3] } }, "Pair", "2 a row");
        Says(new[] { new Named { Machine = 3 } }, "Machine", "got Single");
        Says(new[] { new Timed { Time = 3 } }, "Time", "expected DateTime or DateTimeOffset, got Int64");

        void Says<T>(T[] rows, string column, string said)
            where T : class
        {
            var schema = _ml.Data.LoadFromEnumerable(rows).Schema;
            foreach (var ask in new Action[] { () => model.GetOutputSchema(schema), () => model.Transform(new EmptyView(schema)) })
            {
                var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(ask);
                StringAssert.Contains(error.Message, $"'{column}'");
                StringAssert.Contains(error.Message, said);
            }
        }
    }

    [TestMethod]
    public void Names_of_slots_go_on_where_there_are_any()
    {
        var data = _ml.View(Reading.Of("a", 1, 2));
        var joined = _ml.Transforms.CopyColumns("Other", "Value").Append(_ml.Transforms.Concatenate("Both", "Value", "Other"))
            .Fit(data).Transform(data);
        Assert.AreEqual("Value Other", Names(Schema(new SeriesLag())["Out"]));
        var marked = Schema(new GapFilling { MarkColumnName = "Marks" });
        Assert.AreEqual("Value Other", Names(marked["Marks"]));
        Assert.AreEqual(
            "Value.Slope Other.Slope",
            Names(Schema(new RollingStatistics { Statistics = [RollingStatistic.Slope] })["Out"]));
        using var unnamed = RandomSeries.Step(_ml, new SeriesLag(), "Pair", 2);
        Assert.IsFalse(unnamed.GetOutputSchema(data.Schema)["Out"].HasSlotNames());
        using var single = RandomSeries.Step(
            _ml, new RollingStatistics { Statistics = [RollingStatistic.Mean, RollingStatistic.Maximum] }, "Value", 1);
        Assert.AreEqual("Value.Mean Value.Maximum", Names(single.GetOutputSchema(data.Schema)["Out"]));

        DataViewSchema Schema(SeriesOperation operation)
        {
            using var model = RandomSeries.Step(_ml, operation, "Both", 2);
            return model.GetOutputSchema(joined.Schema);
        }

        static string Names(DataViewSchema.Column column) => string.Join(" ", column.SlotNames());
    }

    [TestMethod]
    public void A_column_of_the_same_name_hides_the_one_that_is_read()
    {
        var data = _ml.View(Reading.Of("a", 1, 2, 3));
        var twice = _ml.Transforms.Lag("Value", "Value").Append(_ml.Transforms.Lag("Value", "Value"));
        var made = twice.Fit(data).Transform(data);
        Cells.AreEqual([[float.NaN, float.NaN, 1]], [made.GetColumn<float>("Value").ToArray()], 0, "two rows earlier");
        Assert.AreEqual(2, made.Schema.Count(column => column.Name == "Value" && column.IsHidden));
    }

    [TestMethod]
    public void What_is_added_has_the_type_that_is_promised()
    {
        var schema = _ml.View([]).Schema;
        Is<float>(new SeriesLag(), "Value", "Out");
        Is<bool>(new FaultsAhead { WeightColumnName = "W" }, "Fault", "Out");
        Is<float>(new FaultsAhead { WeightColumnName = "W" }, "Fault", "W");
        Is<float>(new RemainingLife { CensoredColumnName = "C" }, "Fault", "Out");
        Is<bool>(new RemainingLife { CensoredColumnName = "C" }, "Fault", "C");
        Is<float>(new CounterDifferences { BreakColumnName = "B" }, "Counter", "B");
        Is<VBuffer<float>>(new RollingStatistics(), "Value", "Out");

        void Is<T>(SeriesOperation operation, string input, string column)
        {
            using var model = RandomSeries.Step(_ml, operation, input, 1);
            Assert.AreEqual(typeof(T), model.GetOutputSchema(schema)[column].Type.RawType, $"{operation}");
        }
    }

    [TestMethod]
    public void A_key_of_a_series_that_is_missing_is_refused_by_row()
    {
        var rows = Reading.Of("a", 1, 2, 3);
        rows[2].Machine = "b";
        var keys = _ml.Transforms.Conversion.MapValueToKey("Key", "Machine").Fit(_ml.View(rows[..2]));
        using var model = RandomSeries.Step(_ml, new SeriesLag(), "Value", 1, series: "Key");
        var made = model.Transform(keys.Transform(_ml.View(rows)));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => made.GetColumn<float>("Out").Count());
        StringAssert.Contains(error.Message, "Series column 'Key' is missing in row 2 (counted from 0)");
    }

    private class Without
    {
        public string Machine { get; set; } = "";

        public DateTime Time { get; set; }
    }

    private sealed class Scalar : Without
    {
        public float Pair { get; set; }
    }

    private sealed class Wide : Without
    {
        [VectorType(3)]
        public float[] Pair { get; set; } = [];
    }

    private sealed class Named
    {
        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        public float Machine { get; set; }

        public DateTime Time { get; set; }
    }

    private sealed class Timed
    {
        [VectorType(2)]
        public float[] Pair { get; set; } = [];

        public string Machine { get; set; } = "";

        public long Time { get; set; }
    }
}
