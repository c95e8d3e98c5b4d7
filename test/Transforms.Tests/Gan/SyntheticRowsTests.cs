using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms.Tests.Gan;

/// <summary>Synthetic rows behind real ones, made by a generator whose answers are known.</summary>
[TestClass]
public sealed class SyntheticRowsTests
{
    private const float Yes = FixedGenerator.Chosen;

    private static readonly TableColumn Age = new("Age", TableColumnKind.Number, "Int32", 0, [])
    {
        Mixture = new GaussianMixture([0.5, 0.5], [10, 100], [2, 20]),
        Minimum = 6,
        Maximum = 104,
        IsWhole = true,
    };

    private static readonly TableColumn Price = new("Price", TableColumnKind.Number, "Single", 0, [])
    {
        Mixture = new GaussianMixture([1], [1], [0.5]),
        Minimum = 0,
        Maximum = 9,
        HasMissing = true,
    };

    private static readonly TableColumn Size = new("Size", TableColumnKind.Vector, "Single", 0, [2]) { Offsets = [5, 7], Scales = [2, 0] };

    private static readonly TableColumn City =
        new("City", TableColumnKind.Category, "String", 0, []) { Values = ["Bern", "Rome"], Counts = [2, 1] };

    private static readonly TableColumn Paid =
        new("Paid", TableColumnKind.Category, "Boolean", 0, []) { Values = ["True", "False"], Counts = [2, 1] };

    private static readonly TableColumn Class =
        new("Class", TableColumnKind.Category, "UInt32", 5, []) { Values = ["2", "4"], Counts = [2, 1] };

    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Each_number_of_an_answer_becomes_a_value_of_its_column()
    {
        // places of Age and Price, the vector, modes of Age, modes of Price (the last is missing), City, Paid, Class
        var made = Made([Age, Price, Size, City, Paid, Class], [1.5f, 2, 3, 9, Yes, 0, Yes, 0, 0, Yes, 0, Yes, Yes, 0]);
        Assert.AreEqual(13, made.Age, "10 + 1.5 · 2");
        Assert.AreEqual(2f, made.Price, 1e-6f, "1 + 2 · 0.5");
        CollectionAssert.AreEqual(new float[] { 11, 7 }, made.Size, "5 + 3 · 2, and a number that never changes");
        Assert.AreEqual("Rome", made.City);
        Assert.IsFalse(made.Paid);
        Assert.AreEqual(2u, made.Class);
    }

    [TestMethod]
    public void A_number_of_another_mode_is_measured_from_that()
    {
        Assert.AreEqual(80, Made([Age], [-1, 0, Yes]).Age, "100 - 1 · 20");
        Assert.AreEqual(12, Made([Age], [0.9f, Yes, 0]).Age, "11.8 is rounded, as all that were seen are whole");
    }

    [TestMethod]
    public void A_number_beyond_those_seen_is_thrown_back_and_never_passes_the_other_end()
    {
        Assert.AreEqual(88, Made([Age], [1, 0, Yes]).Age, "120 lies 16 above 104");
        Assert.AreEqual(8, Made([Age], [-3, Yes, 0]).Age, "4 lies 2 below 6");
        var narrow = Age with { Minimum = 99, Maximum = 101 };
        Assert.AreEqual(99, Made([narrow], [4, 0, Yes]).Age, "thrown back from 180 to 22, and cut off at 99");
    }

    [TestMethod]
    public void The_last_mode_of_a_number_with_holes_is_a_missing_one()
    {
        Assert.IsTrue(float.IsNaN(Made([Price], [3, 0, Yes]).Price));
        Assert.AreEqual(2.5f, Made([Price], [3, Yes, 0]).Price, 1e-6f);
    }

