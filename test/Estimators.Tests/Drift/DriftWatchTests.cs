using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Drift;

/// <summary>Rows beside those of the training.</summary>
[TestClass]
public sealed class DriftWatchTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Rows_of_the_same_kind_are_stable_and_each_column_that_moves_is_said()
    {
        var watch = Fit();
        var same = watch.Compare(View(Rows(2000, seed: 2)));
        Assert.AreEqual(DriftVerdict.Stable, same.Verdict, $"{same}");
        Moves("A", row => row.A += 1);
        Moves("B[1]", row => row.B = [row.B[0], 3 * row.B[1]]);
        Moves("C", row => row.C = row.A > 0 ? "new" : row.C);
        Moves("D", row => row.D = true);
        Moves("A", row => row.A = row.B[0] > 0.4f ? float.NaN : row.A);

        void Moves(string column, Action<Row> change)
        {
            var rows = Rows(2000, seed: 2);
            Array.ForEach(rows, row => change(row));
            var report = watch.Compare(View(rows));
            Assert.AreEqual(DriftVerdict.Drifted, report.Verdict, $"{report}");
            Assert.AreEqual(column, report.Moved.First().Name, $"{report}");
            CollectionAssert.AreEqual(new[] { "A", "B[0]", "B[1]", "C", "D", "E" }, report.Columns.Select(c => c.Name).ToArray());
        }
    }

    [TestMethod]
    public void Measures_are_those_of_a_loop_over_bins()
    {
        // Texts: 60, 30, 10 of 100 in training; 20, 30, 40 and 10 new ones of 100 now.
        var then = Texts((60, "a"), (30, "b"), (10, "c"));
        var report = _ml.Transforms.WatchDrift("C").Fit(then).Compare(Texts((20, "a"), (30, "b"), (40, "c"), (10, "z")));
        double[] p = [.6, .3, .1, 0], q = [.2, .3, .4, .1];
        double[] a = [60, 30, 10, 0], b = [20, 30, 40, 10];
        var index = a.Zip(b, (x, y) =>
        {
            var (e, n) = ((x + 0.5) / 102, (y + 0.5) / 102);
            return (n - e) * Math.Log(n / e);
        }).Sum();
        var drift = report.Columns.Single();
        Assert.AreEqual(Information.JensenShannon(p, q), drift.JensenShannon, 1e-12);
        Assert.AreEqual(index, drift.StabilityIndex, 1e-12);
        Assert.IsLessThan(1e-9, drift.Chance);
        Assert.AreEqual((100, 100), (report.TrainingRows, report.Rows));
        Assert.IsTrue(double.IsNaN(drift.MeanNow));
    }

    [TestMethod]
    public void The_probability_of_chance_is_that_of_chi_square()
    {
        // By the area under its density, of one, two and three degrees of freedom: χ² = index / (1/n + 1/m).
        foreach (var values in new[] { "ab", "abc", "abcd" })
            foreach (var more in new[] { 30, 60, 90 })
            {
                var then = Texts([.. values.Select(value => (500, $"{value}"))]);
                var now = Texts([.. values.Select((value, i) => (i == 0 ? 500 + more : i == 1 ? 500 - more : 500, $"{value}"))]);
                var drift = _ml.Transforms.WatchDrift("C").Fit(then).Compare(now).Columns.Single();
                var (square, half) = (drift.StabilityIndex * 500 * values.Length / 2, (values.Length - 1) / 2.0);
                double Density(double x) => Math.Pow(x, half - 1) * Math.Exp(-x / 2);
                double Area(double from) => Enumerable.Range(0, 200_000).Sum(i => 5e-4 * Density(from + (5e-4 * (i + 0.5))));
                var gamma = half == 0.5 ? Math.Sqrt(2 * Math.PI) : half == 1 ? 2 : Math.Sqrt(2 * Math.PI);
                Assert.AreEqual(Area(square) / gamma, drift.Chance, 2e-3 * drift.Chance, $"{drift}");
            }
    }

    [TestMethod]
    public void Few_rows_are_not_taken_for_drift_unless_that_is_asked_for()
    {
        var few = View(Rows(15, seed: 5));
        var strict = new DriftOptions { ChanceLimit = 1 };
        Assert.AreEqual(DriftVerdict.Stable, Fit().Compare(few).Verdict);
        Assert.AreNotEqual(DriftVerdict.Stable, _ml.Transforms.WatchDrift(strict, "A").Fit(View(Rows(2000, 1))).Compare(few).Verdict);
    }

    [TestMethod]
    public void Thresholds_turn_the_verdict()
    {
        var (then, now) = (Flags(500, 500), Flags(600, 400)); // index 0.0405, divergence 0.0073 bits
        Assert.AreEqual(DriftVerdict.Stable, Verdict(new DriftOptions()));
        Assert.AreEqual(DriftVerdict.Changed, Verdict(new DriftOptions { ChangedIndex = 0.04 }));
        Assert.AreEqual(DriftVerdict.Drifted, Verdict(new DriftOptions { ChangedIndex = 0.03, DriftedIndex = 0.04 }));
        Assert.AreEqual(DriftVerdict.Changed, Verdict(new DriftOptions { ChangedDivergence = 0.007 }));
        Assert.AreEqual(DriftVerdict.Drifted, Verdict(new DriftOptions { ChangedDivergence = 0.006, DriftedDivergence = 0.007 }));

        DriftVerdict Verdict(DriftOptions options) => _ml.Transforms.WatchDrift(options, "D").Fit(then).Compare(now).Verdict;
    }

    [TestMethod]
    public void A_number_that_never_moved_is_seen_to_move()
    {
        var then = View([.. Rows(500, 1).Select(row => Constant(row, 5))]);
        foreach (var value in new[] { 4f, 6f })
        {
            var now = View([.. Rows(500, 2).Select(row => Constant(row, value))]);
            Assert.AreEqual(DriftVerdict.Drifted, _ml.Transforms.WatchDrift("A").Fit(then).Compare(now).Verdict);
        }
        Assert.AreEqual(DriftVerdict.Stable, _ml.Transforms.WatchDrift("A").Fit(then).Compare(then).Verdict);

        static Row Constant(Row row, float value)
        {
            row.A = value;
            return row;
        }
    }

    [TestMethod]
    public void Keys_are_known_by_their_values_though_they_were_made_anew_in_another_order()
    {
        var (then, now) = (Texts((60, "a"), (40, "b")), Texts((40, "b"), (60, "a")));
        var keys = _ml.Transforms.Conversion.MapValueToKey("Key", "C");
        var watch = _ml.Transforms.WatchDrift("Key").Fit(keys.Fit(then).Transform(then));
        Assert.AreEqual(0, watch.Compare(keys.Fit(now).Transform(now)).Columns.Single().StabilityIndex, 1e-12);
    }

    [TestMethod]
    public void In_a_saved_chain_it_passes_rows_and_engines_and_compares_as_before()
    {
        var data = View(Rows(200, 1));
        var chain = _ml.Transforms.WatchDrift("A", "C").Append(_ml.Transforms.CopyColumns("Copy", "A"));
        var model = chain.Fit(data);
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        var reloaded = (TransformerChain<ITransformer>)new MLContext().Model.Load(file, out _);
        var now = View(Rows(100, 2));
        CollectionAssert.AreEqual(now.GetColumn<float>("A").ToArray(), reloaded.Transform(now).GetColumn<float>("Copy").ToArray());
        var watch = reloaded.OfType<DriftWatchTransformer>().Single();
        Assert.AreEqual($"{model.OfType<DriftWatchTransformer>().Single().Compare(now)}", $"{watch.Compare(now)}");
        using var engine = _ml.Model.CreatePredictionEngine<Row, Copied>(model);
        Assert.AreEqual(3, engine.Predict(new Row { A = 3 }).Copy);
        Assert.AreSame(now.Schema, watch.GetOutputSchema(now.Schema));
    }

    [TestMethod]
    public void What_cannot_be_watched_is_refused_by_name()
    {
        Refused<ArgumentException>(() => _ml.Transforms.WatchDrift(), "columnNames is []");
        Refused<ArgumentException>(() => _ml.Transforms.WatchDrift("A", "A"), "columnNames is [A, A]");
        Refused<ArgumentException>(
            () => _ml.Transforms.WatchDrift(new DriftOptions { Bins = 1 }, "A"), "Bins is 1; it must be in [2, 100]");
        Refused<ArgumentException>(() => _ml.Transforms.WatchDrift(new DriftOptions { Categories = 0 }, "A"), "Categories is 0");
        Refused<ArgumentException>(() => _ml.Transforms.WatchDrift(new DriftOptions { ChanceLimit = 2 }, "A"), "ChanceLimit is 2");
        Refused<ArgumentException>(() => _ml.Transforms.WatchDrift(new DriftOptions { ChangedIndex = 0 }, "A"), "ChangedIndex is 0");
        Refused<ArgumentException>(
            () => _ml.Transforms.WatchDrift(new DriftOptions { DriftedIndex = 0.05 }, "A"),
            "DriftedIndex is 0.05; it must be finite and at least ChangedIndex, 0.1");
        Refused<ArgumentException>(
            () => _ml.Transforms.WatchDrift(new DriftOptions { ChangedDivergence = 1 }, "A"), "at least ChangedDivergence, 1");
        Refused<ArgumentOutOfRangeException>(() => _ml.Transforms.WatchDrift("Z").Fit(View(Rows(9, 1))), "column 'Z'");
        Refused<InvalidOperationException>(() => _ml.Transforms.WatchDrift("A").Fit(View([])), "There are no rows");
        Refused<InvalidOperationException>(() => Fit().Compare(View([])), "There are no rows");
        Refused<ArgumentOutOfRangeException>(
            () => Fit().Compare(_ml.Transforms.DropColumns("C").Fit(View(Rows(9, 1))).Transform(View(Rows(9, 1)))), "column 'C'");
        Refused<InvalidOperationException>(
            () => Fit().Compare(View([new Row { A = float.PositiveInfinity, B = [0, 0] }])), "Column 'A' is Infinity in row 0");

        static void Refused<TError>(Action action, string said)
            where TError : Exception => StringAssert.Contains(Assert.ThrowsExactly<TError>(action).Message, said);
    }

    private DriftWatchTransformer Fit() => _ml.Transforms.WatchDrift("A", "B", "C", "D", "E").Fit(View(Rows(2000, 1)));

    private IDataView View(Row[] rows) => _ml.Data.LoadFromEnumerable(rows);

    private IDataView Texts(params (int Count, string Text)[] texts) =>
        View([.. texts.SelectMany(text => Enumerable.Repeat(text.Text, text.Count)).Select(text => new Row { C = text, B = [0, 0] })]);

    private IDataView Flags(int yes, int no) =>
        View([.. Enumerable.Range(0, yes + no).Select(i => new Row { D = i < yes, B = [0, 0] })]);

    private static Row[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Row
        {
            A = random.NextSingle() + random.NextSingle() - 1,
            B = [random.NextSingle(), random.NextSingle()],
            C = random.Next(3) switch { 0 => "x", 1 => "y", _ => "z" },
            D = random.Next(4) == 0,
            E = random.Next(5),
        })];
    }

    private sealed class Row
    {
        public float A { get; set; }

        [VectorType(2)]
        public float[] B { get; set; } = [0, 0];

        public string C { get; set; } = "";

        public bool D { get; set; }

        public int E { get; set; }
    }

    private sealed class Copied
    {
        public float Copy { get; set; }
    }
}
