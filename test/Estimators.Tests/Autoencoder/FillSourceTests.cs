using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class FillSourceTests
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly Random _random = new(4);

    [TestMethod]
    public void With_nothing_set_what_follows_from_the_rest_of_a_row_is_filled_in_and_said()
    {
        using var model = Fit(new AutoencoderOptions { FillMissingValues = true });
        Assert.AreEqual("NormalDistribution", model.TrainingHistory.Chosen.Single(c => c.Option == "FillFrom").Value);
        Assert.IsLessThan(0.25, Error(model), "in parts of the error of the column's mean");
        using var stream = new MemoryStream();
        var data = View([[1, 2, 3, 4]]);
        _ml.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        using var loaded = (AutoencoderTransformer)_ml.Model.Load(stream, out _);
        CollectionAssert.AreEqual(Filled(model, [5, float.NaN, 900, 0]), Filled(loaded, [5, float.NaN, 900, 0]));
    }

    [TestMethod]
    public void Whoever_shapes_the_network_is_answered_by_it()
    {
        var brief = new TrainingOptions { Epochs = 2 };
        using var shaped = Fit(new AutoencoderOptions { FillMissingValues = true, CodeSize = 2, Training = brief });
        Assert.IsFalse(shaped.TrainingHistory.Chosen.Any(c => c.Option == "FillFrom"));
        using var asked = Fit(new AutoencoderOptions
        {
            FillMissingValues = true,
            CodeSize = 2,
            FillFrom = FillSource.NormalDistribution,
            Training = brief,
        });
        Assert.IsLessThan(Error(shaped), Error(asked));
        var error = Assert.ThrowsExactly<ArgumentException>(() => _ml.Transforms.Autoencoder(
            "Code", "Features", new AutoencoderOptions { FillFrom = FillSource.Reconstruction }));
        StringAssert.Contains(error.Message, "FillFrom is Reconstruction; it must be Automatic without FillMissingValues");
    }

    [TestMethod]
    public void A_fit_goes_on_from_a_model_that_knew_the_distribution_of_other_rows()
    {
        var options = new AutoencoderOptions { FillMissingValues = true, Training = new TrainingOptions { Epochs = 1 } };
        var estimator = _ml.Transforms.Autoencoder("Code", "Features", options);
        using var first = estimator.Fit(View(Holed(Rows(100))));
        using var second = estimator.Fit(View(Holed([.. Rows(200).Select(row => row.Select(x => x + 5).ToArray())])), first);
        Assert.IsLessThan(1f, Math.Abs(Filled(second, [float.NaN, 5 + 3, 5 + 0, 5 + 0])[0] - (5 + 0.3f)));
    }

    private AutoencoderTransformer Fit(AutoencoderOptions options) =>
        new MLContext(1).Transforms.Autoencoder("Code", "Features", options).Fit(View(Holed(Rows(500))));

    private double Error(AutoencoderTransformer model)
    {
        var rows = Rows(200);
        var found = rows.Select(row => Filled(model, [float.NaN, row[1], row[2], row[3]])[0]);
        return Math.Sqrt(found.Zip(rows, (x, row) => Math.Pow(x - row[0], 2)).Average() / rows.Average(row => row[0] * row[0]));
    }

    private float[] Filled(AutoencoderTransformer model, float[] row) =>
        model.FillMissing(View([row])).GetColumn<float[]>("Features").Single();

    private IDataView View(float[][] rows) => _ml.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }).ToArray());

    // The second number is ten times the first, the third opposes it, the fourth has nothing to do with them.
    private float[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var x = Normal();
        return new[] { x, (10 * x) + Normal(), (-300 * x) + (50 * Normal()), Normal() };
    })];

    private float[][] Holed(float[][] rows) =>
        [.. rows.Select(row => row.Select((x, i) => i > 0 && _random.Next(5) == 0 ? float.NaN : x).ToArray())];

    private float Normal() => (float)Enumerable.Range(0, 12).Sum(_ => _random.NextDouble() - 0.5);

    private sealed class Row
    {
        [VectorType(4)]
        public float[] Features { get; set; } = [];
    }
}