    [TestMethod]
    public void A_rare_value_is_one_of_those_kept_by_how_often_it_came()
    {
        var rare = City with { Counts = [2, 1, 9], RareValues = ["Oslo", "Riga"], RareCounts = [8, 1] };
        var cities = Rows([rare], [0, 0, Yes], count: 1000).Select(row => row.City).ToArray();
        Assert.AreEqual(889, cities.Count(city => city == "Oslo"), 40);
        Assert.IsTrue(cities.All(city => city is "Oslo" or "Riga"));
        CollectionAssert.AreEqual(cities, Rows([rare], [0, 0, Yes], count: 1000).Select(row => row.City).ToArray(), "every pass agrees");
        var asked = Rows([rare], [0, 0, Yes], count: 20, rareValue: ("City", "Riga"));
        Assert.IsTrue(asked.All(row => row.City == "Riga"), "the one that was asked for");
    }

    [TestMethod]
    public void Synthetic_rows_follow_the_real_ones_and_are_marked()
    {
        var view = Augmented(Real(2), [Age], [0, Yes, 0], rows: 3, marker: "Made");
        Assert.IsNull(view.GetRowCount(), "the plan is not made yet");
        using var cursor = view.GetRowCursor(view.Schema);
        Assert.AreEqual(5L, view.GetRowCount());
        var (age, other, mark, id) = (
            cursor.GetGetter<int>(view.Schema["Age"]), cursor.GetGetter<float>(view.Schema["Price"]),
                cursor.GetGetter<bool>(view.Schema["Made"]),
            cursor.GetIdGetter());
        var seen = new List<(int Age, float Price, bool Made)>();
        var ids = new HashSet<DataViewRowId>();
        while (cursor.MoveNext())
        {
            Assert.AreEqual(seen.Count, cursor.Position);
            var (a, p, m, i) = (0, 0f, false, default(DataViewRowId));
            age(ref a);
            other(ref p);
            mark(ref m);
            id(ref i);
            seen.Add((a, p, m));
            Assert.IsTrue(ids.Add(i), "no two rows have one identity");
        }
        CollectionAssert.AreEqual(
            new[] { (0, 0.5f, false), (1, 1.5f, false), (10, float.NaN, true), (10, float.NaN, true), (10, float.NaN, true) }, seen);
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
        var (after, none) = (0, default(DataViewRowId));
        Assert.ThrowsExactly<InvalidOperationException>(() => age(ref after));
        Assert.ThrowsExactly<InvalidOperationException>(() => id(ref none));
    }

    [TestMethod]
    public void Before_the_first_row_and_after_disposal_there_is_no_value()
    {
        var view = Augmented(Real(1), [Age], [0, Yes, 0], rows: 1, marker: "Made");
        var cursor = view.GetRowCursor(view.Schema);
        var (getter, value) = (cursor.GetGetter<bool>(view.Schema["Made"]), false);
        Assert.AreEqual(-1L, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        Assert.IsTrue(cursor.MoveNext());
        getter(ref value);
        cursor.Dispose();
        Assert.AreEqual(-1L, cursor.Position);
        Assert.ThrowsExactly<InvalidOperationException>(() => getter(ref value));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
        {
            using var narrow = view.GetRowCursor([view.Schema["Age"]]);
            narrow.GetGetter<bool>(view.Schema["Made"]);
        });
    }

    [TestMethod]
    public void Two_cursors_at_once_and_a_jump_over_rows_see_the_same_rows()
    {
        var view = Augmented(Real(0), [City with { Counts = [2, 1, 9], RareValues = ["Oslo", "Riga"], RareCounts = [1, 1] }], [0, 0, Yes],
            rows: 1200);
        var cities = view.GetColumn<string>("City").ToArray();
        using var first = view.GetRowCursor([view.Schema["City"]]);
        using var second = view.GetRowCursor([view.Schema["City"]]);
        var (a, b) =
            (first.GetGetter<ReadOnlyMemory<char>>(view.Schema["City"]), second.GetGetter<ReadOnlyMemory<char>>(view.Schema["City"]));
        var value = default(ReadOnlyMemory<char>);
        for (var row = 0; row < 1200; row++)
        {
            Assert.IsTrue(first.MoveNext());
            if (row % 7 == 0)
            {
                a(ref value);
                Assert.AreEqual(cities[row], value.ToString(), $"row {row}");
            }
            if (row % 3 > 0)
                continue;
            Assert.IsTrue(second.MoveNext());
            b(ref value);
            Assert.AreEqual(cities[row / 3], value.ToString(), $"row {row / 3} of the slower");
        }
    }

