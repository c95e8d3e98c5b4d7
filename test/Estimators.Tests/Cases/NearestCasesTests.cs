using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Cases;

/// <summary>Diagnosis by similar cases.</summary>
[TestClass]
public sealed class NearestCasesTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Labels_distances_and_row_numbers_of_the_nearest_come_with_the_label_of_most()
    {
        var data = View([("worn", 0, 0), ("leak", 3, 4), ("leak", 3, 5), ("", 0, 1), ("worn", 90, 90)]);
        using var model = _ml.Transforms.NearestCases("Cases", "Code", "Fault", new NearestCasesOptions { Count = 3 }).Fit(data);
        Assert.AreEqual(4, model.RowCount, "a row without a label is not stored");
        var answer = model.Transform(View([("", 0, 1)]));
        var labels = answer.Schema["CasesLabels"];
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        labels.Annotations.GetValue("KeyValues", ref values);
        var names = values.DenseValues().Select(value => value.ToString()).ToArray();
        CollectionAssert.AreEqual(
            new[] { "worn", "leak", "leak" }, Cells.Read(answer, labels)[0].Select(key => names[(int)key - 1]).ToArray());
        CollectionAssert.AreEqual(new long[] { 0, 1, 2 }, answer.GetColumn<long[]>("CasesRows").Single());
        Cells.AreEqual([[1, MathF.Sqrt(18), 5]], [answer.GetColumn<float[]>("CasesDistances").Single()], 1e-5, "distances");
        var chain = _ml.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(answer).Transform(answer);
        Assert.AreEqual("leak", chain.GetColumn<string>("PredictedLabel").Single());
        var score = answer.GetColumn<float[]>("Score").Single();
        Assert.AreEqual(2.0 / 3, score[Array.IndexOf(names, "leak")], 1e-3);
    }

    [TestMethod]
    public void An_approximate_search_finds_as_many_as_it_says_and_a_reloaded_one_finds_the_same()
    {
        var random = new Random(1);
        var data = View([.. Enumerable.Range(0, 3000).Select(i => ($"{i % 4}", random.NextSingle(), random.NextSingle()))]);
        var options = new NearestCasesOptions { Search = CaseSearch.Approximate, MinimumRecall = 0.9, Count = 10 };
        using var model = _ml.Transforms.NearestCases("Cases", "Code", "Fault", options).Fit(data);
        Assert.IsGreaterThanOrEqualTo(0.9, model.Recall);
        Assert.AreEqual(54, model.ListCount);
        Assert.IsLessThan(model.ListCount, model.ProbeCount);
        using var exact = _ml.Transforms.NearestCases("Cases", "Code", "Fault", options with { Search = CaseSearch.Exact }).Fit(data);
        Assert.AreEqual((1, 1, 1.0), (exact.ListCount, exact.ProbeCount, exact.Recall));
        var asked = View([.. Enumerable.Range(0, 200).Select(_ => ("", random.NextSingle(), random.NextSingle()))]);
        var (all, some) = (Found(exact, asked), Found(model, asked));
        Assert.IsGreaterThan(0.85, all.Zip(some, (a, b) => a.Intersect(b).Count() / 10.0).Average());
        using var file = new MemoryStream();
        _ml.Model.Save(model, data.Schema, file);
        file.Position = 0;
        using var reloaded = (NearestCasesTransformer)new MLContext().Model.Load(file, out _);
        Assert.AreEqual((model.ProbeCount, model.Recall), (reloaded.ProbeCount, reloaded.Recall));
        foreach (var (one, other) in some.Zip(Found(reloaded, asked)))
            CollectionAssert.AreEqual(one, other);
    }

    [TestMethod]
    public void In_the_code_of_an_autoencoder_digits_are_told_apart_better_than_by_the_most_frequent()
    {
        var data = Blobs.WithKeys(_ml, 300);
        var chain = _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [],
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 20 }
        }).Append(_ml.Transforms.NearestCases("Cases", "Code"));
        var scored = chain.Fit(data).Transform(Blobs.WithKeys(_ml, 150, seed: 2));
        Assert.IsGreaterThan(0.9, _ml.MulticlassClassification.Evaluate(scored).MicroAccuracy);
    }

    [TestMethod]
    public void A_row_that_is_no_number_is_near_to_nothing()
    {
        var data = View([("a", 0, 0), ("b", 1, 1)]);
        using var model = _ml.Transforms.NearestCases("Cases", "Code", "Fault", new NearestCasesOptions { Count = 2 }).Fit(data);
        var answer = model.Transform(View([("", float.NaN, 0)]));
        CollectionAssert.AreEqual(new long[] { -1, -1 }, answer.GetColumn<long[]>("CasesRows").Single());
        Assert.IsTrue(answer.GetColumn<float[]>("CasesDistances").Single().All(float.IsNaN));
        Assert.AreEqual(0u, answer.GetColumn<uint>("PredictedLabel").Single());
        CollectionAssert.AreEqual(new float[] { 0, 0 }, Cells.Read(answer, answer.Schema["CasesLabels"])[0]);
    }

    [TestMethod]
    public void What_cannot_be_searched_is_refused_by_name()
    {
        Refused(() => Fit(new NearestCasesOptions { Count = 0 }), "Count is 0; it must be in [1, 1000]");
        Refused(() => Fit(new NearestCasesOptions { Search = (CaseSearch)9 }), "Search is 9");
        Refused(() => Fit(new NearestCasesOptions { MinimumRecall = 0 }), "MinimumRecall is 0; it must be in (0, 1]");
        Refused(() => Fit(new NearestCasesOptions { Lists = 1 }), "Lists is 1; it must be in [2, 65536]");
        Refused(
            () => Fit(new NearestCasesOptions { Lists = 2, Search = CaseSearch.Exact }), "Lists is 2; it must be null for an exact search");
        Refused(() => Fit(new NearestCasesOptions { Count = 3 }), "Count is 3; it must be in [1, 2], the number of rows with a label");
        Refused(() => Fit(new NearestCasesOptions { Count = 1, Lists = 3 }), "Lists is 3; it must be in [2, 2]");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.NearestCases("Cases", "Code", "Fault")
                .Fit(View([("", 0, 0)]))).Message, "There are no rows with a label");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => _ml.Transforms.NearestCases("Cases", "Code", "Fault")
                .Fit(View([("a", 0, float.NaN)]))).Message, "Column 'Code' is NaN in row 0, slot 1");

        void Fit(NearestCasesOptions options) =>
            _ml.Transforms.NearestCases("Cases", "Code", "Fault", options).Fit(View([("a", 0, 0), ("b", 1, 1)]));

        static void Refused(Action action, string said) =>
            StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(action).Message, said);
    }

    private static long[][] Found(NearestCasesTransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<long[]>("CasesRows")];

    private IDataView View((string Fault, float X, float Y)[] rows) =>
        _ml.Data.LoadFromEnumerable(rows.Select(row => new Case { Fault = row.Fault, Code = [row.X, row.Y] }).ToArray());

    private sealed class Case
    {
        [VectorType(2)]
        public float[] Code { get; set; } = [];

        public string Fault { get; set; } = "";
    }
}