    [TestMethod]
    public void A_category_that_was_asked_for_comes_even_from_a_generator_that_never_obeys()
    {
        var description = FixedGenerator.Describe([City, Paid], TableCondition.AnyCategory);
        using var generator = new FixedGenerator(Yes, 0, Yes, 0); // always Bern, always True
        var sampler = new GanSampler(generator, description, CPU, () => FixedGenerator.Kept);
        CollectionAssert.AreEqual(new float[] { 1, 0, 0, 0 }, sampler.Draw([(0, 1), (0, 0)], seed: 1),
            "Rome in the first row; Paid stays as it was made");
        Assert.AreEqual(6, generator.Calls, "tried again before it is given");
        CollectionAssert.AreEqual(new float[] { 0, 0 }, sampler.Draw([(0, 0)], seed: 1));
        Assert.AreEqual(7, generator.Calls, "one that obeys is asked once");
    }

    [TestMethod]
    public void A_label_that_is_a_condition_alone_is_the_one_that_was_asked_for()
    {
        var description = FixedGenerator.Describe([Size, Paid], TableCondition.Label, label: "Paid");
        using var generator = new FixedGenerator(1, 2);
        var sampler = new GanSampler(generator, description, CPU, () => FixedGenerator.Kept);
        CollectionAssert.AreEqual(new float[] { 1, 2, 1, 1, 2, 0 }, sampler.Draw([(0, 1), (0, 0)], seed: 1));
        var drawn = sampler.Draw(new (int, int)?[3000], seed: 1).Chunk(3).Count(row => row[2] == 0);
        Assert.AreEqual(2000, drawn, 90, "unasked, labels come as often as in the data");
    }

    [TestMethod]
    public void A_sampler_that_may_not_live_draws_nothing()
    {
        using var generator = new FixedGenerator(1, 2);
        var sampler = new GanSampler(generator, FixedGenerator.Describe([Size]), CPU, () => throw new ObjectDisposedException("model"));
        Assert.ThrowsExactly<ObjectDisposedException>(() => sampler.Draw([null], 1));
    }

    private Row Made(TableColumn[] table, float[] answer) => Rows(table, answer, count: 1).Single();

    private Row[] Rows(TableColumn[] table, float[] answer, int count, (string, string)? rareValue = null) =>
        [.. _ml.Data.CreateEnumerable<Row>(
        Augmented(Real(0), table, answer, count, rareValue: rareValue), reuseRowObject: false)];

    private static AugmentedView Augmented(
        IDataView real, TableColumn[] table, float[] answer, int rows, string? marker = null, (string, string)? rareValue = null)
    {
        var description = FixedGenerator.Describe(table, marker: marker);
        var sampler = new GanSampler(new FixedGenerator(answer), description, CPU, () => FixedGenerator.Kept);
        var plan = new Lazy<SyntheticPlan>(() => new SyntheticPlan([(rows, null)], Seed: 3) { RareValue = rareValue });
        return new AugmentedView(sampler, new AugmentedSchema(description, real.Schema), real, plan);
    }

    private IDataView Real(int rows) =>
        _ml.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => new Row { Age = i, Price = i + 0.5f }).ToArray());

    private sealed class Row
    {
        public int Age { get; set; }

        public float Price { get; set; }

        [VectorType(2)]
        public float[] Size { get; set; } = [0, 0];

        public string City { get; set; } = "";

        public bool Paid { get; set; }

        [KeyType(5)]
        public uint Class { get; set; }
    }
}
